import type { Client } from "pg";
import { moreOfSchema } from "./schema-snapshot-more.ts";

/** What a database holds, in Postgres's own words, sorted: two are alike when their JSON is. */
export interface SchemaSnapshot {
  /** `table orders (partitioned, unlogged, row security)`, `view v: SELECT …`, `sequence s (bigint …)`. */
  readonly relations: readonly string[];
  /** `orders.id: bigint, not null, default …, identity always, generated stored …`. */
  readonly columns: readonly string[];
  /** `orders.orders_pkey: PRIMARY KEY (id)`, with `, not valid` where it is so. */
  readonly constraints: readonly string[];
  /** `CREATE INDEX …`, with `, invalid` where it is so. */
  readonly indexes: readonly string[];
  /** `orders: CREATE TRIGGER …` and `orders: policy …`. */
  readonly rules: readonly string[];
  /** Enums with their values, domains, composite types; functions by signature. */
  readonly types: readonly string[];
  /** Owners other than the session's role, and what GRANT and REVOKE left: `orders: owner boss`, `orders.note: UPDATE for app`. */
  readonly privileges: readonly string[];
  /** What the lines above leave out of sequences, columns and tables: bounds, statistics targets, storage, replica identity. */
  readonly settings: readonly string[];
  /** COMMENT ON of every kind of object. */
  readonly comments: readonly string[];
  /** Rules, routines' properties, statistics, publications, extensions and the like. */
  readonly others: readonly string[];
}

const OURS = "n.nspname NOT LIKE 'pg\\_%' AND n.nspname <> 'information_schema'";
// Objects of an extension are the extension's business.
const NOT_EXTENSION = (column: string, catalogue: string) =>
  `NOT EXISTS (SELECT FROM pg_depend e WHERE e.classid = '${catalogue}'::regclass AND e.objid = ${column} AND e.deptype = 'e')`;

const RELATIONS = `
  SELECT concat(CASE c.relkind WHEN 'v' THEN 'view ' WHEN 'm' THEN 'materialized view ' WHEN 'S' THEN 'sequence '
      WHEN 'f' THEN 'foreign table ' WHEN 'p' THEN 'partitioned table ' ELSE 'table ' END, c.oid::regclass,
    CASE c.relpersistence WHEN 'u' THEN ', unlogged' END, CASE WHEN c.relrowsecurity THEN ', row security' END,
    CASE WHEN c.relforcerowsecurity THEN ', forced' END, ' ' || (SELECT array_agg(o ORDER BY o) FROM unnest(c.reloptions) o)::text,
    ' partition by ' || CASE WHEN c.relkind = 'p' THEN pg_get_partkeydef(c.oid) END,
    (SELECT string_agg(' child of ' || i.inhparent::regclass, '' ORDER BY i.inhseqno) FROM pg_inherits i WHERE i.inhrelid = c.oid),
    ' ' || pg_get_expr(c.relpartbound, c.oid),
    CASE WHEN c.relkind IN ('v', 'm') THEN ': ' || pg_get_viewdef(c.oid) END,
    CASE WHEN c.relkind = 'S' THEN (SELECT format(': %s from %s by %s', s.seqtypid::regtype, s.seqstart, s.seqincrement)
      FROM pg_sequence s WHERE s.seqrelid = c.oid) END,
    (SELECT ' owned by ' || d.refobjid::regclass || '.' || a.attname FROM pg_depend d
      JOIN pg_attribute a ON a.attrelid = d.refobjid AND a.attnum = d.refobjsubid
      WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid AND c.relkind = 'S' AND d.deptype IN ('a', 'i'))) AS line
  FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
  WHERE c.relkind IN ('r', 'p', 'v', 'm', 'S', 'f') AND ${OURS} AND ${NOT_EXTENSION("c.oid", "pg_class")}`;

