import type { Described } from "./catalog.ts";

/** The list with the item, the same list where it is in already. */
export function including<Item>(list: readonly Item[], item: Item): readonly Item[] {
  return list.includes(item) ? list : [...list, item];
}

/** The list without the item, the same list where it is not in. */
export function excluding<Item>(list: readonly Item[], item: Item): readonly Item[] {
  return list.includes(item) ? list.filter((other) => other !== item) : list;
}

/** The list with each item changed, the same list where no item did. */
export function mapShared<Item>(list: readonly Item[], change: (item: Item) => Item): readonly Item[] {
  const changed = list.map(change);
  return changed.some((item, index) => item !== list[index]) ? changed : list;
}

/** The items that pass, the same list where all do. */
export function filterShared<Item>(list: readonly Item[], passes: (item: Item) => boolean): readonly Item[] {
  const kept = list.filter(passes);
  return kept.length === list.length ? list : kept;
}

/** Whether both lists hold the same items in the same order. */
export function sameList<Item>(one: readonly Item[], other: readonly Item[]): boolean {
  return one.length === other.length && one.every((item, index) => item === other[index]);
}

/** Whether both lists hold the same items in any order. */
export function sameSet<Item>(one: readonly Item[], other: readonly Item[]): boolean {
  return one.length === other.length && one.every((item) => other.includes(item));
}

/** The column, constraint or index without its comment and its privileges, which no copy of it has. */
export function withoutDescription<Part extends Pick<Described, "comment" | "privileges">>(
  part: Part,
): Omit<Part, "comment" | "privileges"> {
  const { comment: _, privileges: __, ...rest } = part;
  return rest;
}
