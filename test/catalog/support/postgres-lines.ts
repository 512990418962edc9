import type { Client } from "pg";
import { normalExpression } from "./normal-expression.ts";
import { EXTENSIONS_OWN, NAME, NO_EXPRESSIONS, OWN_SCHEMA } from "./postgres-names.ts";
import { OTHER_LINES } from "./postgres-other-lines.ts";
import { COLUMN_SETTINGS, INDEX_SETTINGS, SEQUENCE_SETTINGS, TABLE_SETTINGS } from "./setting-words.ts";

const RELATION = NAME("n.nspname::text", "c.relname::text");
const FROM_CLASS = "pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace";
const NAMES = (table: string, keys: string) =>
  `(SELECT coalesce(string_agg(coalesce(a.attname::text, '(expression)'), ',' ORDER BY part.place), '')
    FROM unnest(${keys}) WITH ORDINALITY part(number, place)
    LEFT JOIN pg_attribute a ON a.attrelid = ${table} AND a.attnum = part.number AND part.number > 0)`;

const TABLES = `
  SELECT concat('table ', ${RELATION}, CASE c.relkind WHEN 'p' THEN ' partitioned' WHEN 'f' THEN ' foreign' ELSE ' table' END,
    (SELECT string_agg(' < ' || (SELECT ${NAME("pn.nspname::text", "p.relname::text")} FROM pg_class p
        JOIN pg_namespace pn ON pn.oid = p.relnamespace WHERE p.oid = i.inhparent), '' ORDER BY i.inhseqno)
      FROM pg_inherits i WHERE i.inhrelid = c.oid),
    CASE WHEN c.relrowsecurity THEN ' row security' END, CASE WHEN c.relforcerowsecurity THEN ' forced' END, ${TABLE_SETTINGS}) AS line, ${NO_EXPRESSIONS}
  FROM ${FROM_CLASS} WHERE c.relkind IN ('r', 'p', 'f') AND ${OWN_SCHEMA("n.nspname")} AND ${EXTENSIONS_OWN("pg_class", "c.oid")}`;

const VIEWS = `
  SELECT concat(CASE c.relkind WHEN 'v' THEN 'view ' ELSE 'materialized view ' END, ${RELATION}) AS line, ${NO_EXPRESSIONS}
  FROM ${FROM_CLASS} WHERE c.relkind IN ('v', 'm') AND ${OWN_SCHEMA("n.nspname")} AND ${EXTENSIONS_OWN("pg_class", "c.oid")}`;

const SEQUENCES = `
  SELECT concat('sequence ', ${RELATION}, ' ' || nullif(format_type(s.seqtypid, NULL), 'bigint'),
    (SELECT ' of ' || ${NAME("tn.nspname::text", "t.relname::text")} || '.' || a.attname FROM pg_depend d
      JOIN pg_class t ON t.oid = d.refobjid JOIN pg_namespace tn ON tn.oid = t.relnamespace
      JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum = d.refobjsubid
      WHERE d.classid = 'pg_class'::regclass AND d.refclassid = 'pg_class'::regclass AND d.objid = c.oid AND d.deptype IN ('a', 'i')), ${SEQUENCE_SETTINGS}) AS line, ${NO_EXPRESSIONS}
  FROM ${FROM_CLASS} JOIN pg_sequence s ON s.seqrelid = c.oid WHERE ${OWN_SCHEMA("n.nspname")} AND ${EXTENSIONS_OWN("pg_class", "c.oid")}`;

const COLUMNS = `
  SELECT concat(concat_ws(' ', 'column ' || ${RELATION} || '.' || row_number() OVER (PARTITION BY c.oid ORDER BY a.attnum), a.attname || ':',
    format_type(a.atttypid, a.atttypmod), CASE WHEN a.attnotnull THEN 'not null' END, CASE WHEN a.atthasdef THEN 'default' END,
    CASE a.attidentity WHEN 'a' THEN 'always' WHEN 'd' THEN 'by default' END,
    CASE a.attgenerated::text WHEN 's' THEN 'stored' WHEN 'v' THEN 'virtual' END), ${COLUMN_SETTINGS}) AS line,
    ARRAY[pg_get_expr(d.adbin, d.adrelid)] AS expressions
  FROM ${FROM_CLASS} JOIN pg_attribute a ON a.attrelid = c.oid LEFT JOIN pg_attrdef d ON d.adrelid = c.oid AND d.adnum = a.attnum
  WHERE c.relkind IN ('r', 'p', 'f') AND a.attnum > 0 AND NOT a.attisdropped AND ${OWN_SCHEMA("n.nspname")} AND ${EXTENSIONS_OWN("pg_class", "c.oid")}`;

