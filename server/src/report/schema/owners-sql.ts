import type { Catalog, CatalogEntry } from "../../catalog/catalog.ts";
import { endsWithSession } from "../../catalog/keys.ts";
import { subjectOf } from "../../catalog/privileges.ts";
import { quoteIdentifier } from "../../catalog/quoted-name.ts";
import { objectWords } from "../../catalog/way-back/privilege-words.ts";

/** ALTER … OWNER TO for what belongs to a role that a file names. A column's own sequence follows its table. */
export function ownersSql(catalog: Catalog): readonly string[] {
  const lines: string[] = [];
  for (const [key, entry] of catalog.entries) {
    if (subjectOf(entry) === undefined || endsWithSession(key) || !("owner" in entry) || entry.owner === undefined)
      continue;
    if (entry.kind === "sequence" && entry.ownedBy !== undefined) continue;
    const kind = isRelation(entry) ? `${entry.kind.toUpperCase()} ` : "";
    lines.push(`ALTER ${kind}${objectWords({ key, entry })} OWNER TO ${quoteIdentifier(entry.owner)};`);
  }
  return lines.sort();
}

/** Whether GRANT names it without a word for its kind. */
function isRelation({ kind }: CatalogEntry): boolean {
  return kind === "table" || kind === "view" || kind === "materialized view";
}
