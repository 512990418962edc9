import type { CatalogEntry, CatalogReader, Change, Origin } from "./catalog.ts";
import { noteMember } from "./schema-members.ts";

/** The schema while one statement is applied: what it changed so far, laid over what it reads. */
export interface Draft extends CatalogReader {
  /** Who makes what is made. */
  readonly origin: Origin;
  /** Lays an entry under the key, or takes away what stands there; nothing else is kept in step. */
  put(key: string, entry: CatalogEntry | undefined): void;
  /** What differs from what was there before the statement, one change a key. */
  changes(): readonly Change[];
}

/** A draft over `reader`, each key of which it reads at most once. */
export function draftOf(reader: CatalogReader, origin: Origin): Draft {
  const before = new Map<string, CatalogEntry | undefined>();
  const laid = new Map<string, CatalogEntry | undefined>();
  function read(key: string): CatalogEntry | undefined {
    const known = before.get(key);
    if (known !== undefined || before.has(key)) return known;
    const entry = reader.get(key);
    before.set(key, entry);
    return entry;
  }
  const draft: Draft = {
    origin,
    get(key) {
      const entry = laid.get(key);
      return entry === undefined && !laid.has(key) ? read(key) : entry;
    },
    put(key, entry) {
      const isNew = entry !== undefined && draft.get(key) === undefined;
      laid.set(key, entry);
      if (isNew) noteMember(draft, key, entry);
    },
    changes() {
      return Array.from(laid, ([key, entry]) => ({ key, entry })).filter(({ key, entry }) => read(key) !== entry);
    },
  };
  return draft;
}
