import { describe, expect, it } from "vitest";
import { json, lockkeeper, SHOP, sample } from "./run.ts";

const MYSQL = "CREATE TABLE `t` (`id` int AUTO_INCREMENT PRIMARY KEY) ENGINE=InnoDB;\n";

function tableNames(folder: string, ...args: readonly string[]): readonly string[] {
  const run = lockkeeper(folder, ["schema", "--format", "json", ...args]);
  expect(run.stderr).toBe("");
  expect(run.status).toBe(0);
  return json(run).tables.map(({ name }: { name: string }) => name);
}

function columnsOf(folder: string, table: string, ...args: readonly string[]): readonly string[] {
  const { tables } = json(lockkeeper(folder, ["schema", "--format", "json", ...args]));
  const found = tables.find(({ name }: { name: string }) => name === table);
  return found.columns.map(({ name }: { name: string }) => name);
}

describe("the schema that is printed is that after", () => {
  it.each([[[]], [["migrations"]], [["."]]])("the one history, for the paths %j", (paths) => {
    const folder = sample(SHOP);
    expect(tableNames(folder, ...paths)).toEqual(['"User"', "audit.log", "orders"]);
    expect(columnsOf(folder, "orders", ...paths)).toEqual(["id", "placed_at", "note"]);
  });

  it("a file and what its history applies before it", () => {
    const folder = sample(SHOP);
    expect(columnsOf(folder, "orders", "migrations/0002_index.sql")).toEqual(["id", "placed_at"]);
    expect(columnsOf(folder, '"User"', "migrations/0001_init.sql")).toEqual(["id"]);
    expect(columnsOf(folder, '"User"', "migrations/0001_init.sql", "migrations/0002_index.sql")).toEqual([
      "id",
      "seen_at",
    ]);
  });

  it("a file alone, and on top of --schema", () => {
    const folder = sample({
      ...SHOP,
      "base.sql": "CREATE TABLE base (id int);",
      "extra.sql": "CREATE TABLE extra ();",
    });
    expect(tableNames(folder, "--isolated", "migrations/0001_init.sql")).toEqual(['"User"', "audit.log", "orders"]);
    expect(tableNames(folder, "--isolated", "extra.sql")).toEqual(["extra"]);
    expect(tableNames(folder, "--schema", "base.sql", "extra.sql")).toEqual(["base", "extra"]);
    expect(tableNames(folder, "--schema", "base.sql", "migrations/0003_clean.sql")).toEqual(["base"]);
  });

  it("files of no history in the order given", () => {
    const folder = sample({ "b.sql": "CREATE TABLE t (a int);", "a.sql": "ALTER TABLE t ADD b int;" });
    expect(columnsOf(folder, "t", "b.sql", "a.sql")).toEqual(["a", "b"]);
  });

  it("a Prisma schema is in the database", () => {
    const folder = sample({
      "schema.prisma": `datasource db {\n  provider = "postgresql"\n}\nmodel User {\n  id Int @id @default(autoincrement())\n  posts Post[]\n}\n`,
      "post.prisma": `model Post {\n  id String @id\n  userId Int @map("user_id")\n  user User @relation(fields: [userId], references: [id])\n  @@map("posts")\n}\n`,
    });
    for (const path of ["schema.prisma", "post.prisma", "."]) {
      expect(tableNames(folder, path)).toEqual(['"User"', "posts"]);
      expect(columnsOf(folder, "posts", path)).toEqual(["id", "user_id"]);
    }
  });
});

describe("there is one line that says what to do", () => {
  const refusal = (folder: string, ...args: readonly string[]) => {
    const { status, stdout, stderr } = lockkeeper(folder, ["schema", ...args]);
    expect({ status, stdout }).toEqual({ status: 2, stdout: "" });
    return stderr;
  };

  it("where several histories stand", () => {
    const one = { "a/migrations/0001_a.sql": "CREATE TABLE a ();", "b/migrations/0001_b.sql": "CREATE TABLE b ();" };
    const folder = sample(one);
    expect(refusal(folder)).toBe(
      "lockkeeper: there are 2 schemas here, name one of them: a/migrations, b/migrations\n",
    );
    expect(tableNames(folder, "a")).toEqual(["a"]);
    expect(tableNames(folder, "b/migrations")).toEqual(["b"]);
  });

  it("where no file makes one", () => {
    expect(refusal(sample({ "readme.txt": "" }))).toContain("no file here makes a schema; name a folder of migrations");
    expect(refusal(sample({ "t.sql": MYSQL }), "--engine", "mysql")).toContain("t.sql is written for mysql");
    const both = { "m/0001_a.up.sql": "CREATE TABLE a ();", "m/0001_a.down.sql": "DROP TABLE a;" };
    expect(refusal(sample(both), "m/0001_a.down.sql")).toContain("0001_a.down.sql takes a migration back");
    expect(refusal(sample(SHOP), "elsewhere")).toContain("elsewhere does not exist");
  });

  it("where the format is none of the four", () => {
    expect(refusal(sample(SHOP), "--format", "text")).toContain(
      "--format text is not one of markdown, json, mermaid, sql",
    );
  });

  it("where a table is changed that no file makes", () => {
    const folder = sample({ "migrations/0001_a.sql": "ALTER TABLE lost ADD CONSTRAINT k UNIQUE (a);" });
    const run = lockkeeper(folder, ["schema", "--format", "json"]);
    expect(run.status).toBe(0);
    expect(run.stderr).toBe("lockkeeper: the schema is not complete: no file makes lost\n");
  });
});

describe("what is printed in each format", () => {
  it.each(["json", "markdown", "mermaid", "sql"])("%s", async (format) => {
    const run = lockkeeper(sample(SHOP), ["schema", "--format", format]);
    expect({ status: run.status, stderr: run.stderr }).toEqual({ status: 0, stderr: "" });
    await expect(run.stdout).toMatchFileSnapshot(`golden/schema-${format}.txt`);
  });

  it("Markdown where none is named", () => {
    const folder = sample(SHOP);
    expect(lockkeeper(folder, ["schema"])).toEqual(lockkeeper(folder, ["schema", "--format", "markdown"]));
  });
});
