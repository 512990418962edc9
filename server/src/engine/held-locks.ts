import type { RelationLock } from "../effects/effects.ts";
import { lockStrength } from "../effects/lock-strength.ts";
import type { StatementEffects } from "./locks.ts";

/** The locks of a whole file on what existed before it. */
export interface HeldLocks {
  /** The strongest lock on each relation, the strongest first, then in order of appearance. */
  readonly locks: readonly RelationLock[];
  /** Until when they are held: all to the end of one transaction, each to the end of its statement, or some so and some so. */
  readonly held: "to the end" | "a statement each" | "partly";
  /** Relations that are read or rewritten from end to end while the first of those locks that keeps anybody waiting is held. */
  readonly growsWith: readonly string[];
}

/** The strongest lock of a statement on something that existed before the file; undefined where it takes none. */
export function strongestLock({ effects, madeHere }: StatementEffects): RelationLock | undefined {
  return effects.locks
    .filter(({ relation }) => !madeHere.has(relation))
    .reduce<RelationLock | undefined>(
      (best, lock) => (best === undefined || lockStrength(lock.mode) > lockStrength(best.mode) ? lock : best),
      undefined,
    );
}

/** What a file's statements, in order, lock together. */
export function heldLocks(statements: readonly StatementEffects[]): HeldLocks {
  const strongest = new Map<string, RelationLock>();
  const growsWith = new Set<string>();
  let waiting = false;
  for (const { effects, madeHere, transaction } of statements) {
    const before = effects.locks.filter(({ relation }) => !madeHere.has(relation));
    for (const lock of before) {
      const known = strongest.get(lock.relation);
      if (known === undefined || lockStrength(lock.mode) > lockStrength(known.mode)) strongest.set(lock.relation, lock);
    }
    const waits = before.some(({ blocks }) => blocks.includes("write"));
    // What is held to the end is also held through the work of every statement after it.
    waiting = waits || (waiting && transaction !== "none");
    if (waiting && effects.duration.grows === "with-table") {
      for (const relation of effects.duration.relations) if (!madeHere.has(relation)) growsWith.add(relation);
    }
  }
  const locks = [...strongest.values()].sort((a, b) => lockStrength(b.mode) - lockStrength(a.mode));
  return { locks, held: heldBy(statements), growsWith: [...growsWith] };
}

function heldBy(statements: readonly StatementEffects[]): HeldLocks["held"] {
  const locking = statements.filter((statement) => strongestLock(statement) !== undefined);
  if (locking.every(({ transaction }) => transaction === "none")) return "a statement each";
  return locking.every(({ transaction }) => transaction !== "none") ? "to the end" : "partly";
}
