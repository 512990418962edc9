import { findRelation } from "../catalog/resolve.ts";
import type { CreateView } from "../sql/statement.ts";
import type { Fact } from "./fact.ts";
import { readFacts } from "./reading.ts";
import { type Context, lock, subjectOf } from "./subject.ts";

/** What CREATE VIEW and CREATE MATERIALIZED VIEW do to the relations that are there. */
export function createViewFacts(context: Context, statement: CreateView): readonly Fact[] {
  const exists = findRelation(context.reader, statement.name) !== undefined;
  const reads = statement.reads.map((name) => subjectOf(context, name));
  // The query is looked at before the name is found to be taken.
  if (statement.materialized && statement.ifNotExists && exists)
    return lock(reads, "ACCESS SHARE", "its query reads it");
  // A view is not run: what its query names is looked at, and what stands under a view in it is not.
  if (statement.materialized && !statement.withNoData) return reads.flatMap((each) => readFacts(context, each));
  return [
    ...lock(reads, "ACCESS SHARE", "the view reads it"),
    ...(statement.orReplace && exists ? lock(subjectOf(context, statement.name), "ACCESS EXCLUSIVE") : []),
  ];
}
