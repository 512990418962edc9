import type { Effects } from "../../../server/src/effects/effects.ts";
import type { Expected } from "./watch-quickly.ts";
import type { Watched } from "./watched.ts";

/** What a statement does, in lines that a difference shows side by side. */
export interface Lines {
  readonly known: boolean;
  readonly locks: readonly string[];
  readonly indexLocks: readonly string[];
  readonly rewrites: readonly string[];
  readonly scans: readonly string[];
  readonly transaction: Effects["transaction"];
  readonly waitsFor: Effects["waitsFor"];
}

/** What was seen. */
export function shown(seen: Watched): Lines {
  return {
    known: true,
    locks: [...seen.locks].map(([relation, mode]) => `${relation}: ${mode}`).sort(),
    indexLocks: [...seen.indexLocks].map(([index, mode]) => `${index}: ${mode}`).sort(),
    rewrites: seen.rewrites,
    scans: seen.scans,
    transaction: seen.mustBeOutside ? "must-be-outside" : "any",
    waitsFor: seen.waitsForTransactions ? "open transactions" : "nothing",
  };
}

/** What is said. */
export function said(effects: Effects): Lines {
  return {
    known: effects.known,
    locks: effects.locks.map(({ relation, mode }) => `${relation}: ${mode}`).sort(),
    indexLocks: effects.indexLocks.map(({ index, mode }) => `${index}: ${mode}`).sort(),
    rewrites: [...effects.rewrites].sort(),
    scans: [...effects.scans].sort(),
    transaction: effects.transaction,
    waitsFor: effects.waitsFor,
  };
}

/** The locks that are said, as a watcher wants to know them beforehand. */
export function expectedLocks({ locks, indexLocks }: Effects): Expected {
  return new Map([
    ...locks.map(({ relation, mode }) => [relation, mode] as const),
    ...indexLocks.map(({ index, mode }) => [index, mode] as const),
  ]);
}
