import type { Column, Relation, Table } from "../../catalog/catalog.ts";
import { sequencesOf } from "../../catalog/owned-sequences.ts";
import { quoteIdentifier } from "../../catalog/quoted-name.ts";
import { numbersWords } from "../../catalog/sequence-numbers.ts";
import type { ListedSchema } from "./listed-schema.ts";
import { printedName } from "./listed-schema.ts";

/** A column that a sequence belongs to. */
interface Owner {
  readonly table: Table;
  readonly column: Column;
  /** The sequence's key. */
  readonly key: string;
}

/** Whether an identity made the sequence. */
function isIdentitys({ column, key }: Owner): boolean {
  return column.identity !== undefined && column.ownedSequence === key;
}

/** The sequences that no identity makes, before the tables whose defaults take from them. */
export function sequencesSql(schema: ListedSchema): readonly string[] {
  const owners = ownersOf(schema);
  return schema.sequences.flatMap((sequence) => {
    const owner = owners.get(printedName(sequence));
    if (owner !== undefined && isIdentitys(owner)) return [];
    return [`CREATE SEQUENCE ${printedName(sequence)}${optionsOf(sequence, owner)};`];
  });
}

/** What binds sequences to their columns. One that LIKE copied for an identity may count in another type than its column is. */
export function ownershipSql(schema: ListedSchema): readonly string[] {
  const sequences = new Map(schema.sequences.map((sequence) => [printedName(sequence), sequence]));
  return Array.from(ownersOf(schema)).flatMap(([name, owned]) => {
    const { table, column } = owned;
    const sequence = sequences.get(name);
    const type = sequence?.type;
    const owner = `${printedName(table)}.${quoteIdentifier(column.name)}`;
    if (!isIdentitys(owned)) return [`ALTER SEQUENCE ${name} OWNED BY ${owner};`];
    return sequence === undefined || type === undefined || type === column.type
      ? []
      : [`ALTER SEQUENCE ${name} AS ${WORDS[type]}${numbersWords(sequence)};`];
  });
}

function ownersOf(schema: ListedSchema): ReadonlyMap<string, Owner> {
  const owners = new Map<string, Owner>();
  for (const table of schema.tables) {
    for (const column of table.columns) {
      for (const key of sequencesOf(column)) owners.set(schema.nameOf(key), { table, column, key });
    }
  }
  return owners;
}

const WORDS: Readonly<Record<string, string>> = { int2: "smallint", int4: "integer", int8: "bigint" };

/** What follows the name: what it counts in, else the type of the column that a serial kind made it for, and its numbers. */
function optionsOf(sequence: Relation, owner: Owner | undefined): string {
  const type = sequence.type ?? owner?.column.type ?? "int8";
  const as = type === "int8" || WORDS[type] === undefined ? "" : ` AS ${WORDS[type]}`;
  return as + numbersWords(sequence);
}
