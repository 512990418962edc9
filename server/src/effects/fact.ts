import type { LockMode } from "../../../shared/src/lock-modes.ts";

/** One thing that a statement does; its effects are all of them, the strongest lock of each relation winning. */
export type Fact = LockFact | IndexLockFact | RowsFact | IndexWorkFact | AssumptionFact | NatureFact;

/** It takes the lock. */
interface LockFact {
  readonly kind: "lock";
  readonly relation: string;
  readonly mode: LockMode;
  readonly because: string | undefined;
}

/** It takes the lock on an index; stronger than what reading and writing take. */
interface IndexLockFact {
  readonly kind: "indexLock";
  readonly index: string;
  readonly relation: string;
  readonly mode: LockMode;
}

/** `rewrite`: the relation's rows go to a new file, which also reads them all. `scan`: every row is read. `works`: it takes longer the larger the relation is, but does not read every row. */
interface RowsFact {
  readonly kind: "rewrite" | "scan" | "works";
  readonly relation: string;
}

/** An index goes to a new file as it is. */
interface IndexWorkFact {
  readonly kind: "copiesIndex";
  readonly index: string;
}

/** What is taken for true because the text does not say. */
export interface AssumptionFact {
  readonly kind: "assumption";
  readonly sentence: string;
}

/**
 * `outside`: Postgres refuses it in a transaction block. `waits`: for transactions that are open. `touchesRows`: its
 * work grows with the rows that it touches.
 */
interface NatureFact {
  readonly kind: "outside" | "waits" | "touchesRows";
}

/** What it reads or writes of a plan without knowing the plan. */
export function assumption(sentence: string): AssumptionFact {
  return { kind: "assumption", sentence };
}
