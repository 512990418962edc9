import { expect, it } from "vitest";
import { json, lockkeeper, SHOP, sample } from "./run.ts";

const CHANGE = {
  ...SHOP,
  "migrations/0004_change.sql": `-- +goose Up
ALTER TABLE orders ADD COLUMN state text NOT NULL DEFAULT 'open';
DROP TABLE "User";
UPDATE orders SET placed_at = now() WHERE placed_at IS NULL;
`,
};

it("prints a script in the tool's own shape, with what to do in the night", async () => {
  const run = lockkeeper(sample(CHANGE), ["rollback", "migrations/0004_change.sql"]);
  expect([run.status, run.stderr]).toEqual([0, ""]);
  await expect(run.stdout).toMatchFileSnapshot("golden/rollback.txt");
});

it("prints the same as JSON", async () => {
  const run = lockkeeper(sample(CHANGE), ["rollback", "--format", "json", "migrations/0004_change.sql"]);
  expect([run.status, run.stderr]).toEqual([0, ""]);
  await expect(run.stdout).toMatchFileSnapshot("golden/rollback-json.txt");
  const { grade, losses, place, statements, runbook } = json(run);
  expect(grade).toBe("reversible with loss");
  expect(losses.map(({ kind }: { kind: string }) => kind)).toEqual(["data", "data"]);
  expect(place).toEqual({ kind: "section" });
  expect(statements.length).toBeLessThan(runbook.length);
});

it("says which file takes the migration back", () => {
  const folder = sample({ "m/1_a.up.sql": "CREATE TABLE a ();", "m/2_b.up.sql": "CREATE TABLE b ();" });
  const { place, sql } = json(lockkeeper(folder, ["rollback", "--format", "json", "m/2_b.up.sql"]));
  expect([place, sql]).toEqual([
    { kind: "file", path: "m/2_b.down.sql" },
    "-- Rollback: reversible.\n-- Running it throws away all rows of b.\nDROP TABLE b;\n",
  ]);
});

it.each([
  [[], "name the one migration to take back"],
  [["a.sql", "b.sql"], "name the one migration to take back"],
  [["m"], "m is a folder; name the one migration in it"],
  [["m/1_a.down.sql"], "m/1_a.down.sql takes a migration back itself"],
  [["schema.prisma"], "schema.prisma is no migration"],
  [["--engine", "mysql", "a.sql"], "a.sql is written for mysql"],
])("refuses %j", (args, words) => {
  const folder = sample({
    "a.sql": "SELECT 1;",
    "b.sql": "SELECT 1;",
    "m/1_a.up.sql": "CREATE TABLE a ();",
    "m/1_a.down.sql": "DROP TABLE a;",
    "schema.prisma": 'datasource db {\n  provider = "postgresql"\n}\n',
  });
  const run = lockkeeper(folder, ["rollback", ...args]);
  expect([run.status, run.stdout]).toEqual([2, ""]);
  expect(run.stderr).toContain(words);
  expect(run.stderr.trimEnd().split("\n").length).toBe(1);
});
