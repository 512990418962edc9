import type { Column } from "../../catalog/catalog.ts";

/** Whether the file of that path added the column and gave it no value: then each row holds NULL in it, unless a statement before fills it. */
export function isNewAndEmpty(column: Column | undefined, file: string): boolean {
  if (column?.origin.file !== file) return false;
  return column.default === undefined && column.identity === undefined && column.generated === undefined;
}
