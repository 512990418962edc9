import type { Table, TableConstraint } from "../../catalog/catalog.ts";

/** What a column is part of. */
export type ColumnKey = "PK" | "FK" | "UK";

/** The keys that a column is part of, a unique one only where it is the column alone; in this order. */
export function keysOfColumn(table: Table, column: string): readonly ColumnKey[] {
  const isIn = (kind: TableConstraint["kind"]) =>
    table.constraints.some((constraint) => constraint.kind === kind && constraint.columns.includes(column));
  const keys: readonly (readonly [ColumnKey, boolean])[] = [
    ["PK", isIn("primaryKey")],
    ["FK", isIn("foreignKey")],
    ["UK", uniqueColumns(table).some((columns) => columns.length === 1 && columns[0] === column)],
  ];
  return keys.flatMap(([key, has]) => (has && !(key === "UK" && isOnlyPrimary(table, column)) ? [key] : []));
}

/** Whether the primary key is what makes the column unique, which need not be said twice. */
function isOnlyPrimary(table: Table, column: string): boolean {
  return table.constraints.some(
    ({ kind, columns }) => kind === "primaryKey" && columns.length === 1 && columns[0] === column,
  );
}

/** Sets of columns of which no two rows have the same values: by constraints, and by unique indexes on all rows. */
export function uniqueColumns(table: Table): readonly (readonly string[])[] {
  const constraints = table.constraints.filter(({ kind }) => kind === "primaryKey" || kind === "unique");
  const indexes = table.indexes.filter(({ unique, predicate }) => unique && predicate === undefined);
  return [
    ...constraints.map(({ columns }) => columns),
    ...indexes.flatMap(({ keys }) => {
      const columns = keys.flatMap(({ column }) => column ?? []);
      return columns.length === keys.length ? [columns] : [];
    }),
  ];
}

/** Whether a row of the key's table belongs to at most one row that refers to it: the key's columns are unique there. */
export function isOneToOne(table: Table, key: TableConstraint): boolean {
  return uniqueColumns(table).some((columns) => columns.every((column) => key.columns.includes(column)));
}

/** Whether each row refers to a row: no column of the key may be null. */
export function isRequired(table: Table, key: TableConstraint): boolean {
  return key.columns.every((name) => table.columns.some((column) => column.name === name && column.notNull));
}
