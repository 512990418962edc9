import { DatabaseError, type QueryResult } from "pg";
import type { LockMode } from "../../../shared/src/lock-modes.ts";
import { heldIn, LOCKS_HELD, probeFor } from "./pg-locks.ts";
import { FILES_NOW, filesIn, type RelationBefore } from "./relations-before.ts";
import { AT_COMMIT, type InsideSessions, isLockable, READ_SO_FAR, readIn, watchInside } from "./watch-inside.ts";
import { locksByName, rewritten, scanned, type Watched } from "./watched.ts";

/** What is expected of a statement: the strongest lock of each relation and the notable one of each index, by name. */
export type Expected = ReadonlyMap<string, LockMode>;

/**
 * Watches a statement that reads and writes no rows of its own, in a transaction that is rolled back, in two journeys
 * to the server: one sees what is held at the end, the other that nothing stronger than expected was held before.
 * Where either is not as expected, the statement is watched the long way. Throws where the server refuses it.
 */
export async function watchQuickly(sessions: InsideSessions, sql: string, expected: Expected): Promise<Watched> {
  const { watched, before } = sessions;
  const results = await inTransaction(sessions, [READ_SO_FAR, sql, AT_COMMIT, LOCKS_HELD, READ_SO_FAR, FILES_NOW]);
  const [, readBefore, , , locks, readAfter, files] = results;
  const held = heldIn(locks?.rows ?? [], before);
  const isExpected = [...before.values()].every(
    (each) => each.kind === "index" || held.get(each) === expected.get(each.name),
  );
  if (!isExpected || !(await passesBeside(sessions, sql, expected)))
    return await watchInside({ ...sessions, watched }, sql);
  const start = readIn(readBefore?.rows ?? []);
  const read = new Map([...readIn(readAfter?.rows ?? [])].map(([oid, count]) => [oid, count - (start.get(oid) ?? 0)]));
  return {
    ...locksByName(held),
    rewrites: rewritten(sql, before, filesIn(files?.rows ?? [])),
    scans: scanned(before, read),
    mustBeOutside: false,
    waitsForTransactions: false,
  };
}

async function inTransaction(
  { watched }: InsideSessions,
  statements: readonly string[],
): Promise<readonly QueryResult[]> {
  try {
    // Several statements in one message have several results, which the types of `pg` do not know.
    const results: unknown = await watched.query(["BEGIN", ...statements].join(";"));
    return Array.isArray(results) ? results : [];
  } finally {
    await watched.query("ROLLBACK");
  }
}

const LOCK_NOT_AVAILABLE = "55P03";

// Whether the statement runs while another session holds on every table what lets the expected lock pass and nothing stronger.
async function passesBeside(sessions: InsideSessions, sql: string, expected: Expected): Promise<boolean> {
  const locks = [...sessions.before.values()].filter(isLockable).flatMap((relation: RelationBefore) => {
    const probe = probeFor(expected.get(relation.name));
    return probe === undefined ? [] : [`LOCK TABLE ONLY ${relation.sql} IN ${probe} MODE`];
  });
  await sessions.holder.query(["BEGIN", ...locks].join(";"));
  try {
    await inTransaction(sessions, ["SET LOCAL lock_timeout = '70ms'", sql, AT_COMMIT]);
    return true;
  } catch (error) {
    if (error instanceof DatabaseError && error.code === LOCK_NOT_AVAILABLE) return false;
    throw error;
  } finally {
    await sessions.holder.query("ROLLBACK");
  }
}
