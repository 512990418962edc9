import type { Client } from "pg";
import type { LockMode } from "../../../shared/src/lock-modes.ts";
import { isStronger, probeFor } from "./pg-locks.ts";
import type { PostgresServer } from "./postgres-server.ts";
import { filesNow, type RelationBefore } from "./relations-before.ts";
import { runObserved } from "./run-observed.ts";
import { isLockable } from "./watch-inside.ts";
import { locksByName, rewritten, scanned, type Watched } from "./watched.ts";

/** Where the copies are made, of what, and what stands in it. */
export interface OutsideSource {
  readonly server: PostgresServer;
  readonly template: string;
  readonly before: ReadonlyMap<number, RelationBefore>;
  /** What each watched session sets first. */
  readonly settings: string;
}

/**
 * Watches a statement that no transaction may hold, each time on a copy of the database of its own. Nothing of its
 * locks is left when it ends, so all of them are found by holding: a mode on one table at a time, and what the
 * statement asks for stands in `pg_locks` while it waits.
 */
export async function watchOutside(source: OutsideSource, sql: string): Promise<Watched> {
  const { before } = source;
  const strongest = new Map<RelationBefore, LockMode>();
  const tables = [...before.values()].filter(isLockable);
  const indexes = [...before.values()].filter(({ kind }) => kind === "index");
  await findTouched(source, sql, strongest, tables, (table) => `LOCK TABLE ONLY ${table.sql} IN ACCESS EXCLUSIVE MODE`);
  const touched = tables.filter((table) => strongest.has(table));
  // A lock on an index alone comes from renaming it, which takes SHARE UPDATE EXCLUSIVE: it stops what is as strong.
  await findTouched(source, sql, strongest, indexes, (index) => `ALTER INDEX ${index.sql} RENAME TO held_${index.oid}`);
  let waitsForTransactions = false;
  for (const table of touched)
    waitsForTransactions = (await findMode(source, sql, strongest, table)) || waitsForTransactions;
  const { files, read } = await runAlone(source, sql);
  return {
    ...locksByName(strongest),
    rewrites: rewritten(sql, before, files),
    scans: scanned(before, read),
    mustBeOutside: true,
    waitsForTransactions,
  };
}

// All relations are held at once; the one that the statement first waits for is let go the next time.
async function findTouched(
  source: OutsideSource,
  sql: string,
  strongest: Map<RelationBefore, LockMode>,
  relations: readonly RelationBefore[],
  hold: (relation: RelationBefore) => string,
): Promise<void> {
  for (;;) {
    const left = relations.filter((relation) => !strongest.has(relation));
    const { wait } = await onCopy(source, async (sessions) => {
      await sessions.holder.query(["BEGIN", ...left.map(hold)].join(";"));
      return await runObserved(sessions, [sql]);
    });
    const relation = left.find(({ oid }) => oid === wait?.relation);
    if (wait === undefined || relation === undefined) return;
    strongest.set(relation, wait.mode);
  }
}

// Raises the mode of one table until nothing stronger is asked for; tells whether the holder's end was waited for.
async function findMode(
  source: OutsideSource,
  sql: string,
  strongest: Map<RelationBefore, LockMode>,
  table: RelationBefore,
): Promise<boolean> {
  let waits = false;
  for (;;) {
    const probe = probeFor(strongest.get(table));
    if (probe === undefined) return waits;
    const { wait, waitedForTransaction } = await onCopy(source, async (sessions) => {
      await sessions.holder.query(`BEGIN; LOCK TABLE ONLY ${table.sql} IN ${probe} MODE`);
      return await runObserved(sessions, [sql]);
    });
    waits ||= waitedForTransaction;
    if (wait === undefined || !isStronger(wait.mode, strongest.get(table))) return waits;
    strongest.set(table, wait.mode);
  }
}

interface Sessions {
  readonly watched: Client;
  readonly holder: Client;
  readonly observer: Client;
}

async function onCopy<T>(source: OutsideSource, work: (sessions: Sessions) => Promise<T>): Promise<T> {
  const { server, template, settings } = source;
  const database = await server.createDatabase(template);
  const [watched, holder, observer] = [
    await server.connect(database),
    await server.connect(database),
    await server.connect(database),
  ];
  try {
    await watched.query(settings);
    return await work({ watched, holder, observer });
  } finally {
    for (const client of [watched, holder, observer]) await client.end();
    await server.dropDatabase(database);
  }
}

async function runAlone({ server, template, settings }: OutsideSource, sql: string) {
  const database = await server.createDatabase(template);
  const watched = await server.connect(database);
  await watched.query(settings);
  await watched.query(sql);
  await watched.end();
  const after = await server.connect(database);
  try {
    return { files: await filesNow(after), read: await rowsReadByAll(after, server.version) };
  } finally {
    await after.end();
    await server.dropDatabase(database);
  }
}

async function rowsReadByAll(client: Client, version: number): Promise<ReadonlyMap<number, number>> {
  // A session's counters reach the others when it ends: at once from 15 on, through a collector that writes twice a second before.
  if (version < 15) await new Promise((resolve) => setTimeout(resolve, 700));
  const { rows } = await client.query<{ relid: string; read: string }>(
    "SELECT relid, seq_tup_read AS read FROM pg_stat_user_tables",
  );
  return new Map(rows.map((row) => [Number(row.relid), Number(row.read)]));
}
