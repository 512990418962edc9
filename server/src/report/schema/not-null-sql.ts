import type { Column, Table } from "../../catalog/catalog.ts";
import { notNullNameOf } from "../../catalog/not-null.ts";
import { type ListedSchema, printedName } from "./listed-schema.ts";

/** The name of a column's NOT NULL, where Postgres might not make that one. */
export function saidNotNullName(
  { namesNotNull, keptNotNulls }: Pick<ListedSchema, "namesNotNull" | "keptNotNulls">,
  table: Table,
  column: Column,
): string | undefined {
  const { notNull, notNullName, notNullKept } = column;
  if (notNullName !== undefined || !notNull || !namesNotNull) return notNullName;
  const name = notNullNameOf(table, column);
  return notNullKept !== undefined || keptNotNulls.has(printedName({ schema: table.schema, name })) ? name : undefined;
}
