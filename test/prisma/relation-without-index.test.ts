import { describe, expect, it } from "vitest";
import rule from "../../server/src/rules/prisma/prisma-relation-without-index.ts";
import { engineFormats, engineRefuses } from "./prisma-engine.ts";
import { fixed, review, underlined } from "./review.ts";

const datasource = (provider: string, more = "") => `datasource db {\n  provider = "${provider}"\n${more}}\n`;
const user = "model User {\n  id Int @id\n  tenant Int\n  posts Post[]\n  @@unique([id, tenant])\n}\n";
const relation = "  user User @relation(fields: [userId], references: [id])\n";
/** A schema whose Post refers to User and has these further lines. */
const post = (lines: string) => `${user}model Post {\n  id Int @id\n  userId Int\n  other Int\n${relation}${lines}}\n`;

describe("prisma-relation-without-index", () => {
  it.each([
    ["no index at all", ""],
    ["an index that only ends with the column", "  @@index([other, userId])\n"],
    ["a unique list that only ends with the column", "  @@unique([id, userId])\n"],
    ["an index of another kind", "  @@index([userId], type: Brin)\n"],
    ["an index of some rows", "  @@index([userId], where: { other: 1 })\n"],
    ["an index of some rows in SQL", '  @@index([userId], where: raw("other > 0"))\n'],
    ["an index of the rows where another column is not null", '  @@index([userId], where: raw("other IS NOT NULL"))\n'],
    ["a commented index", "  // @@index([userId])\n"],
    ["a model that only Prisma Client ignores", "  @@ignore\n"],
  ])("flags %s", (_, lines) => expect(underlined(rule, post(lines))).toEqual(["[userId]"]));

  it.each([
    ["an index", "  @@index([userId])\n"],
    ["an index without brackets", "  @@index(userId)\n"],
    ["an index with its argument named and sorted", '  @@index(fields: [userId(sort: Desc)], map: "x", type: BTree)\n'],
    ["an index that goes on with other columns", "  @@index([userId, other])\n"],
    ["a unique list that starts with the column", "  @@unique([userId, other])\n"],
    ["a hash index", "  @@index([userId], type: Hash)\n"],
    ["an index without the nulls", "  @@index([userId], where: { userId: { not: null } })\n"],
    ["an index without the nulls in SQL", '  @@index([userId], where: raw("\\"userId\\" IS NOT NULL"))\n'],
  ])("allows %s", (_, lines) => expect(underlined(rule, post(lines))).toEqual([]));

  it("allows a unique field and a key", () => {
    expect(underlined(rule, post("").replace("userId Int\n", "userId Int @unique\n"))).toEqual([]);
    expect(underlined(rule, post("").replace("userId Int\n", "userId Int @id\n"))).toEqual([]);
    expect(underlined(rule, post("  @@id([userId, id])\n"))).toEqual([]);
  });

  it("takes a relation's columns in any order, and none left out", () => {
    const pair = (lines: string) =>
      `${user}model Post {\n  id Int @id\n  a Int\n  b Int\n  user User @relation(fields: [a, b], references: [id, tenant])\n${lines}}\n`;
    expect(underlined(rule, pair("  @@index([b, a, id])\n"))).toEqual([]);
    expect(underlined(rule, pair("  @@index([a, id, b])\n  @@index([id])\n"))).toEqual(["[a, b]"]);
    expect(review(rule, pair("  @@index([b])\n"))[0]?.report).toMatchObject({ severity: "low", tag: "concern" });
    expect(review(rule, pair(""))[0]?.report.severity).toBeUndefined();
    expect(underlined(rule, pair("  @@index([a], type: Hash)\n"))).toEqual(["[a, b]"]);
  });

  it("goes by the datasource of any file of the schema, then by the engine", () => {
    const text = post("");
    const under = (provider: string) => underlined(rule, text, { others: [datasource(provider)] });
    expect(under("postgresql")).toHaveLength(1);
    expect(under("postgres")).toHaveLength(1);
    expect(under("sqlite")).toHaveLength(1);
    for (const provider of ["mysql", "cockroachdb", "sqlserver", "mongodb"]) expect(under(provider)).toEqual([]);
    expect(underlined(rule, text, { engine: "mysql" })).toEqual([]);
    expect(underlined(rule, text, { engine: "sqlite" })).toHaveLength(1);
  });

  it("names the tables, the columns and what looks the rows up", () => {
    const mapped = post('  @@map("posts")\n').replace("userId Int\n", 'userId Int @map("user_id")\n');
    expect(review(rule, mapped)[0]?.report.message).toBe(
      'No index on posts starts with (user_id), and Postgres makes none for a foreign key: each DELETE from "User", and each UPDATE of its key, reads all of posts for rows that refer to it. Following the relation back from "User" reads it all too, and the time grows with the table. Add @@index([userId]).',
    );
    const emulated = review(rule, post(""), { others: [datasource("postgresql", '  relationMode = "prisma"\n')] });
    expect(emulated[0]?.report.message).toContain('relationMode = "prisma"');
    expect(review(rule, post(""), { engine: "sqlite" })[0]?.report.message).toContain("SQLite makes none");
  });

  it("leaves to Prisma what Prisma refuses, and views alone", () => {
    expect(underlined(rule, post("").replace("fields: [userId]", "fields: [gone]"))).toEqual([]);
    expect(underlined(rule, post("").replace("fields: [userId]", "fields: []"))).toEqual([]);
    expect(underlined(rule, post("").replace("model Post", "view Post"))).toEqual([]);
  });

  describe("its fix", () => {
    const complete = datasource("postgresql") + post("");

    it("is a line that Prisma takes, after which the rule is silent", () => {
      for (const text of [
        complete,
        complete.replaceAll("\n", "\r\n"),
        complete.replace(relation, `${relation}\n  @@map("p")\n`),
      ]) {
        const after = fixed(rule, text);
        expect(engineRefuses(text)).toBeUndefined();
        expect(engineRefuses(after)).toBeUndefined();
        expect(underlined(rule, after)).toEqual([]);
        expect(after.replaceAll("\r\n", "").includes("\n")).toBe(!text.includes("\r\n"));
      }
    });

    it("stands where Prisma's formatter would leave it", () => {
      const before = engineFormats(complete);
      expect(engineFormats(fixed(rule, before))).toBe(fixed(rule, before));
      for (const lines of [
        '  @@map("p")\n',
        '  @@unique([other, id])\n  @@index([other])\n  @@map("p")\n',
        "  @@index([other])\n",
      ]) {
        const formatted = engineFormats(complete.replace(relation, `${relation}${lines}`));
        expect(engineFormats(fixed(rule, formatted))).toBe(fixed(rule, formatted));
      }
    });

    it("takes another name where an index that does not serve has Prisma's", () => {
      const taken = complete.replace(relation, `${relation}  @@index([userId], type: Brin)\n`);
      expect(engineRefuses(taken)).toBeUndefined();
      expect(fixed(rule, taken)).toContain('@@index([userId], map: "Post_userId_idx1")');
      expect(engineRefuses(fixed(rule, taken))).toBeUndefined();
    });

    it("parts no comment from its line", () => {
      const commented = complete.replace(relation, `${relation}  // of old\n  @@map("p")\n`);
      expect(fixed(rule, commented)).toContain('  // of old\n  @@map("p")\n  @@index([userId])\n}');
    });

    it("keeps a writer's indentation", () => {
      expect(fixed(rule, complete.replaceAll(/^ {2}/gm, "\t"))).toContain("\n\n\t@@index([userId])\n}");
    });

    it("serves several relations of one model at once", () => {
      const two = complete
        .replace("  posts Post[]\n", '  posts Post[] @relation("a")\n  more Post[] @relation("b")\n')
        .replace(
          relation,
          relation.replace("(", '("a", ') +
            relation.replace("(", '("b", ').replace("user ", "owner ").replace("userId", "other"),
        );
      expect(underlined(rule, two)).toEqual(["[userId]", "[other]"]);
      expect(engineRefuses(fixed(rule, two))).toBeUndefined();
      expect(underlined(rule, fixed(rule, two))).toEqual([]);
    });

    it("is never accepted unseen, and not offered where the text is not whole", () => {
      expect(review(rule, complete)[0]?.report.fixes).toMatchObject([{ title: "Add @@index([userId])", safe: false }]);
      const unclosed = complete.slice(0, complete.lastIndexOf("}"));
      expect(review(rule, unclosed)[0]?.report.fixes).toEqual([]);
      const halfTyped = complete.replace("references: [id])", "references: [id], onDel");
      expect(review(rule, halfTyped)[0]?.report.fixes).toEqual([]);
      const braceAfterComment = `${complete.slice(0, complete.lastIndexOf("}"))}/* x */ }\n`;
      expect(review(rule, braceAfterComment)[0]?.report.fixes).toEqual([]);
    });
  });
});
