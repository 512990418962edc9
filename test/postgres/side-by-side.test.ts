import type { Client } from "pg";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { loadParser } from "../../server/src/sql/parse.ts";
import { type ExampleHistory, reviewHistory, withFix } from "../rules/review-example.ts";
import { pathsBefore, runMigration, runOf, runsFrom } from "./support/migration-run.ts";
import { type PostgresServer, startPostgres } from "./support/postgres-server.ts";
import { versionsToTest } from "./support/versions.ts";

await loadParser();

const START = `CREATE TABLE orders (id bigint PRIMARY KEY, user_id int NOT NULL DEFAULT 7 CHECK (user_id > 0), note text);
INSERT INTO orders SELECT i, i FROM generate_series(1, 20) AS i;
GRANT SELECT (id), INSERT (id, user_id), UPDATE (user_id, note) ON orders TO pg_monitor;`;

/** What a rule's fix makes of a change: the statements before its backfill, those of the same deploy after it, the later deploys. */
async function deploysOf(rule: string, change: string, version: number) {
  const folder = "/project/db/migrations";
  const reviewed = `${folder}/0002_change.sql`;
  const history: ExampleHistory = { files: { [`${folder}/0001_start.sql`]: START, [reviewed]: change }, reviewed };
  const finding = reviewHistory(history, { on: rule, postgres: version }).findings.find((each) => each.rule === rule);
  const [fix] = finding?.fixes ?? [];
  if (fix === undefined) throw new Error(`${rule} has no fix`);
  const fixed = withFix(history, fix);
  const [first, ...later] = runsFrom(
    fixed,
    fix.creates.map(({ path }) => path),
  );
  const sent = first?.sent ?? [];
  const backfill = sent.findIndex((sql) => sql.includes("$backfill$"));
  const start = pathsBefore(history).map((path) => runOf(history, path));
  return { start, expand: sent.slice(0, backfill), rest: sent.slice(backfill), later };
}

// While a column and its successor stand side by side, old code and new code both work, on rows that are filled and
// on rows that are not, as a role that was granted single columns.
describe.each(versionsToTest())("Postgres %i", (version) => {
  let server: PostgresServer;
  beforeAll(async () => {
    server = await startPostgres(version);
  });
  afterAll(() => server?.stop());

  const inDatabase = async (work: (session: Client) => Promise<void>) => {
    const database = await server.createDatabase();
    const session = await server.connect(database);
    try {
      await work(session);
    } finally {
      await session.end();
      await server.dropDatabase(database);
    }
  };
  const sendAll = async (session: Client, statements: readonly string[]) => {
    for (const sql of statements) await session.query(sql);
  };
  const runCode = (session: Client, statements: readonly string[]) =>
    sendAll(session, ["SET ROLE pg_monitor", ...statements, "RESET ROLE"]);
  const values = async (session: Client, sql: string) =>
    (await session.query({ text: sql, rowMode: "array" })).rows.flat();

  const OLD_CODE = [
    "INSERT INTO orders (id, user_id) VALUES ($, 70)",
    "INSERT INTO orders (id) VALUES ($)",
    "UPDATE orders SET user_id = 71 WHERE id = $ - 10",
    "UPDATE orders SET note = 'seen' WHERE id = $ - 9",
  ];
  const NEW_CODE = OLD_CODE.map((sql) => sql.replaceAll("user_id", "customer_id"));
  const at = (statements: readonly string[], id: number) =>
    statements.map((sql, index) => sql.replaceAll("$", String(id + index)));

  test("a renamed column", async () => {
    const { start, expand, rest, later } = await deploysOf(
      "column-renamed",
      "ALTER TABLE orders RENAME COLUMN user_id TO customer_id;",
      version,
    );
    await inDatabase(async (session) => {
      for (const run of start) await runMigration(session, run);
      await sendAll(session, expand);
      await runCode(session, at(OLD_CODE, 21));
      await sendAll(session, rest);
      await runCode(session, [...at(NEW_CODE, 31), ...at(OLD_CODE, 41)]);
      expect(
        await values(session, "SELECT count(*)::int FROM orders WHERE user_id IS DISTINCT FROM customer_id"),
      ).toEqual([0]);
      expect(await values(session, "SELECT user_id FROM orders WHERE id IN (21, 22, 31, 32) ORDER BY id")).toEqual([
        70, 7, 70, 7,
      ]);
      for (const run of later) await runMigration(session, run);
      await runCode(session, at(NEW_CODE, 51));
      expect(await values(session, "SELECT customer_id FROM orders WHERE id IN (13, 51, 52) ORDER BY id")).toEqual([
        71, 70, 7,
      ]);
    });
  });

  test("a column of another type", async () => {
    const { start, expand, rest, later } = await deploysOf(
      "type-change-rewrites",
      "ALTER TABLE orders ALTER COLUMN user_id TYPE bigint;",
      version,
    );
    await inDatabase(async (session) => {
      for (const run of start) await runMigration(session, run);
      await sendAll(session, expand);
      await runCode(session, at(OLD_CODE, 21));
      await sendAll(session, rest);
      await runCode(session, at(OLD_CODE, 31));
      expect(await values(session, "SELECT count(*)::int FROM orders WHERE user_id <> user_id_new")).toEqual([0]);
      const [turn, ...contract] = later;
      if (turn !== undefined) await runMigration(session, turn);
      await runCode(session, [...at(OLD_CODE, 41), "INSERT INTO orders (id, user_id) VALUES (60, 5000000000)"]);
      for (const run of contract) await runMigration(session, run);
      await runCode(session, at(OLD_CODE, 51));
      const kept = "SELECT user_id::text FROM orders WHERE id IN (12, 22, 42, 60) ORDER BY id";
      expect(await values(session, kept)).toEqual(["12", "7", "7", "5000000000"]);
    });
  });
});
