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

/** The entries of two schemas that are not the same in both. */
interface DifferingEntries {
  readonly now: readonly Keyed[];
  readonly wanted: readonly Keyed[];
}

/** The entries that differ, under these keys or any. */
export function differingEntries(now: Catalog, wanted: Catalog, keys?: ReadonlySet<string>): DifferingEntries {
  return { now: notIn(now, wanted, keys), wanted: notIn(wanted, now, keys) };
}

function notIn(here: Catalog, there: Catalog, keys: ReadonlySet<string> | undefined): readonly Keyed[] {
  const found: Keyed[] = [];
  for (const key of keys ?? here.entries.keys()) {
    const entry = here.get(key);
    if (entry !== undefined && there.get(key) !== entry) found.push({ key, entry });
  }
  return found;
}

/** The entries of a kind that are not the same in both schemas, paired. */
export function pairEntries<Entry extends CatalogEntry>(
  { now, wanted }: DifferingEntries,
  isKind: (entry: CatalogEntry) => entry is Entry,
  identities: readonly ((keyed: Keyed<Entry>) => string | undefined)[],
): readonly Pair<Keyed<Entry>>[] {
  const isOfKind = (keyed: Keyed): keyed is Keyed<Entry> => isKind(keyed.entry);
  return pairUp(now.filter(isOfKind), wanted.filter(isOfKind), identities);
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
