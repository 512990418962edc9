import type { CatalogReader, Table, TableConstraint } from "../../catalog/catalog.ts";
import { presumedTable } from "../../catalog/presumed-table.ts";
import { findTable, type Name } from "../../catalog/resolve.ts";
import type { Constraint } from "../../sql/statement.ts";

/** The table of that name, or what files add to one that none of them makes. */
export function knownTable(reader: CatalogReader, name: Name): Table | undefined {
  return findTable(reader, name) ?? presumedTable(reader, name)?.entry;
}

/** The schemas around the statement. */
interface Around {
  readonly before: CatalogReader;
  readonly after: CatalogReader;
}

/** What the statement made of a constraint that it adds to the table, under the name that it has got. */
export function madeConstraint(
  constraint: Constraint,
  table: Name,
  { before, after }: Around,
): TableConstraint | undefined {
  const known = new Set(knownTable(before, table)?.constraints.map(({ id }) => id));
  const isThat = (made: TableConstraint) =>
    made.kind === constraint.kind && (constraint.name?.name ?? made.name) === made.name && isSame(made, constraint);
  return knownTable(after, table)?.constraints.find((made) => !known.has(made.id) && isThat(made));
}

function isSame(made: TableConstraint, constraint: Constraint): boolean {
  if (constraint.kind === "check") return made.expression === constraint.expression.text;
  if (!("columns" in constraint) || constraint.columns.length === 0) return true;
  return made.columns.join("\0") === constraint.columns.map(({ name }) => name).join("\0");
}
