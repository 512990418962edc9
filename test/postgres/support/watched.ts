import type { LockMode } from "../../../shared/src/lock-modes.ts";
import type { RelationBefore } from "./relations-before.ts";

/** What a statement was seen to do. Relations are named as `quote_ident` writes them, with their schema except in `public`. */
export interface Watched {
  /** The strongest lock on each table, view or materialized view that stood before. */
  readonly locks: ReadonlyMap<string, LockMode>;
  /** Locks stronger than ROW EXCLUSIVE, the most that reading and writing takes, on indexes that stood before. */
  readonly indexLocks: ReadonlyMap<string, LockMode>;
  /** Relations whose rows went to a new file. */
  readonly rewrites: readonly string[];
  /** Relations of which every row was read. */
  readonly scans: readonly string[];
  /** Whether Postgres refused the statement inside a transaction block. */
  readonly mustBeOutside: boolean;
  /** Whether it waited for another session's transaction to end, beyond getting a lock on a relation. */
  readonly waitsForTransactions: boolean;
}

/** Splits the strongest locks into those of relations and the notable ones of indexes, by name. */
export function locksByName(strongest: ReadonlyMap<RelationBefore, LockMode>): Pick<Watched, "locks" | "indexLocks"> {
  const locks = new Map<string, LockMode>();
  const indexLocks = new Map<string, LockMode>();
  for (const [relation, mode] of strongest) {
    if (relation.kind !== "index") locks.set(relation.name, mode);
    else if (!ORDINARY.includes(mode)) indexLocks.set(relation.name, mode);
  }
  return { locks, indexLocks };
}

const ORDINARY: readonly LockMode[] = ["ACCESS SHARE", "ROW SHARE", "ROW EXCLUSIVE"];

/** The relations that have a file and now have another one; a TRUNCATE gives a new file too, but no rows go there. */
export function rewritten(
  sql: string,
  before: ReadonlyMap<number, RelationBefore>,
  files: ReadonlyMap<number, number>,
): readonly string[] {
  if (/^\s*TRUNCATE\b/i.test(sql)) return [];
  return [...before.values()]
    .filter(({ oid, rows, file }) => rows > 0 && (files.get(oid) ?? file) !== file)
    .map(({ name }) => name)
    .sort();
}

/** The relations of which at least as many rows were read, one after the other, as they hold. */
export function scanned(
  before: ReadonlyMap<number, RelationBefore>,
  read: ReadonlyMap<number, number>,
): readonly string[] {
  return [...before.values()]
    .filter(({ oid, rows }) => rows > 0 && (read.get(oid) ?? 0) >= rows)
    .map(({ name }) => name)
    .sort();
}
