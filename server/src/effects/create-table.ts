import { findRelation } from "../catalog/resolve.ts";
import type { CreateTable } from "../sql/statement.ts";
import type { Fact } from "./fact.ts";
import { foreignKeysIn, lockReferenced } from "./foreign-key.ts";
import { newPartitionFacts } from "./partitions.ts";
import { readFacts } from "./reading.ts";
import { type Context, lock, subjectOf } from "./subject.ts";

/** What CREATE TABLE does to the tables that are there. */
export function createTableFacts(context: Context, statement: CreateTable): readonly Fact[] | undefined {
  if (statement.ifNotExists && findRelation(context.reader, statement.name) !== undefined) return [];
  const created = subjectOf(context, statement.name);
  const constraints = [...statement.constraints, ...statement.columns.flatMap((column) => column.constraints)];
  return [
    ...foreignKeysIn(constraints).flatMap((key) => lockReferenced(context, key, created)),
    ...statement.like.flatMap(({ table }) => lock(subjectOf(context, table), "ACCESS SHARE", "its columns are copied")),
    ...statement.inherits.flatMap((parent) =>
      lock(subjectOf(context, parent), "SHARE UPDATE EXCLUSIVE", "the new table inherits from it"),
    ),
    ...(statement.reads ?? []).flatMap((table) => readFacts(context, subjectOf(context, table))),
    ...(statement.partitionOf ? newPartitionFacts(context, statement.partitionOf, statement.partitionBound) : []),
  ];
}
