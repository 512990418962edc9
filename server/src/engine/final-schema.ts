import type { Catalog, CatalogReader } from "../catalog/catalog.ts";
import { type Reads, stillReads } from "./catalog-draft.ts";
import { differenceOf } from "./catalog-versions.ts";
import { haveCommon, type Patch } from "./patched-catalog.ts";
import type { ReplayMemory } from "./replay.ts";

/** The schema after the history, made only where a rule asks for it. */
export interface FinalSchema extends CatalogReader {
  /** Whether what was read of it at the last review is still the same. */
  stillReads(reads: Reads): boolean;
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
    stillReads: (reads) => {
      if (reads.size === 0) return true;
      const final = now();
      return (differing !== undefined && !haveCommon(differing, reads)) || stillReads(final, reads);
    },
    done: () => {
      if (made !== undefined) memory.final = made;
    },
  };
}
