import type { Relation } from "./catalog.ts";
import type { Draft } from "./draft.ts";
import { excluding } from "./lists.ts";
import { putIndexNames } from "./put-table.ts";
import { forgetTriggers } from "./triggers.ts";

/** Takes away the views and materialized views under the keys, and those that read them. */
export function dropViews(draft: Draft, keys: readonly string[]): void {
  for (const key of keys) {
    const view = draft.get(key);
    if (view?.kind === "view" || view?.kind === "materialized view")
      dropRelationAlone(draft, key, view, "withDependents");
  }
}

/** Takes away a view or a sequence, with the views that read it or, where Postgres refuses if there are some, alone. */
export function dropRelationAlone(
  draft: Draft,
  key: string,
  relation: Relation,
  extent: "withDependents" | "alone",
): void {
  // It goes before its dependents: a view that was replaced by a query of itself is its own.
  draft.put(key, undefined);
  forgetTriggers(draft, key, relation.triggers);
  if (extent === "withDependents") dropViews(draft, relation.dependents);
  for (const read of relation.reads) {
    const entry = draft.get(read);
    if (entry !== undefined && "dependents" in entry) {
      draft.put(read, { ...entry, dependents: excluding(entry.dependents, key) });
    }
  }
  putIndexNames(draft, key, relation.schema, relation.indexes, []);
}
