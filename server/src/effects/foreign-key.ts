import type { Constraint, ForeignKey } from "../sql/statement.ts";
import type { Fact } from "./fact.ts";
import { type Context, family, lock, type Subject, scan, subjectOf } from "./subject.ts";

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
  return lock(family(context, referenced), "SHARE ROW EXCLUSIVE", "the new foreign key points at it");
}

/** The reading of both ends that proves a foreign key for the rows that are there. */
export function checkKey(context: Context, key: ForeignKey, checked: readonly Subject[]): readonly Fact[] {
  if (key.notValid || key.notEnforced) return [];
  return [...scan(checked), ...scan(family(context, subjectOf(context, key.references.table)))];
}
