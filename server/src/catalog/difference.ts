import type { Catalog, Column, Origin, Table } from "./catalog.ts";
import { typeText } from "./column-type.ts";

/** One way in which the schema that a dump makes is not the schema that a history makes. */
export interface SchemaDifference {
  readonly what: "table" | "column" | "type" | "notNull";
  /** The table, as the side that has it knows it. */
  readonly table: Table;
  /** The column, where the difference is in one. */
  readonly column: string | undefined;
  /** What each side has, in a few words; undefined where it has nothing. */
  readonly dump: string | undefined;
  readonly history: string | undefined;
  /** What made the object in the dump, or the table that lacks it there; undefined where the dump has no such table. */
  readonly inDump: Origin | undefined;
  /** What made the object in the history, or the table that lacks it there; undefined where the history has no such table. */
  readonly inHistory: Origin | undefined;
}

/**
 * Tables and columns that only one of two schemas has, and columns of both whose type or nullability is not the same.
 * Partitions are passed over, for they come and go while the database runs, and so are tables whose columns are not known.
 * Two that share less than half of their tables are no two forms of one schema, and are not compared.
 */
export function schemaDifferences(dump: Catalog, history: Catalog): readonly SchemaDifference[] {
  const there = tablesOf(history);
  const here = tablesOf(dump);
  const shared = Array.from(here.keys()).filter((name) => there.has(name)).length;
  if (shared * 2 < Math.max(here.size, there.size)) return [];
  const differences: SchemaDifference[] = [];
  for (const [name, table] of here) {
    const other = there.get(name);
    if (other === undefined) differences.push(missing(table, "history"));
    else if (table.columnsKnown && other.columnsKnown) differences.push(...columnDifferences(table, other));
  }
  for (const [name, table] of there) if (!here.has(name)) differences.push(missing(table, "dump"));
  return differences;
}

function tablesOf(catalog: Catalog): ReadonlyMap<string, Table> {
  const tables = new Map<string, Table>();
  for (const entry of catalog.entries.values()) {
    if (entry.kind !== "table" || entry.presumed || entry.temporary || entry.partitionOf !== undefined) continue;
    tables.set(`${entry.schema}.${entry.name}`, entry);
  }
  return tables;
}

function missing(table: Table, side: "dump" | "history"): SchemaDifference {
  const isInDump = side === "history";
  return {
    what: "table",
    table,
    column: undefined,
    dump: isInDump ? "the table" : undefined,
    history: isInDump ? undefined : "the table",
    inDump: isInDump ? table.origin : undefined,
    inHistory: isInDump ? undefined : table.origin,
  };
}

function columnDifferences(table: Table, other: Table): readonly SchemaDifference[] {
  const there = new Map(other.columns.map((column) => [column.name, column]));
  const here = new Set(table.columns.map(({ name }) => name));
  const base = { table, inDump: table.origin, inHistory: other.origin };
  const differing = table.columns.flatMap((column): readonly SchemaDifference[] => {
    const twin = there.get(column.name);
    const place = { ...base, column: column.name, inDump: column.origin };
    if (twin === undefined) return [{ ...place, what: "column", dump: words(column), history: undefined }];
    return twinDifferences(column, twin).map((difference) => ({ ...place, inHistory: twin.origin, ...difference }));
  });
  const lacking = other.columns
    .filter(({ name }) => !here.has(name))
    .map(
      (column): SchemaDifference => ({
        ...base,
        what: "column",
        column: column.name,
        dump: undefined,
        history: words(column),
        inHistory: column.origin,
      }),
    );
  return [...differing, ...lacking];
}

function twinDifferences(column: Column, twin: Column): readonly Pick<SchemaDifference, "what" | "dump" | "history">[] {
  const types = [typeText(column), typeText(twin)] as const;
  const nulls = [nullWords(column), nullWords(twin)] as const;
  return [
    ...(types[0] === types[1] ? [] : [{ what: "type" as const, dump: types[0], history: types[1] }]),
    ...(nulls[0] === nulls[1] ? [] : [{ what: "notNull" as const, dump: nulls[0], history: nulls[1] }]),
  ];
}

function words(column: Column): string {
  return column.notNull ? `${typeText(column)} NOT NULL` : typeText(column);
}

function nullWords({ notNull }: Column): string {
  return notNull ? "NOT NULL" : "NULL";
}
