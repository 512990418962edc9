import type { Client } from "pg";

/**
 * Puts a row into each empty table, so that a scan of it shows: one a partition, with values that fit its bounds where
 * these are years or numbers. Keys between tables are not checked. Throws where a row is refused.
 */
export async function fillTables(client: Client): Promise<void> {
  const tables = await client.query<{
    name: string;
    year: string | null;
    columns: string | null;
    values: string | null;
  }>(TABLES);
  await client.query("SET session_replication_role = replica");
  for (const { name, columns, values } of tables.rows) {
    const { rows } = await client.query(`SELECT FROM ONLY ${name} LIMIT 1`);
    if (rows.length > 0) continue;
    const row = columns === null ? "DEFAULT VALUES" : `(${columns}) OVERRIDING SYSTEM VALUE VALUES (${values})`;
    await client.query(`INSERT INTO ${name} ${row}`);
  }
  await client.query("RESET session_replication_role");
  for (const { rows } of [await client.query<{ name: string }>(MATERIALIZED)])
    for (const { name } of rows) await client.query(`REFRESH MATERIALIZED VIEW ${name}`);
}

// A partition's rows must fit its bounds: the first literal in them is a value that does.
const TABLES = `
  SELECT c.oid::regclass::text AS name,
    string_agg(quote_ident(a.attname), ', ' ORDER BY a.attnum) AS columns,
    string_agg(CASE
      WHEN c.relispartition AND a.attnum = ANY (p.partattrs::int[])
        THEN format('%L::%s', substring(pg_get_expr(c.relpartbound, c.oid) FROM '\\(''?([^'')]+)'), format_type(a.atttypid, a.atttypmod))
      WHEN t.typcategory = 'A' THEN format('''{}''::%s', format_type(a.atttypid, a.atttypmod))
      WHEN t.typcategory = 'N' THEN '1' WHEN t.typcategory = 'B' THEN 'true'
      WHEN t.typcategory = 'D' THEN format('''2026-06-01 10:00''::%s', format_type(a.atttypid, a.atttypmod))
      WHEN t.typcategory = 'S' THEN '''a''' ELSE 'NULL' END, ', ' ORDER BY a.attnum) AS values
  FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
  LEFT JOIN pg_inherits i ON i.inhrelid = c.oid
  LEFT JOIN pg_partitioned_table p ON p.partrelid = i.inhparent
  LEFT JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = ''
  LEFT JOIN pg_type t ON t.oid = a.atttypid
  WHERE c.relkind = 'r' AND n.nspname NOT LIKE 'pg\\_%' AND n.nspname <> 'information_schema'
  GROUP BY c.oid`;

const MATERIALIZED = "SELECT oid::regclass::text AS name FROM pg_class WHERE relkind = 'm'";
