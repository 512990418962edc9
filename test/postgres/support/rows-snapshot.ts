import type { Client } from "pg";

/** What stands in the columns of all tables: how many values each has, how many of them null, and a hash of them in order. */
export interface RowsSnapshot {
  /** `orders.note: 3 rows, 1 null`, sorted. */
  readonly counts: readonly string[];
  /** By column; those of the same name in both snapshots can be compared. */
  readonly hashes: ReadonlyMap<string, string>;
}

/** Reads all rows of a small database, partitions one by one. */
export async function rowsSnapshot(client: Client): Promise<RowsSnapshot> {
  const { rows } = await client.query<{ relation: string; column: string; shown: string }>(COLUMNS);
  const counts: string[] = [];
  const hashes = new Map<string, string>();
  for (const { relation, column, shown } of rows) {
    const read = await client.query<{ all: string; some: string; hash: string }>(
      `SELECT count(*) AS all, count(${column}) AS some,
        md5(coalesce(string_agg(${column}::text, ',' ORDER BY ${column}::text), '')) AS hash FROM ONLY ${relation}`,
    );
    for (const { all, some, hash } of read.rows) {
      counts.push(`${shown}: ${all} rows, ${Number(all) - Number(some)} null`);
      hashes.set(shown, hash);
    }
  }
  return { counts: counts.sort(), hashes };
}

const COLUMNS = `
  SELECT c.oid::regclass::text AS relation, quote_ident(a.attname) AS column,
    c.oid::regclass::text || '.' || quote_ident(a.attname) AS shown
  FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
  JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
  WHERE c.relkind = 'r' AND n.nspname NOT LIKE 'pg\\_%' AND n.nspname <> 'information_schema'`;
