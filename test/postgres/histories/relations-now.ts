import type { Client } from "pg";
import type { RelationBefore } from "../support/relations-before.ts";

/** A relation as it stands between two statements of a history. A table may be empty here. */
export interface RelationNow extends RelationBefore {
  /** Changes with the table's columns, so that a row is made anew for them. */
  readonly shape: string;
}

const KINDS: Readonly<Record<string, RelationBefore["kind"]>> = {
  r: "table",
  p: "partitioned table",
  v: "view",
  m: "materialized view",
  f: "foreign table",
  i: "index",
  I: "index",
};

interface Row {
  readonly oid: string;
  readonly name: string;
  readonly sql: string;
  readonly relkind: string;
  readonly file: string;
  readonly rows: string | null;
  readonly shape: string | null;
}

/**
 * Every relation outside the system's schemas but sequences, by oid, with its rows counted, in one journey to the
 * server: a history asks before each of its statements.
 */
export async function relationsNow(client: Client): Promise<ReadonlyMap<number, RelationNow>> {
  const { rows } = await client.query<Row>(RELATIONS);
  return new Map(
    rows.map((row) => {
      const { name, sql } = row;
      const numbers = { oid: Number(row.oid), file: Number(row.file), rows: Number(row.rows ?? 0) };
      return [numbers.oid, { ...numbers, name, sql, kind: KINDS[row.relkind] ?? "table", shape: row.shape ?? "" }];
    }),
  );
}

// A query in a query's text counts tables whose names only the catalogue knows.
const RELATIONS = `
  SELECT c.oid, format('%I.%I', n.nspname, c.relname) AS sql, c.relkind, c.relfilenode AS file,
    CASE WHEN c.relkind IN ('i', 'I') THEN c.relname::text WHEN n.nspname = 'public' THEN quote_ident(c.relname)
      ELSE format('%I.%I', n.nspname, c.relname) END AS name,
    CASE WHEN c.relkind = 'r' OR c.relkind = 'm' AND c.relispopulated THEN
      substring(query_to_xml(format('SELECT count(*) AS n FROM ONLY %I.%I', n.nspname, c.relname), true, true, '')::text
        FROM '<n>(\\d+)') END AS rows,
    CASE WHEN c.relkind = 'r' THEN (SELECT string_agg(concat(a.attnum, ' ', a.atttypid), ',' ORDER BY a.attnum)
      FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped) END AS shape
  FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
  WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f', 'i', 'I') AND n.nspname NOT LIKE 'pg\\_%'
    AND n.nspname <> 'information_schema'`;
