import type { Client } from "pg";
import type { Catalog, CatalogEntry } from "../../../server/src/catalog/catalog.ts";
import { nameOf } from "./other-lines.ts";
import { NAME } from "./postgres-names.ts";

const OWNED = `
  SELECT 'relation ' || ${NAME("n.nspname::text", "c.relname::text")} AS name, c.relowner AS owner
    FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE c.relkind IN ('r', 'p', 'v', 'm', 'S', 'f')
  UNION ALL SELECT 'type ' || ${NAME("n.nspname::text", "t.typname::text")}, t.typowner
    FROM pg_type t JOIN pg_namespace n ON n.oid = t.typnamespace LEFT JOIN pg_class c ON c.oid = t.typrelid
    WHERE t.typtype IN ('e', 'd', 'r') OR c.relkind = 'c'
  UNION ALL SELECT 'routine ' || ${NAME("n.nspname::text", "p.proname::text")}, p.proowner FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
  UNION ALL SELECT 'schema ' || n.nspname, n.nspowner FROM pg_namespace n
  UNION ALL SELECT 'publication ' || p.pubname, p.pubowner FROM pg_publication p
  UNION ALL SELECT 'statistics ' || ${NAME("n.nspname::text", "s.stxname::text")}, s.stxowner
    FROM pg_statistic_ext s JOIN pg_namespace n ON n.oid = s.stxnamespace`;

/** Who owns what in the session's database, where that is somebody whom a file named; sorted. */
export async function postgresOwners(client: Client): Promise<readonly string[]> {
  const { rows } = await client.query<{ line: string }>(
    `SELECT o.name || ' owned by ' || r.rolname AS line FROM (${OWNED}) o JOIN pg_roles r ON r.oid = o.owner
     WHERE r.rolname <> current_user AND r.rolname NOT LIKE 'pg\\_%'`,
  );
  return rows.map(({ line }) => line).sort();
}

/** The same of a catalogue. */
export function catalogOwners(catalog: Catalog): readonly string[] {
  return Array.from(catalog.entries.values()).flatMap(ownerLine).sort();
}

function ownerLine(entry: CatalogEntry): readonly string[] {
  if (!("owner" in entry) || entry.owner === undefined) return [];
  const name =
    "schema" in entry && entry.schema !== undefined ? nameOf({ ...entry, schema: entry.schema }) : entry.name;
  return [`${"indexes" in entry ? "relation" : entry.kind} ${name} owned by ${entry.owner}`];
}
