import type { Client } from "pg";
import type { Catalog } from "../../../server/src/catalog/catalog.ts";
import { notNullNameOf } from "../../../server/src/catalog/not-null.ts";
import { nameOf } from "./other-lines.ts";
import { NAME, OWN_SCHEMA } from "./postgres-names.ts";

const NOT_NULLS = `
  SELECT concat(${NAME("n.nspname::text", "c.relname::text")}, '.', a.attname, ' ', k.conname, CASE WHEN NOT k.convalidated THEN ' not valid' END) AS line
  FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid JOIN pg_namespace n ON n.oid = c.relnamespace
  JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = k.conkey[1] WHERE k.contype = 'n' AND ${OWN_SCHEMA("n.nspname")}`;

/** The NOT NULL constraints of the session's database, which Postgres has from 18 on; sorted. */
export async function postgresNotNulls(client: Client): Promise<readonly string[]> {
  const { rows } = await client.query<{ line: string }>(NOT_NULLS);
  return rows.map(({ line }) => line).sort();
}

/** The same of a catalogue. */
export function catalogNotNulls(catalog: Catalog): readonly string[] {
  const tables = Array.from(catalog.entries.values()).flatMap((entry) => (entry.kind === "table" ? [entry] : []));
  const lines = tables.flatMap((table) =>
    table.columns
      .filter(({ notNull }) => notNull)
      .map((column) => {
        const waits = column.notNullNotValid ? " not valid" : "";
        return `${nameOf(table)}.${column.name} ${notNullNameOf(table, column)}${waits}`;
      }),
  );
  return lines.sort();
}
