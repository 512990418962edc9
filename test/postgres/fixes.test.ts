import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { ALL_RULES } from "../../server/src/service/all-rules.ts";
import { loadParser } from "../../server/src/sql/parse.ts";
import type { ExampleHistory } from "../rules/review-example.ts";
import { fillTables } from "./support/fill-tables.ts";
import { type FixCase, fixCases } from "./support/fix-cases.ts";
import { FIX_SHAPES } from "./support/fix-shapes.ts";
import { pathsBefore, runMigration, runOf, withFix } from "./support/migration-run.ts";
import { isStronger } from "./support/pg-locks.ts";
import { type PostgresServer, startPostgres } from "./support/postgres-server.ts";
import { keepsPromise, schemaDifference } from "./support/schema-difference.ts";
import { type SchemaSnapshot, schemaSnapshot } from "./support/schema-snapshot.ts";
import { versionsForFixes } from "./support/versions.ts";
import { type MigrationWatched, watchMigration } from "./support/watch-migration.ts";

await loadParser();
const cases = fixCases();

// Every fix in SQL that a page shows, and more shapes: the file as it was and as the fix leaves it, run on real servers.
describe.each(versionsForFixes())("Postgres %i", (version) => {
  let server: PostgresServer;
  beforeAll(async () => {
    server = await startPostgres(version);
  });
  afterAll(() => server?.stop());

  const originals = new Map<ExampleHistory, Promise<Original>>();
  const originalOf = (each: FixCase) => {
    const made = originals.get(each.history) ?? runOriginal(server, each);
    originals.set(each.history, made);
    return made;
  };

  test.each(cases.map((each) => [each.name, each] as const))("%s", async (_, each) => {
    const { rule, history, fix } = each;
    const original = await originalOf(each);
    const fixed = withFix(history, fix);
    const difference = schemaDifference(original.schema, await schemaAfter(server, original.template, fixed));
    const isSame = difference.gone.length === 0 && difference.added.length === 0;
    if (!isSame) expect([difference, keepsPromise(fix.title, difference)]).toEqual([difference, true]);

    const after = await watchMigration(server, original.template, runOf(fixed, fixed.reviewed), original.watched.seen);
    if (isSame && rule.group === "migration") {
      expect(original.watched.stopsWriters).not.toEqual([]);
      expect(after.stopsWriters).toEqual([]);
    }
    const stronger = [...after.locks].filter(([name, mode]) => isStronger(mode, original.watched.locks.get(name)));
    expect(stronger).toEqual([]);
  });
});

test.each(ALL_RULES.filter(({ fixable, group }) => fixable && group !== "prisma").map(({ id }) => id))(
  "fixes of %s are among those that run, in three shapes at least besides the page's",
  (id) => {
    const own = cases.filter(({ rule }) => rule.id === id);
    const shapes = new Set(FIX_SHAPES.filter(({ rule }) => rule === id).map(({ name }) => name));
    expect(own.length).toBeGreaterThan(shapes.size);
    expect(shapes.size).toBeGreaterThanOrEqual(3);
  },
);

/** A history whose last file has run unfixed. */
interface Original {
  /** The database before that file. */
  readonly template: string;
  readonly schema: SchemaSnapshot;
  readonly watched: MigrationWatched;
}

async function runOriginal(server: PostgresServer, { history, database }: FixCase): Promise<Original> {
  const template = await databaseBefore(server, history, database);
  const schema = await schemaAfter(server, template, history);
  return { template, schema, watched: await watchMigration(server, template, runOf(history, history.reviewed)) };
}

/** A database in which the files before the reviewed one have run, with a row in each table; nobody is connected. */
async function databaseBefore(server: PostgresServer, history: ExampleHistory, stock: string): Promise<string> {
  const database = await server.createDatabase();
  const session = await server.connect(database);
  await session.query(stock);
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
