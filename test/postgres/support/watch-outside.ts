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
  await findTouched(source, sql, strongest, indexes, heldByRenaming);
  for (const index of indexes.filter((each) => strongest.has(each))) await findStrongest(source, sql, strongest, index);
  const kept = [...before.values()].filter(({ kind }) => kind === "materialized view");
  await findTouched(source, sql, strongest, kept, heldByComment);
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

/** Holds an index, which LOCK TABLE does not take, in SHARE UPDATE EXCLUSIVE. */
export function heldByRenaming(index: RelationBefore): string {
  return `ALTER INDEX ${index.sql} RENAME TO held_${index.oid}`;
}

/** Holds a materialized view, which LOCK TABLE does not take either, in SHARE UPDATE EXCLUSIVE. */
export function heldByComment(view: RelationBefore): string {
  return `COMMENT ON MATERIALIZED VIEW ${view.sql} IS 'held'`;
}

/** Holds all indexes of a table in ACCESS SHARE, as planning does, and with them the table. */
export function heldByPlanning(owner: RelationBefore): string {
  return `EXPLAIN SELECT FROM ONLY ${owner.sql}`;
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

// An index that was first waited for in a weaker mode may be asked for in ACCESS EXCLUSIVE later.
async function findStrongest(
  source: OutsideSource,
  sql: string,
  strongest: Map<RelationBefore, LockMode>,
  index: RelationBefore,
): Promise<void> {
  const owner = index.owner === undefined ? undefined : source.before.get(index.owner);
  if (owner === undefined || strongest.get(owner) === "ACCESS EXCLUSIVE") return;
  const { wait } = await onCopy(source, async (sessions) => {
    await sessions.holder.query(`BEGIN; ${heldByPlanning(owner)}`);
    return await runObserved(sessions, [sql]);
  });
  if (wait?.relation === index.oid) strongest.set(index, wait.mode);
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

/** Sessions in the same copy. */
export interface Sessions {
  readonly watched: Client;
  readonly holder: Client;
  readonly observer: Client;
}

/** Does the work in sessions of a fresh copy of the database; it may open more, and end the watched one. */
export async function onCopy<T>(
  source: OutsideSource,
  work: (sessions: Sessions, connect: () => Promise<Client>) => Promise<T>,
): Promise<T> {
  const { server, template, settings } = source;
  const database = await server.createDatabase(template);
  const opened: Client[] = [];
  const connect = async () => {
    const client = await server.connect(database);
    opened.push(client);
    return client;
  };
  try {
    const [watched, holder, observer] = [await connect(), await connect(), await connect()];
    await watched.query(settings);
    return await work({ watched, holder, observer }, connect);
  } finally {
    for (const client of opened) await client.end();
    await server.dropDatabase(database);
  }
}

function runAlone({ server, ...source }: OutsideSource, sql: string) {
  return onCopy({ server, ...source }, async ({ watched, observer }) => {
    await watched.query(sql);
    return await afterEnd({ watched, observer }, server.version);
  });
}

/** What the watched session did to the rows, as others see it once that session has ended, which this makes it do. */
export async function afterEnd({ watched, observer }: Pick<Sessions, "watched" | "observer">, version: number) {
  await (version < 15 ? endAndCollect(watched, observer) : watched.end());
  const { rows } = await observer.query<{ relid: string; read: string }>(
    "SELECT relid, seq_tup_read AS read FROM pg_stat_user_tables",
  );
  const read: ReadonlyMap<number, number> = new Map(rows.map((row) => [Number(row.relid), Number(row.read)]));
  return { files: await filesNow(observer), read };
}

// Until 14 a collector gathers the counters and writes them at most twice a second: they are all there as soon as the
// last thing that the session did is.
async function endAndCollect(watched: Client, observer: Client): Promise<void> {
  await watched.query("CREATE TEMPORARY TABLE last_thing (); SELECT FROM last_thing");
  const { rows } = await watched.query<{ oid: string }>("SELECT 'last_thing'::regclass::oid AS oid");
  await watched.end();
  for (let isThere = false; !isThere; ) {
    const scans = await observer.query<{ count: string }>("SELECT pg_stat_get_numscans($1) AS count", [rows[0]?.oid]);
    isThere = Number(scans.rows[0]?.count) > 0;
    if (!isThere) await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
