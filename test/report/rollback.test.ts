import { beforeAll, describe, expect, it } from "vitest";
import { createWorkspace } from "../../server/src/engine/workspace.ts";
import { type MigrationRollback, migrationRollback } from "../../server/src/report/rollback/migration-rollback.ts";
import { rollbackScript } from "../../server/src/report/rollback/rollback-script.ts";
import { rollbackText } from "../../server/src/report/rollback/rollback-text.ts";
import { runbook } from "../../server/src/report/rollback/runbook.ts";
import { loadParser } from "../../server/src/sql/parse.ts";
import { memoryFiles } from "../support/memory-files.ts";

const ROOT = "/project";

beforeAll(loadParser);

const ORDERS = "CREATE TABLE orders (id bigint PRIMARY KEY, note text);";
const INDEX = "CREATE INDEX orders_note ON orders (note);";

/** The way back from the file of that name. */
function rollbackOf(name: string, files: Readonly<Record<string, string>>): MigrationRollback {
  const texts = Object.fromEntries(Object.entries(files).map(([path, text]) => [`${ROOT}/${path}`, text]));
  const workspace = createWorkspace({
    files: memoryFiles(texts),
    roots: [ROOT],
    rules: [],
    config: { kind: "none" },
    engine: undefined,
    postgres: 16,
    schema: undefined,
    isolated: false,
    named: [],
    lifetime: "for-one-run",
    log: (line) => {
      throw new Error(line);
    },
  });
  const document = workspace.documents.get(`${ROOT}/${name}`);
  if (document === undefined) throw new Error(`there is no ${name}`);
  return migrationRollback(workspace, document);
}

describe("a rollback goes where the tool looks for it:", () => {
  it("goose's Down section, opened where there is none", () => {
    const migration = rollbackOf("m/0002_note.sql", {
      "m/0001_start.sql": `-- +goose Up\n${ORDERS}\n`,
      "m/0002_note.sql": `-- +goose Up\n${INDEX}\n`,
    });
    expect(migration.place).toEqual({
      kind: "section",
      range: { start: 56, end: 56 },
      mark: "-- +goose Down",
      isTaken: false,
    });
    expect(rollbackScript(migration)).toBe("-- +goose Down\n-- Rollback: reversible.\nDROP INDEX orders_note;\n");
  });

  it("goose's Down section in place of the one that is there, outside a transaction as the file is, bodies as one", () => {
    const up = "-- +goose NO TRANSACTION\n-- +goose Up\nDROP FUNCTION f();\nDROP INDEX CONCURRENTLY orders_note;\n";
    const down = "-- +goose Down\nSELECT 1;\n";
    const body = "CREATE FUNCTION f() RETURNS int LANGUAGE plpgsql AS $$ BEGIN RETURN 1; END $$";
    const migration = rollbackOf("m/0002_note.sql", {
      "m/0001_start.sql": `-- +goose Up\n${ORDERS}\n${INDEX}\n-- +goose StatementBegin\n${body};\n-- +goose StatementEnd\n`,
      "m/0002_note.sql": up + down,
    });
    expect(migration.place).toMatchObject({ range: { start: up.length, end: up.length + down.length }, isTaken: true });
    expect(rollbackScript(migration).split("\n").slice(2)).toEqual([
      "CREATE INDEX CONCURRENTLY orders_note ON orders USING btree (note);",
      "-- +goose StatementBegin",
      `${body.replace("CREATE", "CREATE OR REPLACE")};`,
      "-- +goose StatementEnd",
      "",
    ]);
  });

  it("dbmate's section, always in a transaction", () => {
    const migration = rollbackOf("m/2_note.sql", {
      "m/1_start.sql": `-- migrate:up\n${ORDERS}\n-- migrate:down\nDROP TABLE orders;\n`,
      "m/2_note.sql": `-- migrate:up transaction:false\n${INDEX}\n\n-- migrate:down\n`,
    });
    expect(migration.place).toMatchObject({ kind: "section", mark: "-- migrate:down", isTaken: false });
    expect(rollbackScript(migration)).toBe("-- migrate:down\n-- Rollback: reversible.\nDROP INDEX orders_note;\n");
  });

  it.each([
    ["golang-migrate", "m/2_b.up.sql", "m/2_b.down.sql", "m/1_a.up.sql", {}],
    ["Diesel", "m/2020-01-02-000000_b/up.sql", "m/2020-01-02-000000_b/down.sql", "m/2020-01-01-000000_a/up.sql", {}],
    ["Sqitch", "deploy/b.sql", "revert/b.sql", "deploy/a.sql", { "sqitch.plan": "%project=x\n\na\nb\n" }],
    ["Flyway", "m/V2__b.sql", "m/U2__b.sql", "m/V1__a.sql", { "m/U1__a.sql": "DROP TABLE orders;" }],
    ["Prisma", "p/2_b/migration.sql", "p/2_b/down.sql", "p/1_a/migration.sql", PRISMA_WITH_DOWN()],
  ])("%s's own file", (_, name, down, first, more) => {
    const migration = rollbackOf(name, { [first]: ORDERS, [name]: `${INDEX}\nDROP TABLE orders;`, ...more });
    expect(migration.place).toEqual({ kind: "file", path: `${ROOT}/${down}` });
  });

  it("nowhere, where the tool has no place for it", () => {
    const files = { "p/1_a/migration.sql": ORDERS, "p/migration_lock.toml": 'provider = "postgresql"\n' };
    expect(rollbackOf("p/1_a/migration.sql", files).place).toEqual({ kind: "none" });
  });
});

