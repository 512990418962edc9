import { type Catalog, type CatalogEntry, type CatalogReader, withChanges } from "../catalog/catalog.ts";

/** Keys under which a schema is not what it was, with what now stands there. Never changed once it is made. */
export type Patch = ReadonlyMap<string, CatalogEntry | undefined>;

const NOTHING: Patch = new Map();

/** A schema that is another one but for a patch. */
class PatchedCatalog implements Catalog {
  readonly under: Catalog;
  readonly patch: Patch;
  readonly trail: readonly Laid[];
  #whole: Catalog["entries"] | undefined;
  constructor(under: Catalog, patch: Patch, trail: readonly Laid[]) {
    this.under = under;
    this.patch = patch;
    this.trail = trail;
  }
  get entries(): Catalog["entries"] {
    this.#whole ??= withChanges(
      this.under,
      Array.from(this.patch, ([key, entry]) => ({ key, entry })),
    ).entries;
    return this.#whole;
  }
  get(key: string): CatalogEntry | undefined {
    const entry = this.patch.get(key);
    return entry === undefined && !this.patch.has(key) ? this.under.get(key) : entry;
  }
}

/** A patch that was laid, and the number of the schema that it was laid over: the schema itself need not be kept. */
interface Laid {
  readonly over: number;
  readonly patch: Patch;
}

/** So many patches are remembered of a schema; one that differs from it by more is taken for unknown. */
const LONGEST_TRAIL = 16;

/** A patch of more keys than these costs more than making the schema anew. */
const MOST_KEYS = 4096;

const numbers = new WeakMap<Catalog, number>();
let last = 0;

function numberOf(catalog: Catalog): number {
  const known = numbers.get(catalog);
  if (known !== undefined) return known;
  last += 1;
  numbers.set(catalog, last);
  return last;
}

/**
 * The schema with the patch laid over it, at no cost: an edit leaves the same patch over the schemas of hundreds of
 * files, most of which nobody asks for before the next edit. Patches that lie over one another are made one, so that a
 * reading looks through one only. Undefined where so much is patched that it no longer pays.
 */
export function patchedCatalog(catalog: Catalog, patch: Patch): Catalog | undefined {
  if (patch.size === 0) return catalog;
  const laid = { over: numberOf(catalog), patch };
  if (!(catalog instanceof PatchedCatalog)) return new PatchedCatalog(catalog, patch, [laid]);
  const all = laidOver(catalog.patch, patch);
  if (all.size > MOST_KEYS) return undefined;
  return new PatchedCatalog(catalog.under, all, [...catalog.trail.slice(1 - LONGEST_TRAIL), laid]);
}

/** What was last laid over a patch: the files of a history ask for the same again and again. */
const lastOver = new WeakMap<Patch, { readonly patch: Patch; readonly all: Patch }>();

function laidOver(old: Patch, patch: Patch): Patch {
  const known = lastOver.get(old);
  if (known?.patch === patch) return known.all;
  const all = new Map(old);
  for (const [key, entry] of patch) all.set(key, entry);
  lastOver.set(old, { patch, all });
  return all;
}

/**
 * Where `now` differs from `was`, from which patches made it; undefined where they did not, or longer ago than is known.
 * For one patch the answer is that very patch.
 */
export function differenceOf(now: Catalog, was: Catalog): Patch | undefined {
  if (now === was) return NOTHING;
  if (!(now instanceof PatchedCatalog)) return undefined;
  const number = numbers.get(was);
  const from = number === undefined ? -1 : now.trail.findLastIndex(({ over }) => over === number);
  if (from < 0) return undefined;
  const laid = now.trail.slice(from);
  const [first] = laid;
  if (laid.length === 1) return first?.patch;
  const keys = new Set(laid.flatMap(({ patch }) => [...patch.keys()]));
  return repatched(NOTHING, keys, now, was);
}

/** The patch after `keys` were changed in both schemas: those under which they now differ are in it, the others are not. */
export function repatched(patch: Patch, keys: Iterable<string>, now: CatalogReader, was: CatalogReader): Patch {
  let next: Map<string, CatalogEntry | undefined> | undefined;
  for (const key of keys) {
    const entry = now.get(key);
    const differs = entry !== was.get(key);
    if (differs === patch.has(key) && (!differs || patch.get(key) === entry)) continue;
    next ??= new Map(patch);
    if (differs) next.set(key, entry);
    else next.delete(key);
  }
  return next ?? patch;
}

/** Whether the two have a key in common. */
export function haveCommon(one: Keyed, other: Keyed): boolean {
  const [fewer, more] = one.size <= other.size ? [one, other] : [other, one];
  for (const key of fewer.keys()) if (more.has(key)) return true;
  return false;
}

/** What a set and a map can both be asked. */
interface Keyed {
  readonly size: number;
  has(key: string): boolean;
  keys(): Iterable<string>;
}
