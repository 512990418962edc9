import type { CreateTable } from "../sql/statement.ts";
import type { CatalogReader, Column, Origin, Table } from "./catalog.ts";
import { findTable } from "./resolve.ts";

/** The columns of a table that a query fills. */
export interface FilledColumns {
  /** Those whose type is known, in order. */
  readonly columns: readonly Column[];
  /** Whether they are all that there are. */
  readonly areAll: boolean;
}

const NOTHING_KNOWN: FilledColumns = { columns: [], areAll: false };

/**
 * The columns of CREATE TABLE … AS and SELECT INTO, as far as the query takes them from one table that is known. They
 * keep its types and collations and nothing else. A list before AS renames the first of them.
 */
export function filledColumns(
  reader: CatalogReader,
  { selected, asColumns }: CreateTable,
  origin: Origin,
): FilledColumns {
  const source = selected && findTable(reader, selected.from);
  if (selected === undefined || source === undefined) return NOTHING_KNOWN;
  const given: (Column | undefined)[] = [];
  for (const one of selected.columns) {
    if (one.kind === "all") {
      // How many there are decides which names the list gives.
      if (!source.columnsKnown) return NOTHING_KNOWN;
      given.push(...source.columns.map((column) => bare(column, column.name, origin)));
    } else given.push(one.kind === "column" ? named(source, one.column, one.name, origin) : undefined);
  }
  const columns = given.flatMap((column, at) => {
    const name = asColumns?.[at] ?? column?.name;
    return column === undefined || name === undefined ? [] : [{ ...column, name }];
  });
  return { columns, areAll: columns.length === given.length };
}

function named({ columns }: Table, column: string, name: string, origin: Origin): Column | undefined {
  const found = columns.find((candidate) => candidate.name === column);
  return found && bare(found, name, origin);
}

function bare({ type, typeSchema, modifiers, dimensions, collation }: Column, name: string, origin: Origin): Column {
  return {
    ...{ name, type, typeSchema, modifiers, dimensions, collation },
    notNull: false,
    default: undefined,
    identity: undefined,
    generated: undefined,
    inherited: false,
    ownedSequence: undefined,
    origin,
  };
}
