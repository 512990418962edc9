import type { Catalog } from "../catalog/catalog.ts";
import { type Patch, repatched } from "./patched-catalog.ts";

/** The schemas that one place of a history had, edit after edit. */
export interface Versions {
  /** By number, where a version differs from the one before; the oldest are forgotten. */
  readonly differences: Map<number, Patch>;
  last: number;
}

/** How many edits back a difference is known. Whoever did not look for longer asks each step whether it still holds. */
const KNOWN_BACK = 16;

/** Which version a schema is, of which place. */
const known = new WeakMap<Catalog, { readonly of: Versions; readonly number: number }>();

const NO_DIFFERENCE: Patch = new Map();

/** A place of which no schema is known yet. */
export function noVersions(): Versions {
  return { differences: new Map(), last: 0 };
}

/** Notes what now stands at the place, and where it differs from what stood there before, if anything did. */
export function noteVersion(of: Versions, catalog: Catalog, difference: Patch = NO_DIFFERENCE): void {
  of.last += 1;
  of.differences.set(of.last, difference);
  of.differences.delete(of.last - KNOWN_BACK);
  known.set(catalog, { of, number: of.last });
}

/** Where `now` differs from `was`; undefined where that is not known. */
export function differenceOf(now: Catalog, was: Catalog): Patch | undefined {
  if (now === was) return NO_DIFFERENCE;
  const [newer, older] = [known.get(now), known.get(was)];
  if (newer === undefined || newer.of !== older?.of || newer.number < older.number) return undefined;
  const { differences } = newer.of;
  const first = differences.get(older.number + 1);
  if (first === undefined || newer.number === older.number + 1) return first;
  const keys = new Set(first.keys());
  for (let number = older.number + 2; number <= newer.number; number += 1) {
    for (const key of differences.get(number)?.keys() ?? []) keys.add(key);
  }
  return repatched(NO_DIFFERENCE, keys, now, was);
}
