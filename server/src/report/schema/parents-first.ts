import type { Table } from "../../catalog/catalog.ts";
import type { ListedSchema } from "./listed-schema.ts";

/** The tables, each after those of them that it is a partition of or inherits from. */
export function parentsFirst(schema: Pick<ListedSchema, "tableAt">, tables: readonly Table[]): readonly Table[] {
  const ordered = new Set<Table>();
  const listed = new Set(tables);
  const add = (table: Table) => {
    if (ordered.has(table)) return;
    for (const parent of table.parents) {
      const above = schema.tableAt(parent);
      if (above !== undefined && above !== table) add(above);
    }
    if (listed.has(table)) ordered.add(table);
  };
  tables.forEach(add);
  return Array.from(ordered);
}
