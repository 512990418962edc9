import type { Column, Table } from "../../../server/src/catalog/catalog.ts";
import { quotedName, quoteIdentifier } from "../../../server/src/catalog/quoted-name.ts";
import type { Random } from "../../support/random.ts";

/** What a random subcommand is made from. */
export interface Source {
  readonly random: Random;
  readonly version: number;
  /** The table that is altered. */
  readonly table: Table;
  /** All tables of the database. */
  readonly tables: readonly Table[];
  /** The columns that every view of the table reads. */
  readonly viewed: readonly string[];
  /** Columns that an earlier subcommand of the statement took: those are left alone. */
  readonly taken: Set<string>;
}

/** The name as SQL writes it. */
export function nameOf(table: Table): string {
  return quotedName(table.schema, table.name);
}

/** Those of the table's columns that no earlier subcommand took and that fit; one is taken now, or none is there. */
export function takeColumn(source: Source, fits: (column: Column) => boolean): Column | undefined {
  const { random, table, taken } = source;
  const free = table.columns.filter((column) => !taken.has(column.name) && fits(column));
  if (free.length === 0) return undefined;
  const column = random.pick(free);
  taken.add(column.name);
  return column;
}

/** The column's name as SQL writes it. */
export function written({ name }: { readonly name: string }): string {
  return quoteIdentifier(name);
}

/** Whether the table's partition key, a view, a computed column or a parent keeps the column as it is. */
export function isHeld({ table, tables, viewed }: Source, column: Column): boolean {
  const keys = [table, ...tables.filter(({ partitionOf }) => partitionOf !== undefined)].flatMap(
    (each) => each.partitionBy?.keys ?? [],
  );
  return column.inherited || viewed.includes(column.name) || (isPartitioned(table) && keys.includes(column.name));
}

/** Whether a computed column is made from the column. */
export function isComputedFrom({ table }: Source, { name }: Column): boolean {
  return table.columns.some((each) => each.generated !== undefined && each.default?.match(/\b\w+\b/g)?.includes(name));
}

/** Whether it has partitions. */
export function isPartitioned({ tableKind }: Table): boolean {
  return tableKind === "partitioned";
}

/** A name that nothing in the database has yet. */
export function freshName(source: Source): string {
  const name = `new_${source.taken.size}`;
  source.taken.add(name);
  return name;
}
