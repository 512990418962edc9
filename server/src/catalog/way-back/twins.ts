import type { Catalog, CatalogEntry, ColumnType, Origin } from "../catalog.ts";
import { typeText } from "../column-type.ts";
import { typeKey } from "../keys.ts";
import { type Pair, pairUp } from "./pair-up.ts";

/** An entry with its key. */
export interface Keyed<Entry extends CatalogEntry = CatalogEntry> {
  readonly key: string;
  readonly entry: Entry;
}

/** Which key of the schema as it shall be stands for a key of the schema as it is. */
export interface Twins {
  keyOf(key: string): string;
  /** Whether two columns or attributes are of one type, by whatever name it goes in each schema. */
  haveSameType(now: ColumnType, wanted: ColumnType): boolean;
}

/** The entries of a kind that are not the same in both schemas, paired. */
export function pairEntries<Entry extends CatalogEntry>(
  now: Catalog,
  wanted: Catalog,
  isKind: (entry: CatalogEntry) => entry is Entry,
  identities: readonly ((keyed: Keyed<Entry>) => string | undefined)[],
): readonly Pair<Keyed<Entry>>[] {
  return pairUp(differing(now, wanted, isKind), differing(wanted, now, isKind), identities);
}

function differing<Entry extends CatalogEntry>(
  here: Catalog,
  there: Catalog,
  isKind: (entry: CatalogEntry) => entry is Entry,
): readonly Keyed<Entry>[] {
  const found: Keyed<Entry>[] = [];
  for (const [key, entry] of here.entries) {
    if (isKind(entry) && there.get(key) !== entry) found.push({ key, entry });
  }
  return found;
}

/** The twins that these pairs tell of; what is in none of them stands under one key in both schemas. */
export function twinsOf(pairs: readonly Pair<Keyed>[]): Twins {
  const keys = new Map<string, string>();
  for (const { now, wanted } of pairs) if (now !== undefined && wanted !== undefined) keys.set(now.key, wanted.key);
  const keyOf = (key: string) => keys.get(key) ?? key;
  return {
    keyOf,
    haveSameType(now, wanted) {
      if (typeText(now) === typeText(wanted)) return true;
      if (now.typeSchema === undefined || wanted.typeSchema === undefined) return false;
      const isTwin = keyOf(typeKey(now.typeSchema, now.type)) === typeKey(wanted.typeSchema, wanted.type);
      return isTwin && now.dimensions === wanted.dimensions;
    },
  };
}

/** What tells an object that was made once from all that were made since, whatever it is called. */
export function madeOnce({ id, origin }: { readonly id: string; readonly origin: Origin }): string {
  return `${origin.file} ${id}`;
}

/** Whether two objects, or two texts of one object, come of one statement. */
export function isSameOrigin(one: Origin, other: Origin): boolean {
  return one.segment === other.segment && one.file === other.file;
}
