import type { Client } from "pg";
import type { LockMode } from "../../../shared/src/lock-modes.ts";
import { heldLocks, isStronger, probeFor } from "./pg-locks.ts";
import { filesNow, type RelationBefore } from "./relations-before.ts";
import { runObserved } from "./run-observed.ts";
import { locksByName, rewritten, scanned, type Watched } from "./watched.ts";

/** Three sessions in one database, and what stands in it. */
export interface InsideSessions {
  readonly watched: Client;
  readonly holder: Client;
  readonly observer: Client;
  readonly before: ReadonlyMap<number, RelationBefore>;
}

/** Watches a statement in a transaction that is rolled back. Throws where the server refuses it. */
export async function watchInside(sessions: InsideSessions, sql: string): Promise<Watched> {
  const { watched, before } = sessions;
  if (CHANGES_ROWS.test(sql)) await planLookUps(watched, sql);
  await watched.query("BEGIN");
  try {
    const readBefore = await rowsRead(watched);
    await watched.query(sql);
    await watched.query(AT_COMMIT);
    const strongest = await heldLocks(watched, before);
    const readAfter = await rowsRead(watched);
    const files = await filesNow(watched);
    await watched.query("ROLLBACK");
    await findReleased(sessions, sql, strongest);
    const read = new Map([...readAfter].map(([oid, count]) => [oid, count - (readBefore.get(oid) ?? 0)]));
    return {
      ...locksByName(strongest),
      rewrites: rewritten(sql, before, files),
      scans: scanned(before, read),
      mustBeOutside: false,
      waitsForTransactions: false,
    };
  } finally {
    await watched.query("ROLLBACK");
  }
}

const CHANGES_ROWS = /^\s*(?:WITH|INSERT|UPDATE|DELETE|MERGE|COPY)\b/i;

// A foreign key's look-ups go through an index where there is one. Their plans outlive a rollback, so that one made
// here, where indexes are open to the planner, serves the watched run too, where they are closed to the query itself.
async function planLookUps(watched: Client, sql: string): Promise<void> {
  await watched.query("BEGIN");
  try {
    await watched.query("SET LOCAL enable_seqscan = off; SET LOCAL enable_indexscan = on");
    await watched.query(sql);
    await watched.query(AT_COMMIT);
  } finally {
    await watched.query("ROLLBACK");
  }
}

/** What a deferred constraint would do at commit, done now. */
export const AT_COMMIT = "SET CONSTRAINTS ALL IMMEDIATE";

/** Asks for the rows that the session's transaction has read one after the other, a counter that outlives rollbacks. */
export const READ_SO_FAR = "SELECT relid, seq_tup_read AS read FROM pg_stat_xact_user_tables";

interface ReadRow {
  readonly relid: string;
  readonly read: string;
}

async function rowsRead(client: Client): Promise<ReadonlyMap<number, number>> {
  return readIn((await client.query<ReadRow>(READ_SO_FAR)).rows);
}

/** The counters by oid, from what was answered. */
export function readIn(rows: readonly ReadRow[]): ReadonlyMap<number, number> {
  return new Map(rows.map((row) => [Number(row.relid), Number(row.read)]));
}

/**
 * A lock that is let go before the statement ends is not in `pg_locks` afterwards. So the statement runs again while
 * another session holds on every table a mode that lets the known lock pass and nothing stronger; what it waits for
 * is stronger then, and the search goes on with that.
 */
async function findReleased(
  sessions: InsideSessions,
  sql: string,
  strongest: Map<RelationBefore, LockMode>,
): Promise<void> {
  const settled = new Set<RelationBefore>();
  for (;;) {
    const locks = [...sessions.before.values()].filter(isLockable).flatMap((relation) => {
      const probe = settled.has(relation) ? undefined : probeFor(strongest.get(relation));
      return probe === undefined ? [] : [`LOCK TABLE ONLY ${relation.sql} IN ${probe} MODE`];
    });
    const { wait } = await runHolding(sessions, locks, ["BEGIN", sql, AT_COMMIT]);
    const relation = wait?.relation === undefined ? undefined : sessions.before.get(wait.relation);
    if (wait === undefined || relation === undefined) return;
    if (isStronger(wait.mode, strongest.get(relation))) strongest.set(relation, wait.mode);
    // The probe for SHARE stops ROW EXCLUSIVE too: such a statement takes both, and nothing more can be told.
    else settled.add(relation);
  }
}

async function runHolding(sessions: InsideSessions, locks: readonly string[], statements: readonly string[]) {
  const { watched, holder } = sessions;
  await holder.query(["BEGIN", ...locks].join(";"));
  try {
    return await runObserved(sessions, statements);
  } finally {
    await watched.query("ROLLBACK");
    await holder.query("ROLLBACK");
  }
}

/** LOCK TABLE refuses materialized views and indexes, and locks what stands under a view; they go unprobed. */
export function isLockable(relation: RelationBefore): boolean {
  return relation.kind === "table" || relation.kind === "partitioned table";
}
