import type { CatalogReader, Table } from "../../catalog/catalog.ts";
import { knownRows } from "../../catalog/known-rows.ts";

/** What must be known of where a statement stands. */
interface Place {
  readonly before: CatalogReader;
  /** Of files that are applied together with it nobody knows what they fill. */
  readonly file: { readonly path: string };
}

/** Whether the file added the column, and neither that nor a statement since gave it a value: then each row holds NULL in it. */
export function isNewAndEmpty(
  { columns, ...table }: Pick<Table, "columns" | "id">,
  name: string,
  { before, file }: Place,
): boolean {
  const column = columns.find((each) => each.name === name);
  if (column?.origin.file !== file.path) return false;
  if (column.notNull || column.default !== undefined || column.identity !== undefined || column.generated !== undefined)
    return false;
  const filled = knownRows(before, table, file.path)?.filled ?? [];
  return filled !== "all" && !filled.includes(name);
}