function PRISMA_WITH_DOWN(): Readonly<Record<string, string>> {
  return { "p/migration_lock.toml": 'provider = "postgresql"\n', "p/1_a/down.sql": "DROP TABLE orders;" };
}

describe("a rollback runs as the tool runs it:", () => {
  it("a file sent as one query holds CONCURRENTLY only where it is alone", () => {
    const files = { "m/1_a.up.sql": ORDERS, "m/2_b.up.sql": INDEX };
    expect(rollbackScript(rollbackOf("m/2_b.up.sql", files))).toContain("DROP INDEX CONCURRENTLY orders_note;");
    const two = { ...files, "m/2_b.up.sql": `${INDEX} ALTER TABLE orders ADD COLUMN a int;` };
    expect(rollbackScript(rollbackOf("m/2_b.up.sql", two))).toContain("DROP INDEX orders_note;");
  });

  it("scripts that a tool sends line by line are made one transaction, unless something refuses one", () => {
    const plan = { "sqitch.plan": "%project=x\n\na\nb\n", "deploy/a.sql": ORDERS };
    const two = rollbackOf("deploy/b.sql", { ...plan, "deploy/b.sql": "CREATE TABLE a (); CREATE SCHEMA s;" });
    expect(rollbackScript(two).split("\n").slice(2)).toEqual([
      "BEGIN;",
      "DROP TABLE a;",
      "DROP SCHEMA s;",
      "COMMIT;",
      "",
    ]);
    const index = rollbackOf("deploy/b.sql", { ...plan, "deploy/b.sql": `${INDEX} CREATE SCHEMA s;` });
    expect(rollbackScript(index)).not.toContain("BEGIN");
  });

  it("sqlx is told by the file's first line", () => {
    const files = { "Cargo.toml": '[dependencies]\nsqlx = "0.8"\n', "m/1_a.up.sql": ORDERS };
    const outside = rollbackOf("m/2_b.up.sql", { ...files, "m/2_b.up.sql": `-- no-transaction\n${INDEX}` });
    expect(rollbackScript(outside)).toMatch(/^-- no-transaction\n.*\nDROP INDEX CONCURRENTLY orders_note;\n$/);
    const inside = rollbackOf("m/2_b.up.sql", { ...files, "m/2_b.up.sql": INDEX });
    expect(rollbackScript(inside)).toBe("-- Rollback: reversible.\nDROP INDEX orders_note;\n");
  });
});

describe("what is to be done in the night", () => {
  const steps = (up: string) =>
    runbook(rollbackOf("m/2_b.sql", { "m/1_a.sql": `-- +goose Up\n${ORDERS}`, "m/2_b.sql": up }));

  it("begins with those who wait, and says how long each statement of the way back takes", () => {
    const found = steps("-- +goose Up\nALTER TABLE orders ALTER COLUMN note TYPE varchar(9); DROP TABLE orders;");
    expect(found.map(({ sql }) => sql?.split("\n")[0]?.slice(0, 24))).toEqual([
      undefined,
      "SELECT pid, pg_blocking_",
      "SELECT pg_cancel_backend",
      undefined,
      "CREATE TABLE orders (",
      "ALTER TABLE orders ADD C",
      undefined,
    ]);
    expect(found.every(({ takes }) => takes.length > 0)).toBe(true);
    expect(found[3]?.step).toContain("goose runs the file in one transaction. Nothing of it is committed");
    expect(found.at(-1)?.step).toContain("goose down");
  });

  it("names the locks and what the time grows with", () => {
    const found = steps("-- +goose Up\nALTER TABLE orders ALTER COLUMN id TYPE int;");
    const [back] = found.filter(({ sql }) => sql?.startsWith("ALTER TABLE"));
    expect(back?.step).toBe("Rollback, 1 of 1: readers and writers of orders wait meanwhile.");
    expect(back?.takes).toBe("grows with the size of orders (it writes orders anew)");
  });

  it("drops the index that an ended CONCURRENTLY leaves, and says what is committed", () => {
    const found = steps("-- +goose NO TRANSACTION\n-- +goose Up\nCREATE INDEX CONCURRENTLY i ON orders (note);");
    expect(found.find(({ sql }) => sql?.includes("indisvalid"))?.sql).toContain("DROP INDEX CONCURRENTLY IF EXISTS i;");
    expect(found[3]?.step).toContain("up to the ended one are committed one by one");
  });
});

