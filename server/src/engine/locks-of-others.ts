import type { CatalogReader } from "../catalog/catalog.ts";
import { relationKey } from "../catalog/keys.ts";
import type { Effects, RelationLock } from "../effects/effects.ts";
import { isMadeHere, type Together } from "./made-here.ts";

/** The locks on relations that somebody else may be using: neither made by the file nor temporary. */
export function locksOfOthers({ locks }: Effects, before: CatalogReader, file: Together): readonly RelationLock[] {
  return locks.filter(({ relation }) => {
    const { schema, name } = partsOf(relation);
    const entry = before.get(relationKey(schema, name));
    if (entry?.kind === "table") return !isMadeHere(entry.origin, file) && !entry.temporary;
    return !(entry !== undefined && "origin" in entry && isMadeHere(entry.origin, file));
  });
}

const QUOTED_OR_PLAIN = /"(?:[^"]|"")*"|[^".]+/g;

/** The schema and name that `quotedName` put together. */
function partsOf(relation: string): { readonly schema: string; readonly name: string } {
  const parts = (relation.match(QUOTED_OR_PLAIN) ?? [relation]).map((part) =>
    part.startsWith('"') ? part.slice(1, -1).replaceAll('""', '"') : part,
  );
  const [first = relation, second] = parts;
  return second === undefined ? { schema: "public", name: first } : { schema: first, name: second };
}
