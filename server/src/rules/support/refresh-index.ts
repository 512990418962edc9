import type { Index } from "../../catalog/catalog.ts";

/** Whether REFRESH … CONCURRENTLY can tell rows apart by the index: unique over plain columns of all rows. */
export function servesRefresh({ unique, valid, predicate, keys }: Index): boolean {
  return unique && valid && predicate === undefined && keys.every(({ column }) => column !== undefined);
}
