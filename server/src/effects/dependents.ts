import type { Fact } from "./fact.ts";
import { type Context, lock, lockIndexes, type Subject, subjectAt } from "./subject.ts";

/** What CASCADE does to the views that read the relation: they go, and their indexes with them. */
export function dropDependents(context: Context, subject: Subject, because: string): readonly Fact[] {
  const views = dependentViews(context, subject);
  return [
    ...lock(views, "ACCESS EXCLUSIVE", because),
    ...views.flatMap((view) => lockIndexes(view, "ACCESS EXCLUSIVE", () => true)),
  ];
}

// The views and materialized views that read the relation, and those that read them, each once.
function dependentViews(context: Context, subject: Subject): readonly Subject[] {
  const found = new Map<string, Subject>();
  const left = [...dependentsOf(subject)];
  for (let key = left.pop(); key !== undefined; key = left.pop()) {
    const view = found.has(key) ? undefined : subjectAt(context, key);
    if (view === undefined) continue;
    found.set(key, view);
    left.push(...dependentsOf(view));
  }
  return [...found.values()];
}

function dependentsOf({ table, relation }: Subject): readonly string[] {
  return table?.dependents ?? relation?.dependents ?? [];
}