// A foreign key to a partitioned table has rows of its own for each partition that it points at; they are no one's constraints.
// From 18 on NOT NULL is a constraint too; the column's line says it for every version.
const CONSTRAINTS = `
  SELECT concat_ws(' ', 'constraint ' || ${RELATION} || '.' || k.conname, CASE k.contype WHEN 'p' THEN 'primaryKey'
      WHEN 'u' THEN 'unique' WHEN 'c' THEN 'check' WHEN 'f' THEN 'foreignKey' WHEN 'x' THEN 'exclusion' END,
    CASE WHEN k.contype <> 'c' THEN '(' || ${NAMES("c.oid", "k.conkey")} || ')' END,
    CASE WHEN k.contype = 'f' THEN '-> ' || (SELECT ${NAME("rn.nspname::text", "r.relname::text")} FROM pg_class r
        JOIN pg_namespace rn ON rn.oid = r.relnamespace WHERE r.oid = k.confrelid)
      || ' (' || ${NAMES("k.confrelid", "k.confkey")} || ') ' || ${action("confdeltype")} || ' ' || ${action("confupdtype")} END,
    CASE WHEN NOT k.convalidated THEN 'not valid' END, CASE WHEN k.condeferrable THEN 'deferrable' END,
    CASE WHEN to_jsonb(k) ->> 'conenforced' = 'false' THEN 'not enforced' END) AS line,
    ARRAY[pg_get_expr(k.conbin, k.conrelid)] AS expressions
  FROM ${FROM_CLASS} JOIN pg_constraint k ON k.conrelid = c.oid
  WHERE k.contype IN ('p', 'u', 'c', 'f', 'x') AND ${OWN_SCHEMA("n.nspname")}
    AND ${EXTENSIONS_OWN("pg_class", "c.oid")} AND NOT EXISTS (SELECT FROM pg_constraint p WHERE p.oid = k.conparentid AND p.conrelid = k.conrelid)`;

function action(column: string): string {
  return `CASE k.${column} WHEN 'a' THEN 'NO ACTION' WHEN 'r' THEN 'RESTRICT' WHEN 'c' THEN 'CASCADE'
    WHEN 'n' THEN 'SET NULL' ELSE 'SET DEFAULT' END`;
}

const INDEXES = `
  SELECT concat(concat_ws(' ', 'index ' || ${RELATION} || '.' || i.relname, m.amname,
    '(' || ${NAMES("c.oid", "(x.indkey::int2[])[0:x.indnkeyatts - 1]")} || ')',
    CASE WHEN x.indnatts > x.indnkeyatts THEN 'include (' || ${NAMES("c.oid", "(x.indkey::int2[])[x.indnkeyatts:]")} || ')' END,
    CASE WHEN x.indisunique THEN 'unique' END, CASE WHEN x.indpred IS NOT NULL THEN 'partial' END,
    CASE WHEN to_jsonb(x) ->> 'indnullsnotdistinct' = 'true' THEN 'nulls not distinct' END,
    CASE WHEN NOT x.indisvalid THEN 'invalid' END), ${INDEX_SETTINGS}) AS line,
    ARRAY(SELECT pg_get_indexdef(x.indexrelid, place, true) FROM generate_series(1, x.indnkeyatts) place
      WHERE x.indkey[place - 1] = 0 ORDER BY place) || pg_get_expr(x.indpred, x.indrelid) AS expressions
  FROM ${FROM_CLASS} JOIN pg_index x ON x.indrelid = c.oid JOIN pg_class i ON i.oid = x.indexrelid
  JOIN pg_am m ON m.oid = i.relam WHERE ${OWN_SCHEMA("n.nspname")} AND ${EXTENSIONS_OWN("pg_class", "c.oid")}`;

const TYPES = `
  SELECT concat('type ', ${NAME("n.nspname::text", "t.typname::text")}, CASE t.typtype WHEN 'e' THEN ' enum' WHEN 'd' THEN ' domain'
      WHEN 'c' THEN ' composite' ELSE ' other' END,
    ' (', (SELECT string_agg(e.enumlabel, ',' ORDER BY e.enumsortorder) FROM pg_enum e WHERE e.enumtypid = t.oid), ')') AS line, ${NO_EXPRESSIONS}
  FROM pg_type t JOIN pg_namespace n ON n.oid = t.typnamespace LEFT JOIN pg_class c ON c.oid = t.typrelid
  WHERE (t.typtype IN ('e', 'd', 'r') OR t.typtype = 'c' AND c.relkind = 'c') AND ${OWN_SCHEMA("n.nspname")} AND ${EXTENSIONS_OWN("pg_type", "t.oid")}`;

/** What the session's database holds, in the words of `catalogLines`. */
export async function postgresLines(client: Client): Promise<readonly string[]> {
  const parts = [TABLES, VIEWS, SEQUENCES, COLUMNS, CONSTRAINTS, INDEXES, TYPES, ...OTHER_LINES];
  // Types outside `public` are qualified by format_type only where the search path does not lead to them.
  await client.query("SET search_path = public");
  const { rows } = await client.query<{ line: string; expressions: readonly (string | null)[] | null }>(
    parts.join(" UNION ALL "),
  );
  return rows.map(({ line, expressions }) => line + withExpressions(expressions ?? [])).sort();
}

/** The end of a line that tells its object's expressions. */
export function withExpressions(expressions: readonly (string | null | undefined)[]): string {
  const said = expressions.filter((text) => text !== null && text !== undefined);
  return said.map((text) => ` := ${normalExpression(text)}`).join("");
}
