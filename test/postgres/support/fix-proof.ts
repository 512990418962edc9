import type { Client } from "pg";
import { expect } from "vitest";
import type { LockMode } from "../../../shared/src/lock-modes.ts";
import type { ExampleHistory } from "../../rules/review-example.ts";
import { withFix } from "../../rules/review-example.ts";
import { fillTables } from "./fill-tables.ts";
import type { FixCase } from "./fix-cases.ts";
import { claimOf, type FixClaim } from "./fix-claims.ts";
import { type MigrationRun, pathsBefore, runMigration, runOf, runsFrom } from "./migration-run.ts";
import { isStronger } from "./pg-locks.ts";
import type { PostgresServer } from "./postgres-server.ts";
import { type RowsSnapshot, rowsSnapshot } from "./rows-snapshot.ts";
import { keepsPromise, schemaDifference } from "./schema-difference.ts";
import { type SchemaSnapshot, schemaSnapshot } from "./schema-snapshot.ts";
import { type MigrationWatched, watchMigrations } from "./watch-migration.ts";

/** A history whose last file has run unfixed. */
export interface Original {
  /** The database before that file. */
  readonly template: string;
  readonly runs: readonly MigrationRun[];
  /** What the file leaves behind; undefined where the server refuses it. */
  readonly after: Outcome | undefined;
  /** What its statements do, watched when it is first asked for. */
  watched(): Promise<MigrationWatched>;
}

/** What migrations leave behind. */
interface Outcome {
  readonly schema: SchemaSnapshot;
  readonly rows: RowsSnapshot;
}

/** The two sides of a fix, for claims of its own kind. */
export interface FixProof {
  readonly original: readonly MigrationRun[];
  readonly fixed: readonly MigrationRun[];
  /** Runs a side twice over on a fresh copy. Throws where the server refuses it. */
  again(side: "original" | "fixed"): Promise<void>;
  /** Does the work in a session of a fresh copy of the database before the file. */
  inCopy(work: (session: Client) => Promise<void>): Promise<void>;
}

/** Runs what is before the reviewed file, puts a row into each table, and runs the file on a copy. */
export async function runOriginal(server: PostgresServer, { history, database }: FixCase): Promise<Original> {
  const template = await databaseBefore(server, history, database);
  const runs = [runOf(history, history.reviewed)];
  const after = await outcome(server, template, runs).catch(() => undefined);
  let watched: Promise<MigrationWatched> | undefined;
  return {
    template,
    runs,
    after,
    watched: () => {
      watched ??= watchMigrations(server, template, runs);
      return watched;
    },
  };
}

/** Expects that the fix keeps what its rule claims of it. */
export async function proveFix(
  server: PostgresServer,
  { rule, history, fix }: FixCase,
  original: Original,
): Promise<void> {
  const claim = claimOf(rule.id, fix.title);
  const created = [...fix.creates, ...fix.elsewhere].map(({ path }) => path);
  const fixed = runsFrom(withFix(history, fix), created);
  const after = await outcome(server, original.template, fixed);
  if (claim === "runs") return expect(original.after).toBeUndefined();
  if (original.after === undefined) throw new Error("the server refuses the file without the fix");
  const difference = schemaDifference(original.after.schema, after.schema);
  if (claim === "says" || claim === "says and unblocks")
    expect([difference, keepsPromise(fix.title, difference)]).toEqual([difference, true]);
  else {
    expect(difference).toEqual({ gone: [], added: [] });
    await expectSameRows(server, original, after);
  }
  await expectFreeWriters(server, original, fixed, claim);
  if (typeof claim === "function") await claim(proofOf(server, original, fixed));
}

/** Values that come out different when the original runs again are compared by their number alone. */
async function expectSameRows(server: PostgresServer, original: Original, after: Outcome): Promise<void> {
  expect(after.rows.counts).toEqual(original.after?.rows.counts);
  const differing = hashesThatDiffer(original.after?.rows, after.rows);
  if (differing.length === 0) return;
  const second = await outcome(server, original.template, original.runs);
  const volatile = hashesThatDiffer(original.after?.rows, second.rows);
  expect(differing.filter((column) => !volatile.includes(column))).toEqual([]);
}

function hashesThatDiffer(one: RowsSnapshot | undefined, other: RowsSnapshot): readonly string[] {
  return [...other.hashes].filter(([column, hash]) => one?.hashes.get(column) !== hash).map(([column]) => column);
}

async function expectFreeWriters(
  server: PostgresServer,
  { template, watched }: Original,
  fixed: readonly MigrationRun[],
  claim: FixClaim,
): Promise<void> {
  const before = await watched();
  const after = await watchMigrations(server, template, fixed, before.seen);
  if (claim === "lightens") {
    const lightened = [...before.locks].filter(([name, mode]) => isStronger(mode, after.locks.get(name)));
    expect(lightened.filter(([, mode]) => mode === "ACCESS EXCLUSIVE")).not.toEqual([]);
  }
  const unblocks = claim === "unblocks" || claim === "says and unblocks";
  if (unblocks) expect(before.stopsWriters).not.toEqual([]);
  if (unblocks || claim === "keeps names") expect(after.stopsWriters).toEqual([]);
  if (claim === "keeps names" || claim === "says and unblocks") return;
  // What stops neither readers nor writers may come instead of what stopped both.
  const least: LockMode | undefined = claim === "lightens" ? "SHARE UPDATE EXCLUSIVE" : undefined;
  const stronger = [...after.locks].filter(([name, mode]) => isStronger(mode, before.locks.get(name) ?? least));
  expect(stronger).toEqual([]);
}

function proofOf(server: PostgresServer, { template, runs }: Original, fixed: readonly MigrationRun[]): FixProof {
  const inCopy: FixProof["inCopy"] = async (work) => {
    const database = await server.createDatabase(template);
    const session = await server.connect(database);
    try {
      await work(session);
    } finally {
      await session.end();
      await server.dropDatabase(database);
    }
  };
  const again: FixProof["again"] = (side) =>
    inCopy(async (session) => {
      const sides = side === "original" ? runs : fixed;
      for (const run of [...sides, ...sides]) await runMigration(session, run);
    });
  return { original: runs, fixed, inCopy, again };
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

async function outcome(server: PostgresServer, template: string, runs: readonly MigrationRun[]): Promise<Outcome> {
  const database = await server.createDatabase(template);
  const session = await server.connect(database);
  try {
    for (const run of runs) await runMigration(session, run);
    return { schema: await schemaSnapshot(session), rows: await rowsSnapshot(session) };
  } finally {
    await session.end();
    await server.dropDatabase(database);
  }
}
