import type { Client } from "pg";

/** A column with the value that all columns of its type get. */
export interface Column {
  /** As SQL writes it. */
  readonly name: string;
  /** An expression of SQL. */
  readonly value: string;
  /** Whether it may not be null. */
  readonly required: boolean;
  /** Whether it gets a value where none is given. */
  readonly defaulted: boolean;
}

/** The columns of a table that are given values. */
export async function columnsOf(client: Client, table: number): Promise<readonly Column[]> {
  return (await client.query<Column>(COLUMNS, [table])).rows;
}

// A text '1' becomes a number, a JSON and a text in another type without more words.
const COLUMNS = `
  SELECT quote_ident(a.attname) AS name, a.attnotnull AS required, a.atthasdef OR a.attidentity <> '' AS defaulted,
    CASE
      WHEN t.typcategory = 'A' THEN '''{}'''
      WHEN t.typcategory IN ('N', 'S', 'V') THEN '''1'''
      WHEN t.typcategory = 'B' THEN 'true'
      WHEN t.typcategory = 'D' THEN '''2026-06-01 10:00'''
      WHEN t.typcategory = 'T' THEN '''1 day'''
      WHEN t.typcategory = 'I' THEN '''127.0.0.1'''
      WHEN t.typcategory = 'E' THEN (SELECT quote_literal(e.enumlabel) FROM pg_enum e
        WHERE e.enumtypid = t.oid ORDER BY e.enumsortorder LIMIT 1)
      WHEN t.typname = 'uuid' THEN '''00000000-0000-0000-0000-000000000001'''
      WHEN t.typname IN ('json', 'jsonb') THEN '''{}'''
      WHEN t.typname = 'bytea' THEN '''1'''
      ELSE 'NULL'
    END AS value
  FROM pg_attribute a JOIN pg_type t ON t.oid = a.atttypid
  WHERE a.attrelid = $1 AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = ''
  ORDER BY a.attnum`;
