import type { CatalogReader, Index, Table } from "./catalog.ts";
import { mentions } from "./expression.ts";
import { tableAt } from "./resolve.ts";

/**
 * Whether something rests on what the column's values mean, and not on their order alone: a check, a generated column,
 * an expression or a condition of an index, the key that divides a table, a foreign key on either side.
 */
export function isColumnComputedWith(reader: CatalogReader, table: Table, column: string): boolean {
  return (
    table.constraints.some(
      (constraint) =>
        mentions(constraint.expression, column) ||
        (constraint.kind === "foreignKey" && constraint.columns.includes(column)),
    ) ||
    table.columns.some((other) => other.generated !== undefined && mentions(other.default, column)) ||
    table.indexes.some(
      (index) =>
        mentions(index.predicate, column) ||
        index.keys.some((key) => key.column === undefined && mentions(key.text, column)),
    ) ||
    (table.partitionBy?.keys ?? []).some((key) => key === undefined || key === column) ||
    isReferenced(reader, table, column)
  );
}

function isReferenced(reader: CatalogReader, { schema, name, referencedBy }: Table, column: string): boolean {
  return referencedBy.some((key) =>
    tableAt(reader, key)?.constraints.some(({ references }) => {
      const target = references === undefined ? undefined : tableAt(reader, references.table);
      return target?.schema === schema && target.name === name && references?.columns.includes(column);
    }),
  );
}

/** Whether the index has the column among its keys or included columns, or reads it in an expression or its condition. */
export function indexUses(index: Index, column: string): boolean {
  return (
    index.include.includes(column) ||
    index.keys.some((key) => key.column === column || (key.column === undefined && mentions(key.text, column))) ||
    mentions(index.predicate, column)
  );
}
