import type { AddColumn } from "../sql/statement.ts";
import type { CatalogReader } from "./catalog.ts";
import { serialType } from "./column-type.ts";
import { findType } from "./resolve.ts";

/** Whether the column is added NOT NULL and without a value for the rows that are there: Postgres refuses that where there is one. */
export function demandsValue({ column: { constraints, type } }: AddColumn, reader: CatalogReader): boolean {
  if (!constraints.some(({ kind }) => kind === "notNull" || kind === "primaryKey")) return false;
  if (constraints.some(({ kind }) => kind === "default" || kind === "identity" || kind === "generated")) return false;
  if (type === undefined || serialType(type) !== undefined) return false;
  // A domain may have a default of its own.
  return findType(reader, type)?.entry.default === undefined;
}
