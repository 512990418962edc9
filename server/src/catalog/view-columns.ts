import type { CreateView } from "../sql/statement.ts";
import type { CatalogReader, ReadColumns } from "./catalog.ts";
import { tableAt } from "./resolve.ts";

/** The columns of its tables that a view reads: without one of them it cannot stay. */
export function readColumns(
  reader: CatalogReader,
  { columnReads }: CreateView,
  reads: readonly string[],
): readonly ReadColumns[] {
  return reads.flatMap((key) => {
    const table = tableAt(reader, key);
    if (table === undefined) return [];
    const own = columnReads.filter(({ relation }) => relation === undefined || relation === table.name);
    const all = own.some(({ column }) => column === undefined);
    const names = new Set(own.map(({ column }) => column));
    const known = table.columns.map(({ name }) => name);
    const mentioned = Array.from(names).filter((name) => name !== undefined);
    const columns = table.columnsKnown ? known.filter((name) => all || names.has(name)) : mentioned;
    return [{ table: key, columns }];
  });
}

/** Whether what stands under the key is a view that reads the table's column. */
export function readsColumn(reader: CatalogReader, view: string, table: string, column: string): boolean {
  const entry = reader.get(view);
  if (entry === undefined || !("reads" in entry)) return false;
  return entry.readColumns?.some((read) => read.table === table && read.columns.includes(column)) === true;
}
