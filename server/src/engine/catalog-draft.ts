import type { CatalogEntry, CatalogReader, Change } from "../catalog/catalog.ts";

/** The schema while a file is replayed: changes laid over the schema before the file. */
export interface CatalogDraft extends CatalogReader {
  /** Lays the changes over what was there. */
  apply(changes: readonly Change[]): void;
  /** What now differs from the base, one change a key. */
  changes(): readonly Change[];
}

/** A draft over `base`, which it never changes. */
export function draftOver(base: CatalogReader): CatalogDraft {
  const laid = new Map<string, CatalogEntry | undefined>();
  return {
    get: (key) => {
      const entry = laid.get(key);
      return entry === undefined && !laid.has(key) ? base.get(key) : entry;
    },
    apply: (changes) => {
      for (const { key, entry } of changes) laid.set(key, entry);
    },
    changes: () => Array.from(laid, ([key, entry]) => ({ key, entry })),
  };
}

/** What was read of a schema: the entry found under each key. */
export type Reads = Map<string, CatalogEntry | undefined>;

/** A reader that notes in `reads` what is read through it. */
export function recordingReader(reader: CatalogReader, reads: Reads): CatalogReader {
  return {
    get: (key) => {
      const entry = reader.get(key);
      reads.set(key, entry);
      return entry;
    },
  };
}

/** Whether everything that was read is still the same in `reader`. */
export function stillReads(reader: CatalogReader, reads: Reads): boolean {
  for (const [key, entry] of reads) if (reader.get(key) !== entry) return false;
  return true;
}
