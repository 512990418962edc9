import type { Blocked, LockMode } from "../../../shared/src/lock-modes.ts";

/** What a statement does at run time on one Postgres version. Relations are named as `quote_ident` writes them, qualified except in `public`. */
export interface Effects {
  /** The strongest lock on each table, partition, view or materialized view that existed before the statement. */
  readonly locks: readonly RelationLock[];
  /** Locks on indexes stronger than the statement's ordinary ones. */
  readonly indexLocks: readonly IndexLock[];
  /** Relations whose rows go to a new file. */
  readonly rewrites: readonly string[];
  /** Relations of which every row is read. */
  readonly scans: readonly string[];
  /** Whether Postgres refuses the statement inside a transaction block. */
  readonly transaction: "any" | "must-be-outside";
  /** What the statement waits for before it does its work, beyond getting its locks. */
  readonly waitsFor: "nothing" | "open transactions";
  readonly duration: Duration;
  /** What the answer assumes where the text does not say, each a sentence. */
  readonly assumes: readonly string[];
  /** False where the statement has no entry in the catalogue yet: then nothing else here is a claim. */
  readonly known: boolean;
}

/** How long the work takes once the locks are held. */
export type Duration =
  | { readonly grows: "no" }
  | { readonly grows: "with-table"; readonly relations: readonly string[] }
  /** No row of the table is looked at, but the index is copied as a whole. */
  | { readonly grows: "with-index"; readonly indexes: readonly string[] }
  | { readonly grows: "with-rows-touched" };

/** A lock on a relation. */
export interface RelationLock {
  readonly relation: string;
  readonly mode: LockMode;
  readonly blocks: readonly Blocked[];
  /** Why this relation is locked, where it is not the one that the statement names: "its foreign key references this table". */
  readonly because: string | undefined;
}

/** A lock on an index. */
export interface IndexLock {
  readonly index: string;
  readonly relation: string;
  readonly mode: LockMode;
}
