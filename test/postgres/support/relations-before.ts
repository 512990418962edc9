import type { Client } from "pg";

/** A relation that stands before the watched statement runs. */
export interface RelationBefore {
  readonly oid: number;
  /** As `quote_ident` writes it, with its schema except in `public`; an index's name bare, as stored. */
  readonly name: string;
  /** As SQL may write it wherever it stands. */
  readonly sql: string;
  readonly kind: "table" | "partitioned table" | "view" | "materialized view" | "foreign table" | "index";
  /** The file its rows are in; 0 where it has none. */
  readonly file: number;
  /** How many rows it holds of its own; 0 for what has no rows. */
  readonly rows: number;
  /** An index's table or materialized view; absent for all else. */
  readonly owner?: number;
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

/** Every relation outside the system's schemas but sequences, by oid. Throws for a table without rows: its scan would not show. */
export async function relationsBefore(client: Client): Promise<ReadonlyMap<number, RelationBefore>> {
  const { rows } = await client.query<{
    oid: string;
    name: string;
    sql: string;
    relkind: string;
    file: string;
    owner: string | null;
  }>(`
    SELECT c.oid, format('%I.%I', n.nspname, c.relname) AS sql, c.relkind, c.relfilenode AS file, i.indrelid AS owner,
      CASE WHEN c.relkind IN ('i', 'I') THEN c.relname::text WHEN n.nspname = 'public' THEN quote_ident(c.relname)
        ELSE format('%I.%I', n.nspname, c.relname) END AS name
    FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace LEFT JOIN pg_index i ON i.indexrelid = c.oid
    WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f', 'i', 'I') AND n.nspname NOT LIKE 'pg\\_%'
      AND n.nspname <> 'information_schema'`);
  const relations = new Map<number, RelationBefore>();
  for (const row of rows) {
    const kind = KINDS[row.relkind] ?? "table";
    const relation: RelationBefore = {
      oid: Number(row.oid),
      name: row.name,
      sql: row.sql,
      kind,
      file: Number(row.file),
      rows: 0,
      ...(row.owner !== null && { owner: Number(row.owner) }),
    };
    relations.set(relation.oid, hasRows(relation) ? { ...relation, rows: await countRows(client, row.sql) } : relation);
  }
  return relations;
}

function hasRows(relation: { readonly kind: RelationBefore["kind"] }): boolean {
  return relation.kind === "table" || relation.kind === "materialized view";
}

async function countRows(client: Client, name: string): Promise<number> {
  const { rows } = await client.query<{ count: string }>(`SELECT count(*) FROM ONLY ${name}`);
  const count = Number(rows[0]?.count);
  if (count === 0) throw new Error(`${name} is empty: a scan of it would not show`);
  return count;
}

/** Asks for the files of the relations now. */
export const FILES_NOW =
  "SELECT oid, relfilenode AS file FROM pg_class WHERE oid >= 16384 AND relkind IN ('r', 'm', 'i')";

interface FileRow {
  readonly oid: string;
  readonly file: string;
}

/** The files of the relations now, by oid. */
export async function filesNow(client: Client): Promise<ReadonlyMap<number, number>> {
  return filesIn((await client.query<FileRow>(FILES_NOW)).rows);
}

/** The files by oid, from what was answered. */
export function filesIn(rows: readonly FileRow[]): ReadonlyMap<number, number> {
  return new Map(rows.map((row) => [Number(row.oid), Number(row.file)]));
}
