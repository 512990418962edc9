import type { Catalog, CatalogReader } from "../catalog/catalog.ts";
import { type Reads, stillReads } from "./catalog-draft.ts";
import { differenceOf, type Patch } from "./patched-catalog.ts";
import type { ReplayMemory } from "./replay.ts";
import { readsAny, type Stretch } from "./stretches.ts";

/** The schema after the history, made only where a rule asks for it. */
export interface FinalSchema extends CatalogReader {
  /** Whether what was read of it at the last review is still the same. */
  stillReads(reads: Reads): boolean;
  /** Whether that is known to be so of all that was said of a stretch. */
  isSameIn(stretch: Stretch): boolean;
  /** All that is kept of the file is true in it now. */
  done(): void;
}

/** The final schema that `make` gives, compared with the one that is remembered. */
export function finalOf(make: () => Catalog, memory: ReplayMemory): FinalSchema {
  let made: Catalog | undefined;
  let differing: Patch | undefined;
  const now = (): Catalog => {
    if (made !== undefined) return made;
    made = make();
    differing = memory.final && differenceOf(made, memory.final);
    return made;
  };
  return {
    get: (key) => now().get(key),
    stillReads: (reads) => reads.size === 0 || stillReads(now(), reads),
    isSameIn: (stretch) => {
      if (!stretch.steps.some(({ kept }) => kept !== undefined && kept.review.reads.final.size > 0)) return true;
      now();
      return differing !== undefined && (differing.size === 0 || !readsAny(stretch, "final", differing));
    },
    done: () => {
      if (made !== undefined) memory.final = made;
    },
  };
}
