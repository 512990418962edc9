import type { Column } from "../../catalog/catalog.ts";
import { isMadeHere, type Together } from "../../engine/made-here.ts";

/** Whether the file added the column and gave it no value: then each row holds NULL in it, unless a statement before fills it. */
export function isNewAndEmpty(column: Column | undefined, file: Together): boolean {
  if (column === undefined || !isMadeHere(column.origin, file)) return false;
  return column.default === undefined && column.identity === undefined && column.generated === undefined;
}
