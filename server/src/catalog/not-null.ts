import type { Column, Table } from "./catalog.ts";
import { objectName } from "./generated-name.ts";

/** What a statement says of a NOT NULL beside that it is one. */
export interface SaidOfNotNull {
  /** The name that the file gives it. */
  readonly name?: string;
  /** The name that it has from a parent's or a copied table's, where that was generated. */
  readonly kept?: string;
  readonly notValid?: boolean;
}

/** The column with NOT NULL. One that has it keeps its name; one that waits to be validated is so where this does not wait. */
export function withNotNull(column: Column, { name, kept, notValid }: SaidOfNotNull = {}): Column {
  if (column.notNull) {
    const { notNullNotValid, ...validated } = column;
    return notNullNotValid && notValid !== true ? validated : column;
  }
  return {
    ...column,
    notNull: true,
    ...(name !== undefined && { notNullName: name }),
    ...(name === undefined && kept !== undefined && { notNullKept: kept }),
    ...(notValid && { notNullNotValid: true }),
  };
}

/** The column without NOT NULL, its name and its state. */
export function withoutNotNull(column: Column): Column {
  if (!column.notNull) return column;
  const { notNullName: _, notNullKept: __, notNullNotValid: ___, ...rest } = column;
  return { ...rest, notNull: false };
}

/** What the NOT NULL is called from Postgres 18 on. That a generated name may be taken elsewhere in the schema is not looked at. */
export function notNullNameOf(table: Pick<Table, "name">, { name, notNullName, notNullKept }: Column): string {
  return notNullName ?? notNullKept ?? objectName(table.name, name, "not_null");
}

/** The column before it, or its table, is called something else, or is copied: a generated name stays what it is. */
export function withNotNullNamed(table: Pick<Table, "name">, column: Column): Column {
  if (!column.notNull || column.notNullName !== undefined || column.notNullKept !== undefined) return column;
  return { ...column, notNullKept: notNullNameOf(table, column) };
}

/** A copy in a table that is new, whose rows all hold to it. */
export function copiedNotNull(table: Pick<Table, "name">, column: Column): Column {
  const { notNullNotValid: _, ...validated } = withNotNullNamed(table, column);
  return validated;
}

/** The column with another name for its NOT NULL, where that is called so. */
export function withNotNullRenamed(table: Pick<Table, "name">, column: Column, name: string, newName: string): Column {
  if (!column.notNull || notNullNameOf(table, column) !== name) return column;
  const { notNullKept: _, ...rest } = column;
  return { ...rest, notNullName: newName };
}

/** The column whose NOT NULL is called so. */
export function notNullOfName(table: Table | undefined, name: string): Column | undefined {
  return table?.columns.find((column) => column.notNull && notNullNameOf(table, column) === name);
}
