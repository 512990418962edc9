import type { Client } from "pg";
import type { Catalog, CatalogEntry, Privilege } from "../../../server/src/catalog/catalog.ts";
import { quoteIdentifier } from "../../../server/src/catalog/quoted-name.ts";
import { PRIVILEGES } from "../../postgres/support/schema-snapshot.ts";

/**
 * Who may do what in the session's database otherwise than by default, but for the session's own role, which no file
 * names; sorted. The search path is empty afterwards, until the transaction ends.
 */
export async function postgresPrivileges(client: Client): Promise<readonly string[]> {
  await client.query("SET LOCAL search_path = ''");
  const { rows } = await client.query<{ line: string }>(PRIVILEGES);
  return rows
    .map(({ line }) => line)
    .filter((line) => !line.includes(": owner ") && !/^(?:pg_temp|schema public:)| for postgres(?:,|$)/.test(line))
    .sort();
}

/** The same of a catalogue, for a server of the version. */
export function catalogPrivileges(catalog: Catalog, version: number): readonly string[] {
  return Array.from(catalog.entries)
    .flatMap(([key, entry]) => linesOf(key, entry))
    .filter((line) => version >= 17 || !line.includes(" MAINTAIN for "))
    .sort();
}

function linesOf(key: string, entry: CatalogEntry): readonly string[] {
  if (!("privileges" in entry || "columns" in entry) || !("name" in entry)) return [];
  if ("schema" in entry && entry.schema === "pg_temp") return [];
  const isInSchema = "schema" in entry && entry.schema !== undefined && entry.kind !== "extension";
  const name = isInSchema
    ? `${quoteIdentifier(entry.schema)}.${quoteIdentifier(entry.name)}`
    : quoteIdentifier(entry.name);
  const own = ("privileges" in entry ? entry.privileges : undefined) ?? [];
  const columns =
    (entry.kind !== "table" && entry.kind !== "view" && entry.kind !== "materialized view" ? [] : entry.columns) ?? [];
  return [
    ...own.map((privilege) =>
      lineOf(
        `${WORDS[entry.kind] ?? ""}${name}${entry.kind === "routine" ? key.slice(key.indexOf("(")) : ""}`,
        privilege,
      ),
    ),
    ...columns.flatMap((column) =>
      (column.privileges ?? []).map((privilege) => lineOf(`${name}.${quoteIdentifier(column.name)}`, privilege)),
    ),
  ];
}

const WORDS: Readonly<Partial<Record<CatalogEntry["kind"], string>>> = {
  sequence: "sequence ",
  routine: "function ",
  type: "type ",
  schema: "schema ",
};

function lineOf(object: string, { name, grantee, state }: Privilege): string {
  const role = grantee === "public" ? "PUBLIC" : quoteIdentifier(grantee);
  const option = state === "grantable" ? ", grantable" : "";
  return `${object}: ${state === "revoked" ? "no " : ""}${name.toUpperCase()} for ${role}${option}`;
}