// The generated kind is read as text because Postgres 18 alone knows 'v'.
const COLUMNS = `
  SELECT concat(c.oid::regclass, '.', quote_ident(a.attname), ': ', format_type(a.atttypid, a.atttypmod),
    CASE WHEN a.attcollation NOT IN (0, t.typcollation) THEN ' collate ' ||
      (SELECT quote_ident(l.collname) FROM pg_collation l WHERE l.oid = a.attcollation) END,
    CASE WHEN a.attnotnull THEN ', not null' END,
    CASE a.attidentity WHEN 'a' THEN ', identity always' WHEN 'd' THEN ', identity by default' END,
    CASE a.attgenerated::text WHEN 's' THEN ', generated stored' WHEN 'v' THEN ', generated virtual' END,
    ', default ' || pg_get_expr(d.adbin, d.adrelid)) AS line
  FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid JOIN pg_namespace n ON n.oid = c.relnamespace
  JOIN pg_type t ON t.oid = a.atttypid
  LEFT JOIN pg_attrdef d ON d.adrelid = c.oid AND d.adnum = a.attnum
  WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f', 'c') AND a.attnum > 0 AND NOT a.attisdropped AND ${OURS}
    AND ${NOT_EXTENSION("c.oid", "pg_class")}`;

// From Postgres 18 on a NOT NULL is a constraint too; the column's line says it for every version, unless not valid.
const CONSTRAINTS = `
  SELECT concat(CASE WHEN k.conrelid = 0 THEN k.contypid::regtype::text ELSE k.conrelid::regclass::text END,
    '.', quote_ident(k.conname), ': ', pg_get_constraintdef(k.oid), CASE WHEN NOT k.convalidated THEN ', not valid' END) AS line
  FROM pg_constraint k JOIN pg_namespace n ON n.oid = k.connamespace
  WHERE k.contype <> 't' AND (k.contype <> 'n' OR NOT k.convalidated) AND ${OURS}
    AND ${NOT_EXTENSION("k.oid", "pg_constraint")}`;

const INDEXES = `
  SELECT concat(pg_get_indexdef(i.indexrelid), CASE WHEN NOT i.indisvalid THEN ', invalid' END,
    CASE WHEN i.indisreplident THEN ', replica identity' END, CASE WHEN i.indisclustered THEN ', clustered' END) AS line
  FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid JOIN pg_namespace n ON n.oid = c.relnamespace WHERE ${OURS}
    AND ${NOT_EXTENSION("c.oid", "pg_class")}`;

const RULES = `
  SELECT concat(t.tgrelid::regclass, ': ', pg_get_triggerdef(t.oid), CASE t.tgenabled WHEN 'D' THEN ', disabled'
    WHEN 'R' THEN ', on a replica' WHEN 'A' THEN ', always' END) AS line
  FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid JOIN pg_namespace n ON n.oid = c.relnamespace
  WHERE NOT t.tgisinternal AND ${OURS}
  UNION ALL
  SELECT concat(p.polrelid::regclass, ': policy ', quote_ident(p.polname), ' ', p.polcmd, ' ', p.polpermissive,
    ' to ', (SELECT string_agg(CASE r WHEN 0 THEN 'public' ELSE pg_get_userbyid(r)::text END, ', ' ORDER BY r) FROM unnest(p.polroles) r),
    ' using ' || pg_get_expr(p.polqual, p.polrelid), ' check ' || pg_get_expr(p.polwithcheck, p.polrelid))
  FROM pg_policy p JOIN pg_class c ON c.oid = p.polrelid JOIN pg_namespace n ON n.oid = c.relnamespace WHERE ${OURS}`;

const TYPES = `
  SELECT concat(t.oid::regtype, ': ', CASE t.typtype WHEN 'e' THEN
      (SELECT string_agg(quote_literal(e.enumlabel), ', ' ORDER BY e.enumsortorder) FROM pg_enum e WHERE e.enumtypid = t.oid)
    WHEN 'd' THEN concat('domain ', format_type(t.typbasetype, t.typtypmod), CASE WHEN t.typnotnull THEN ' not null' END,
      ' default ' || t.typdefault) ELSE t.typtype::text END) AS line
  FROM pg_type t JOIN pg_namespace n ON n.oid = t.typnamespace
  WHERE t.typtype IN ('e', 'd', 'r') AND ${OURS} AND ${NOT_EXTENSION("t.oid", "pg_type")}
  UNION ALL
  SELECT concat('function ', p.oid::regprocedure, ': ', md5(p.prosrc)) FROM pg_proc p
  JOIN pg_namespace n ON n.oid = p.pronamespace WHERE ${OURS} AND ${NOT_EXTENSION("p.oid", "pg_proc")}`;

