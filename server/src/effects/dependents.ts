import { type Context, type Subject, subjectAt } from "./subject.ts";

/** The views and materialized views that read the relation, and those that read them, each once. */
export function dependentViews(context: Context, subject: Subject): readonly Subject[] {
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
