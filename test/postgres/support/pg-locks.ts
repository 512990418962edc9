import type { Client } from "pg";
import { LOCK_MODES, type LockMode } from "../../../shared/src/lock-modes.ts";
import type { RelationBefore } from "./relations-before.ts";

// The mode that `pg_locks` calls `AccessShareLock` and so on. Throws for anything else.
function lockMode(fromPgLocks: string): LockMode {
  const words = fromPgLocks.replace(/Lock$/, "").replace(/(?<=[a-z])(?=[A-Z])/g, " ");
  const mode = LOCK_MODES.find((each) => each === words.toUpperCase());
  if (mode === undefined) throw new Error(`unknown lock mode ${fromPgLocks}`);
  return mode;
}

/** Whether the first mode stands after the second in the row from weakest to strongest; anything does after none. */
export function isStronger(mode: LockMode, than: LockMode | undefined): boolean {
  return than === undefined || LOCK_MODES.indexOf(mode) > LOCK_MODES.indexOf(than);
}

/** Asks for the locks that the session holds on relations. */
export const LOCKS_HELD =
  "SELECT relation, mode FROM pg_locks WHERE pid = pg_backend_pid() AND locktype = 'relation' AND granted";

/** The strongest lock that the session holds on each of the relations. */
export async function heldLocks(
  client: Client,
  before: ReadonlyMap<number, RelationBefore>,
): Promise<Map<RelationBefore, LockMode>> {
  return heldIn((await client.query<HeldRow>(LOCKS_HELD)).rows, before);
}

interface HeldRow {
  readonly relation: string;
  readonly mode: string;
}

/** The strongest lock on each of the relations, from what was answered. */
export function heldIn(
  rows: readonly HeldRow[],
  before: ReadonlyMap<number, RelationBefore>,
): Map<RelationBefore, LockMode> {
  const strongest = new Map<RelationBefore, LockMode>();
  for (const row of rows) {
    const relation = before.get(Number(row.relation));
    const mode = lockMode(row.mode);
    if (relation !== undefined && isStronger(mode, strongest.get(relation))) strongest.set(relation, mode);
  }
  return strongest;
}

/** What a session is waiting for. */
export interface Wait {
  /** The relation's oid, or undefined where it waits for something else: another transaction's end. */
  readonly relation: number | undefined;
  readonly mode: LockMode;
}

/** What the backend waits for at this moment, as another session sees it. */
export async function waitOf(observer: Client, pid: number): Promise<Wait | undefined> {
  const { rows } = await observer.query<{ locktype: string; relation: string | null; mode: string }>(
    "SELECT locktype, relation, mode FROM pg_locks WHERE pid = $1 AND NOT granted",
    [pid],
  );
  const row = rows[0];
  if (row === undefined) return undefined;
  return { relation: row.locktype === "relation" ? Number(row.relation) : undefined, mode: lockMode(row.mode) };
}

/** The number by which other sessions know this one. */
export async function backendOf(client: Client): Promise<number> {
  const { rows } = await client.query<{ pid: number }>("SELECT pg_backend_pid() AS pid");
  return rows[0]?.pid ?? 0;
}

/**
 * The mode to hold so that a statement which asks for more than the known one has to wait, and one which does not
 * passes: from the matrix of conflicts, as `lock-conflicts.test.ts` measures it. Nothing is stronger than ACCESS
 * EXCLUSIVE.
 */
export function probeFor(known: LockMode | undefined): LockMode | undefined {
  return known === undefined ? "ACCESS EXCLUSIVE" : PROBES[known];
}

const PROBES: Readonly<Record<LockMode, LockMode | undefined>> = {
  "ACCESS SHARE": "EXCLUSIVE",
  "ROW SHARE": "SHARE ROW EXCLUSIVE",
  "ROW EXCLUSIVE": "SHARE UPDATE EXCLUSIVE",
  "SHARE UPDATE EXCLUSIVE": "ROW EXCLUSIVE",
  SHARE: "SHARE",
  "SHARE ROW EXCLUSIVE": "ROW SHARE",
  EXCLUSIVE: "ACCESS SHARE",
  "ACCESS EXCLUSIVE": undefined,
};
