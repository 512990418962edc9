import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { loadParser } from "../../server/src/sql/parse.ts";
import type { ExampleHistory } from "../rules/review-example.ts";
import { fillTables } from "./support/fill-tables.ts";
import { type FixCase, fixCases } from "./support/fix-cases.ts";
import { pathsBefore, runMigration, runOf, withFix } from "./support/migration-run.ts";
import { isStronger } from "./support/pg-locks.ts";
import { type PostgresServer, startPostgres } from "./support/postgres-server.ts";
import { keepsPromise, schemaDifference } from "./support/schema-difference.ts";
import { type SchemaSnapshot, schemaSnapshot } from "./support/schema-snapshot.ts";
import { versionsToTest } from "./support/versions.ts";
import { watchMigration } from "./support/watch-migration.ts";

await loadParser();
const cases = fixCases();

// Every fix in SQL that a page shows, and more shapes: the file as it was and as the fix leaves it, run on real servers.
describe.each(versionsToTest())("Postgres %i", (version) => {
  let server: PostgresServer;
  beforeAll(async () => {
    server = await startPostgres(version);
  });
  afterAll(() => server?.stop());

  test.each(cases.map((each) => [each.name, each] as const))("%s", async (_, { rule, history, fix }) => {
    const template = await databaseBefore(server, history);
    const fixed = withFix(history, fix);
    const difference = schemaDifference(
      await schemaAfter(server, template, history),
      await schemaAfter(server, template, fixed),
    );
    const isSame = difference.gone.length === 0 && difference.added.length === 0;
    if (!isSame) expect([difference, keepsPromise(fix.title, difference)]).toEqual([difference, true]);

    const original = await watchMigration(server, template, runOf(history, history.reviewed));
    const after = await watchMigration(server, template, runOf(fixed, fixed.reviewed));
    await server.dropDatabase(template);
    if (isSame && rule.group === "migration") {
      expect(original.stopsWriters).not.toEqual([]);
      expect(after.stopsWriters).toEqual([]);
    }
    const stronger = [...after.locks].filter(([name, mode]) => isStronger(mode, original.locks.get(name)));
    expect(stronger).toEqual([]);
  });
});

test("each rule that fixes SQL is run", () => {
  const rules = new Set(cases.map(({ rule }: FixCase) => rule.id));
  const fixable = cases.length > 0 ? [...rules] : [];
  expect(fixable).toEqual(expect.arrayContaining(["foreign-key-without-index", "index-not-concurrent"]));
});

/** A database in which the files before the reviewed one have run, with a row in each table; nobody is connected. */
async function databaseBefore(server: PostgresServer, history: ExampleHistory): Promise<string> {
  const database = await server.createDatabase();
  const session = await server.connect(database);
  for (const path of pathsBefore(history)) await runMigration(session, runOf(history, path));
  await fillTables(session);
  await session.end();
  return database;
}

async function schemaAfter(server: PostgresServer, template: string, history: ExampleHistory): Promise<SchemaSnapshot> {
  const database = await server.createDatabase(template);
  const session = await server.connect(database);
  try {
    await runMigration(session, runOf(history, history.reviewed));
    return await schemaSnapshot(session);
  } finally {
    await session.end();
    await server.dropDatabase(database);
  }
}