it("a name cannot end a comment and become a statement", () => {
  const start = { "m/1_a.sql": 'CREATE TABLE "a\nb" (id int);' };
  const up = `UPDATE "a\nb" SET id = 1; ALTER TABLE "a\nb" ADD COLUMN "x\ny" int;`;
  const migration = rollbackOf("m/2_b.sql", { ...start, "m/2_b.sql": up });
  const lines = rollbackText(migration, "a\nDROP TABLE c;.sql").split("\n");
  const sent = lines.filter((line) => line !== "" && !line.startsWith("--"));
  expect(sent).toEqual(['ALTER TABLE "a', 'b" DROP COLUMN "x', 'y";']);
});

it("what no file says is said to be unknown", () => {
  const { rollback } = rollbackOf("m/1_a.sql", {
    "m/1_a.sql": "ALTER TABLE elsewhere DROP COLUMN x; CREATE ROLE r; GRANT r TO s; SELECT do_it();",
  });
  expect(rollback.grade).toBe("irreversible");
  expect(rollback.losses.map(({ statement }) => statement)).toEqual([1, 2, 3, 4]);
});

describe("privileges:", () => {
  const start =
    "CREATE TABLE orders (id bigint, note text); CREATE VIEW v AS SELECT * FROM elsewhere; GRANT SELECT ON orders TO app WITH GRANT OPTION;";
  const back = (up: string, before = start) => {
    const { rollback } = rollbackOf("m/2_b.sql", { "m/1_a.sql": before, "m/2_b.sql": up });
    return { sql: rollback.statements.map(({ sql }) => sql), losses: rollback.losses.map(({ words }) => words) };
  };

  it.each([
    [
      "GRANT UPDATE (note), DELETE ON orders TO app, PUBLIC;",
      ["REVOKE DELETE, UPDATE (note) ON orders FROM app;", "REVOKE DELETE, UPDATE (note) ON orders FROM PUBLIC;"],
    ],
    [
      "GRANT ALL ON orders TO boss; REVOKE DELETE, MAINTAIN ON orders FROM boss;",
      ["REVOKE SELECT, INSERT, UPDATE, TRUNCATE, REFERENCES, TRIGGER ON orders FROM boss;"],
    ],
    ["REVOKE ALL ON orders FROM PUBLIC;", []],
    ["GRANT SELECT ON orders TO app;", []],
    ["REVOKE ALL ON orders FROM app;", ["GRANT SELECT ON orders TO app WITH GRANT OPTION;"]],
    ["REVOKE GRANT OPTION FOR SELECT ON orders FROM app;", ["GRANT SELECT ON orders TO app WITH GRANT OPTION;"]],
    ["DO $$ BEGIN GRANT DELETE ON orders TO app; END $$;", ["REVOKE DELETE ON orders FROM app;"]],
    // What the catalogue keeps no privileges of is revoked in the statement's own words.
    ["GRANT USAGE ON SCHEMA public TO app;", ["REVOKE USAGE ON SCHEMA public FROM app;"]],
    ["GRANT CONNECT ON DATABASE shop TO app WITH GRANT OPTION;", ["REVOKE CONNECT ON DATABASE shop FROM app;"]],
    [
      "CREATE FUNCTION f() RETURNS int LANGUAGE sql AS 'SELECT 1'; GRANT EXECUTE ON FUNCTION f() TO app; DROP FUNCTION f();",
      [],
    ],
    ["CREATE TABLE t (); GRANT ALL ON t TO app; DROP TABLE t;", []],
  ])("%s is taken back", (up, sql) => {
    expect(back(up)).toEqual({ sql, losses: [] });
  });

  it.each([
    ["GRANT DELETE ON orders TO CURRENT_USER;", "Statement 1 gives privileges to whoever runs it: that stays."],
    [
      "REVOKE DELETE ON orders FROM SESSION_USER;",
      "Statement 1 takes privileges from whoever runs it: they do not come back.",
    ],
    [
      "REVOKE ALL ON SCHEMA public FROM PUBLIC;",
      "Statement 1 changes privileges on public; whether they were there before is not known.",
    ],
    [
      "GRANT SELECT ON orders, elsewhere TO orders;",
      "Statement 1 changes privileges on elsewhere; whether they were there before is not known.",
    ],
    ["GRANT SELECT (note) ON v TO app;", "Statement 1 is about columns that are not known; take it back by hand."],
    [
      "REVOKE ALL ON orders FROM app, anon;",
      "Statement 1 takes privileges away that no file gave; whether they were there before is not known.",
    ],
    [
      "REVOKE SELECT ON orders FROM app CASCADE;",
      "Statement 1 takes privileges also from those who have them from the ones that it names: who that is is not known.",
    ],
  ])("of %s it is said what is not known", (up, words) => {
    expect(back(up).losses).toEqual([words]);
  });

  it("what default privileges gave is not known", () => {
    const before = `ALTER DEFAULT PRIVILEGES GRANT DELETE ON TABLES TO app; ${start}`;
    expect(back("GRANT DELETE ON orders TO app;", before)).toEqual({
      sql: ["REVOKE DELETE ON orders FROM app;"],
      losses: [
        "Statement 1 changes privileges, of which ALTER DEFAULT PRIVILEGES in an earlier file may have given some: those are not known.",
      ],
    });
  });
});
