/** An object in two schemas: as it is and as it shall be again; one of them undefined where only one schema has it. */
export interface Pair<Item> {
  readonly now: Item | undefined;
  readonly wanted: Item | undefined;
}

/** What tells that two objects are one, or undefined where it says nothing of this one. */
type Identity<Item> = (item: Item) => string | undefined;

/**
 * Each object of both lists once, with its twin of the other list: the one that agrees in the first identity, else in
 * the next. An identity that several of a list share tells nothing.
 */
export function pairUp<Item>(
  now: readonly Item[],
  wanted: readonly Item[],
  identities: readonly Identity<Item>[],
): readonly Pair<Item>[] {
  const twins = new Map<Item, Item>();
  const left = { now: new Set(now), wanted: new Set(wanted) };
  for (const identity of identities) {
    const there = soleByIdentity(left.wanted, identity);
    for (const [key, item] of soleByIdentity(left.now, identity)) {
      const twin = there.get(key);
      if (twin === undefined) continue;
      twins.set(item, twin);
      left.now.delete(item);
      left.wanted.delete(twin);
    }
  }
  return [
    ...now.map((item) => ({ now: item, wanted: twins.get(item) })),
    ...wanted.filter((item) => left.wanted.has(item)).map((item) => ({ now: undefined, wanted: item })),
  ];
}

function soleByIdentity<Item>(items: Iterable<Item>, identity: Identity<Item>): ReadonlyMap<string, Item> {
  const found = new Map<string, Item>();
  const shared = new Set<string>();
  for (const item of items) {
    const key = identity(item);
    if (key === undefined) continue;
    if (found.has(key)) shared.add(key);
    found.set(key, item);
  }
  for (const key of shared) found.delete(key);
  return found;
}
