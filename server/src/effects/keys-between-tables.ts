import type { Table, TableConstraint } from "../catalog/catalog.ts";
import { relationKey } from "../catalog/keys.ts";
import { tableAt } from "../catalog/resolve.ts";
import { type Context, descendants, type Subject, subjectAt, subjectOfTable } from "./subject.ts";

/** A foreign key with the tables at its two ends. */
export interface KeyBetween {
  readonly constraint: TableConstraint;
  readonly from: Table;
  readonly to: Subject;
}

/** The foreign keys that the table has, to others or to itself. */
export function outgoingKeys(context: Context, table: Table | undefined): readonly KeyBetween[] {
  if (table === undefined) return [];
  return table.constraints.flatMap((constraint) => {
    const to = constraint.references && subjectAt(context, constraint.references.table);
    return to === undefined ? [] : [{ constraint, from: table, to }];
  });
}

/** The foreign keys of other tables that point at the table; those of partitions that only carry their parent's are left out. */
export function incomingKeys(context: Context, table: Table | undefined): readonly KeyBetween[] {
  if (table === undefined) return [];
  const key = keyOfTable(table);
  return [...new Set(table.referencedBy)]
    .flatMap((from) => tableAt(context.reader, from) ?? [])
    .flatMap((from) => from.constraints.map((constraint) => ({ constraint, from, to: subjectOfTable(table) })))
    .filter(({ constraint }) => constraint.references?.table === key && constraint.parent === undefined);
}

/** The columns at the referenced end: the named ones, else its primary key's. */
export function referencedColumns({ constraint, to }: KeyBetween): readonly string[] {
  const named = constraint.references?.columns ?? [];
  if (named.length > 0) return named;
  return to.table?.constraints.find(({ kind }) => kind === "primaryKey")?.columns ?? [];
}

function keyOfTable(table: Table): string {
  return relationKey(table.schema, table.name);
}

/** The tables that the table is a partition of, nearest first. */
export function partitionedAncestors(context: Context, table: Table | undefined): readonly Table[] {
  const ancestors: Table[] = [];
  let next = table?.partitionOf;
  while (next !== undefined) {
    const parent = tableAt(context.reader, next);
    if (parent === undefined || ancestors.includes(parent)) break;
    ancestors.push(parent);
    next = parent.partitionOf;
  }
  return ancestors;
}

/** The table's DEFAULT partition, and all below it, but for the named table. */
export function defaultPartition(context: Context, parent: Table | undefined, except?: Table): readonly Subject[] {
  const children = (parent?.children ?? []).flatMap((key) => tableAt(context.reader, key) ?? []);
  const rest = children.find((child) => child.isDefaultPartition && child !== except);
  return rest === undefined ? [] : [rest, ...descendants(context, rest)].map(subjectOfTable);
}
