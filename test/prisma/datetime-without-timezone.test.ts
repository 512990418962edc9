import { describe, expect, it } from "vitest";
import rule from "../../server/src/rules/prisma/prisma-datetime-without-timezone.ts";
import { engineRefuses, engineSchema } from "./prisma-engine.ts";
import { fixed, review, underlined } from "./review.ts";

const datasource = (provider: string, name = "db") => `datasource ${name} {\n  provider = "${provider}"\n}\n`;
const model = (line: string) => `model Post {\n  id Int @id\n  ${line}\n}\n`;

describe("prisma-datetime-without-timezone", () => {
  it.each([
    ["at DateTime", "DateTime"],
    ["at DateTime?", "DateTime"],
    ["at DateTime[]", "DateTime"],
    ['at DateTime @default(now()) @map("x") // created', "DateTime"],
    ["at DateTime @updatedAt", "DateTime"],
    ["at DateTime @db.Timestamp(6)", "Timestamp"],
    ["at DateTime @default(now()) @db.Timestamp", "Timestamp"],
  ])("flags %s", (line, words) => expect(underlined(rule, model(line))).toEqual([words]));

  it.each([
    "at DateTime @db.Timestamptz",
    "at DateTime @db.Timestamptz(3)",
    "at DateTime? @db.Date",
    "at DateTime @db.Time(0)",
    "at DateTime @db.Timetz(6)",
    "at String",
    "// at DateTime",
    "DateTime Int",
  ])("allows %s", (line) => expect(underlined(rule, model(line))).toEqual([]));

  it("speaks of Postgres only", () => {
    const under = (provider: string) => underlined(rule, model("at DateTime"), { others: [datasource(provider)] });
    expect(under("postgresql")).toHaveLength(1);
    for (const provider of ["mysql", "sqlite", "cockroachdb", "sqlserver", "mongodb"])
      expect(under(provider)).toEqual([]);
    expect(underlined(rule, model("at DateTime"), { engine: "sqlite" })).toEqual([]);
    expect(underlined(rule, model("at DateTime").replace("model", "view"))).toEqual([]);
  });

  it("says what the column becomes and what the change costs", () => {
    const said = (line: string) => review(rule, model(line))[0]?.report.message;
    expect(said('at DateTime @map("at_time")')).toContain('"Post".at_time becomes timestamp(3)');
    expect(said("at DateTime[]")).toContain("timestamp(3)[]");
    expect(said("at DateTime")).toContain("the next migration rewrites the table under ACCESS EXCLUSIVE");
    expect(said("at DateTime @db.Timestamp(6)")).toContain("ACCESS EXCLUSIVE (unless the session's TimeZone is UTC)");
    expect(said("at DateTime[] @db.Timestamp(6)")).not.toContain("unless");
  });

  it.each([
    ["at DateTime", "at DateTime @db.Timestamptz(3)", "3"],
    ["at DateTime? // when", "at DateTime? @db.Timestamptz(3) // when", "3"],
    ["at DateTime[]", "at DateTime[] @db.Timestamptz(3)", "3"],
    ["at DateTime @default(now())", "at DateTime @default(now()) @db.Timestamptz(3)", "3"],
    ["at DateTime @db.Timestamp(6) @default(now())", "at DateTime @db.Timestamptz(6) @default(now())", "6"],
    ["at DateTime @db.Timestamp", "at DateTime @db.Timestamptz", undefined],
  ])("fixes %s", (line, wanted, precision) => {
    const text = datasource("postgresql") + model(line);
    const after = fixed(rule, text);
    expect(engineRefuses(text)).toBeUndefined();
    expect(after).toBe(datasource("postgresql") + model(wanted));
    const native = engineSchema([["a.prisma", after]]).models[0]?.fields[1]?.nativeType;
    expect(native).toEqual(["Timestamptz", precision === undefined ? [] : [precision]]);
    expect(underlined(rule, after)).toEqual([]);
  });

  it("writes native types as the datasource is called", () => {
    const after = fixed(rule, datasource("postgresql", "pg") + model("at DateTime"));
    expect(after).toContain("at DateTime @pg.Timestamptz(3)\n");
    expect(engineRefuses(after)).toBeUndefined();
  });

  it("is never accepted unseen, and leaves to a person what rests on clock digits or is half-typed", () => {
    const fixes = (line: string) => review(rule, model(line))[0]?.report.fixes;
    expect(fixes("at DateTime")).toMatchObject([{ safe: false }]);
    expect(fixes("at DateTime @default(dbgenerated(\"now() AT TIME ZONE 'utc'\"))")).toEqual([]);
    expect(fixes('at DateTime @default(dbgenerated("now()"))')).toHaveLength(1);
    expect(fixes("at DateTime @default(")).toEqual([]);
  });
});
