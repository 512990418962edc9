import type { TypeEntry } from "../../catalog/catalog.ts";
import { isSameOrigin } from "../../catalog/way-back/twins.ts";

/** Whether the enum as it is has values that it had not, by ADD VALUE: no statement takes them out. */
export function addsValuesOnly(now: TypeEntry, wanted: TypeEntry): boolean {
  const isAdded = isSameOrigin(now.origin, wanted.origin) && now.values.length > wanted.values.length;
  return isAdded && now.values.filter((value) => wanted.values.includes(value)).join("\n") === wanted.values.join("\n");
}

/** Whether the enum has the values that it had by other names. */
export function renamesValuesOnly(now: TypeEntry, wanted: TypeEntry): boolean {
  return isSameOrigin(now.origin, wanted.origin) && now.values.length === wanted.values.length;
}
