import type { Constraint, ForeignKey } from "../sql/statement.ts";
import type { Fact } from "./fact.ts";
import { type Context, isPartitioned, lock, type Subject, scan, subjectOf, withPartitions } from "./subject.ts";

/** Those of the constraints that are foreign keys. */
export function foreignKeysIn(constraints: readonly Constraint[]): readonly ForeignKey[] {
  return constraints.filter((constraint): constraint is ForeignKey => constraint.kind === "foreignKey");
}

/**
 * What a new foreign key does to the table that it points at: SHARE ROW EXCLUSIVE, for triggers are put on it and on
 * each of its partitions. A table that is only now made and points at itself is not locked.
 */
export function lockReferenced(context: Context, key: ForeignKey, from: Subject): readonly Fact[] {
  const referenced = subjectOf(context, key.references.table);
  if (referenced.name === from.name) return [];
  return lock(withPartitions(context, referenced), "SHARE ROW EXCLUSIVE", "the new foreign key points at it");
}

/**
 * Those at the referenced end that hold the key's triggers, and are locked when it goes: until 14 the partitions with
 * rows, but none of the partitioned tables above them.
 */
export function holdingTriggers(context: Context, referenced: Subject): readonly Subject[] {
  const all = withPartitions(context, referenced);
  return context.version < 15 ? all.filter((each) => !isPartitioned(each)) : all;
}

/** The reading of both ends that proves a foreign key for the rows that are there. */
export function checkKey(context: Context, key: ForeignKey, checked: readonly Subject[]): readonly Fact[] {
  if (key.notValid || key.notEnforced) return [];
  return [...scan(checked), ...scan(withPartitions(context, subjectOf(context, key.references.table)))];
}