// An object of which nobody said anything has no list, and then what acldefault() gives; a column has nothing.
const OWNED = `
  SELECT concat(CASE c.relkind WHEN 'S' THEN 'sequence ' END, c.oid::regclass) AS name, c.relowner AS owner, c.relacl AS acl,
    acldefault(CASE c.relkind WHEN 'S' THEN 's'::"char" ELSE 'r' END, c.relowner) AS made
  FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
  WHERE c.relkind IN ('r', 'p', 'v', 'm', 'S', 'f') AND ${OURS} AND ${NOT_EXTENSION("c.oid", "pg_class")}
  UNION ALL
  SELECT concat('function ', p.oid::regprocedure), p.proowner, p.proacl, acldefault('f', p.proowner) FROM pg_proc p
  JOIN pg_namespace n ON n.oid = p.pronamespace WHERE ${OURS} AND ${NOT_EXTENSION("p.oid", "pg_proc")}
  UNION ALL
  SELECT concat('type ', t.oid::regtype), t.typowner, t.typacl, acldefault('T', t.typowner) FROM pg_type t
  JOIN pg_namespace n ON n.oid = t.typnamespace LEFT JOIN pg_class c ON c.oid = t.typrelid
  WHERE (t.typtype IN ('e', 'd', 'r') OR c.relkind = 'c') AND ${OURS} AND ${NOT_EXTENSION("t.oid", "pg_type")}
  UNION ALL
  SELECT concat('schema ', quote_ident(n.nspname)), n.nspowner, n.nspacl, acldefault('n', n.nspowner)
  FROM pg_namespace n WHERE ${OURS} AND ${NOT_EXTENSION("n.oid", "pg_namespace")}
  UNION ALL
  SELECT concat(c.oid::regclass, '.', quote_ident(a.attname)), NULL, a.attacl, acldefault('c', c.relowner)
  FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid JOIN pg_namespace n ON n.oid = c.relnamespace
  WHERE NOT a.attisdropped AND ${OURS} AND ${NOT_EXTENSION("c.oid", "pg_class")}`;

/** Asks for the lines of `privileges`, one a row. Who granted them is left out: the owner, who has a line of its own and may grant all. */
export const PRIVILEGES = `
  WITH owned AS (${OWNED}),
    has AS (SELECT o.name, a.privilege_type, a.grantee, a.is_grantable AND a.grantee <> coalesce(o.owner, 0) AS is_grantable FROM owned o, aclexplode(coalesce(o.acl, o.made)) a),
    had AS (SELECT o.name, a.privilege_type, a.grantee, a.is_grantable AND a.grantee <> coalesce(o.owner, 0) AS is_grantable FROM owned o, aclexplode(o.made) a),
    said AS ((SELECT '' AS sign, * FROM (SELECT * FROM has EXCEPT SELECT * FROM had) more)
      UNION ALL (SELECT 'no ', * FROM (SELECT * FROM had EXCEPT SELECT * FROM has) less))
  SELECT concat(name, ': ', sign, privilege_type, ' for ',
    CASE grantee WHEN 0 THEN 'PUBLIC' ELSE quote_ident(pg_get_userbyid(grantee)) END, CASE WHEN is_grantable THEN ', grantable' END) AS line
  FROM said
  UNION ALL
  SELECT concat(name, ': owner ', quote_ident(pg_get_userbyid(owner))) FROM owned
  WHERE pg_get_userbyid(owner) NOT IN (current_user, 'pg_database_owner')`;

/** Reads what the session's database holds outside the system's schemas. Needs a search path that is the default one. */
export async function schemaSnapshot(client: Client): Promise<SchemaSnapshot> {
  const lines = async (sql: string): Promise<readonly string[]> => {
    const { rows } = await client.query<{ line: string }>(sql);
    return rows.map((row) => row.line).sort();
  };
  const { rows } = await client.query<{ version: number }>(
    "SELECT current_setting('server_version_num')::int / 10000 AS version",
  );
  const more = moreOfSchema(rows[0]?.version ?? 0);
  return {
    relations: await lines(RELATIONS),
    columns: await lines(COLUMNS),
    constraints: await lines(CONSTRAINTS),
    indexes: await lines(INDEXES),
    rules: await lines(RULES),
    types: await lines(TYPES),
    privileges: await lines(PRIVILEGES),
    settings: await lines(more.settings),
    comments: await lines(more.comments),
    others: await lines(more.others),
  };
}
