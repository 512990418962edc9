import type { Catalog } from "../../catalog/catalog.ts";
import { endsWithSession } from "../../catalog/keys.ts";
import { privilegesSaid } from "../../catalog/way-back/privilege-changes.ts";
import { privilegesSql } from "../../catalog/way-back/privileges-sql.ts";
import type { Keyed } from "../../catalog/way-back/twins.ts";

/** GRANT and REVOKE for all that a schema's objects have otherwise than they are made with. */
export function grantsSql(catalog: Catalog, version: number): readonly string[] {
  const objects: Keyed[] = [];
  for (const [key, entry] of catalog.entries) if (!endsWithSession(key)) objects.push({ key, entry });
  return privilegesSql(objects.flatMap(privilegesSaid), version)
    .map((sql) => `${sql};`)
    .toSorted();
}
