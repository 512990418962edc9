import type { Client } from "pg";

/** What a server holds at this moment: what the next random statement can be about. */
export interface World {
  readonly schemas: readonly string[];
  readonly relations: readonly WorldRelation[];
  readonly types: readonly WorldType[];
}

/** A table, view, materialized view or sequence. */
export interface WorldRelation {
  readonly schema: string;
  readonly name: string;
  /** As SQL must write it on the present search path. */
  readonly sql: string;
  /** `r` table, `p` partitioned table, `v` view, `m` materialized view, `S` sequence. */
  readonly kind: "r" | "p" | "v" | "m" | "S";
  readonly temporary: boolean;
  readonly isPartition: boolean;
  readonly isTyped: boolean;
  /** `r`, `l` or `h` of a partitioned table. */
  readonly strategy: string | null;
  readonly partitionKey: readonly string[];
  readonly hasDefaultPartition: boolean;
  /** The table and column that own a sequence. */
  readonly ownedBy: string | null;
  readonly isIdentity: boolean;
  readonly parents: readonly string[];
  readonly children: readonly string[];
  readonly columns: readonly WorldColumn[];
  readonly constraints: readonly WorldConstraint[];
  readonly indexes: readonly WorldIndex[];
  readonly triggers: readonly string[];
  readonly policies: readonly string[];
}

/** A column of a relation. */
export interface WorldColumn {
  /** Quoted where SQL needs it. */
  readonly sql: string;
  /** As `format_type` writes it. */
  readonly type: string;
  /** As `pg_type` names it. */
  readonly base: string;
  readonly notNull: boolean;
  readonly hasDefault: boolean;
  readonly identity: string;
  readonly generated: string;
  readonly inherited: boolean;
}

/** A constraint of a table. */
export interface WorldConstraint {
  readonly sql: string;
  /** As `pg_constraint.contype` says it. */
  readonly kind: string;
  readonly columns: readonly string[];
  readonly inherited: boolean;
  readonly validated: boolean;
}

/** An index of a table or materialized view. */
export interface WorldIndex {
  /** As SQL must write it on the present search path. */
  readonly sql: string;
  readonly name: string;
  readonly unique: boolean;
  readonly isPlain: boolean;
  readonly constrained: boolean;
  readonly valid: boolean;
  readonly inherited: boolean;
}

/** An enum, a domain or a composite type. */
export interface WorldType {
  readonly schema: string;
  readonly sql: string;
  /** `e`, `d` or `c`. */
  readonly kind: string;
  readonly labels: readonly string[];
}

const LIST = (select: string) => `(SELECT coalesce(json_agg(part), '[]') FROM (${select}) listed(part))`;
const NAMES = (numbers: string) =>
  LIST(`SELECT quote_ident(a.attname) FROM unnest(${numbers}) WITH ORDINALITY k(number, place)
    JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = k.number ORDER BY k.place`);
const OURS = "(n.nspname NOT LIKE 'pg\\_%' OR n.nspname LIKE 'pg\\_temp%') AND n.nspname <> 'information_schema'";

const COLUMNS =
  LIST(`SELECT json_build_object('sql', quote_ident(a.attname), 'type', format_type(a.atttypid, a.atttypmod),
  'base', t.typname, 'notNull', a.attnotnull, 'hasDefault', a.atthasdef, 'identity', a.attidentity,
  'generated', a.attgenerated, 'inherited', a.attinhcount > 0)
  FROM pg_attribute a JOIN pg_type t ON t.oid = a.atttypid
  WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped AND c.relkind <> 'S' ORDER BY a.attnum`);

const CONSTRAINTS =
  LIST(`SELECT json_build_object('sql', quote_ident(k.conname), 'kind', k.contype, 'columns', ${NAMES("k.conkey")},
  'inherited', k.coninhcount > 0 OR k.conparentid <> 0, 'validated', k.convalidated)
  FROM pg_constraint k WHERE k.conrelid = c.oid AND k.contype IN ('p', 'u', 'c', 'f', 'x') ORDER BY k.conname`);

const INDEXES = LIST(`SELECT json_build_object('sql', i.oid::regclass::text, 'name', i.relname, 'unique', x.indisunique,
  'isPlain', x.indpred IS NULL AND x.indexprs IS NULL AND m.amname = 'btree', 'valid', x.indisvalid,
  'constrained', EXISTS (SELECT FROM pg_constraint k WHERE k.conindid = i.oid AND k.contype IN ('p', 'u', 'x')),
  'inherited', EXISTS (SELECT FROM pg_inherits h WHERE h.inhrelid = i.oid))
  FROM pg_index x JOIN pg_class i ON i.oid = x.indexrelid JOIN pg_am m ON m.oid = i.relam
  WHERE x.indrelid = c.oid ORDER BY i.relname`);

const RELATIONS =
  LIST(`SELECT json_build_object('schema', CASE WHEN c.relpersistence = 't' THEN 'pg_temp' ELSE n.nspname END,
  'name', c.relname, 'sql', c.oid::regclass::text, 'kind', c.relkind, 'temporary', c.relpersistence = 't',
  'isPartition', c.relispartition, 'isTyped', c.reloftype <> 0,
  'strategy', (SELECT p.partstrat FROM pg_partitioned_table p WHERE p.partrelid = c.oid),
  'partitionKey', ${NAMES("(SELECT p.partattrs::int2[] FROM pg_partitioned_table p WHERE p.partrelid = c.oid)")},
  'hasDefaultPartition', (SELECT p.partdefid <> 0 FROM pg_partitioned_table p WHERE p.partrelid = c.oid),
  'ownedBy', (SELECT d.refobjid::regclass::text || '.' || quote_ident(a.attname) FROM pg_depend d
    JOIN pg_attribute a ON a.attrelid = d.refobjid AND a.attnum = d.refobjsubid
    WHERE c.relkind = 'S' AND d.objid = c.oid AND d.deptype IN ('a', 'i') LIMIT 1),
  'isIdentity', EXISTS (SELECT FROM pg_depend d WHERE c.relkind = 'S' AND d.objid = c.oid AND d.deptype = 'i'),
  'parents', ${LIST("SELECT h.inhparent::regclass::text FROM pg_inherits h WHERE h.inhrelid = c.oid ORDER BY h.inhseqno")},
  'children', ${LIST("SELECT h.inhrelid::regclass::text FROM pg_inherits h WHERE h.inhparent = c.oid ORDER BY h.inhrelid")},
  'columns', ${COLUMNS}, 'constraints', ${CONSTRAINTS}, 'indexes', ${INDEXES},
  'triggers', ${LIST("SELECT quote_ident(g.tgname) FROM pg_trigger g WHERE g.tgrelid = c.oid AND NOT g.tgisinternal ORDER BY g.tgname")},
  'policies', ${LIST("SELECT quote_ident(p.polname) FROM pg_policy p WHERE p.polrelid = c.oid ORDER BY p.polname")})
  FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
  WHERE c.relkind IN ('r', 'p', 'v', 'm', 'S') AND ${OURS} ORDER BY c.oid`);

const TYPES = LIST(`SELECT json_build_object('schema', n.nspname, 'sql', t.oid::regtype::text, 'kind', t.typtype,
  'labels', ${LIST("SELECT e.enumlabel FROM pg_enum e WHERE e.enumtypid = t.oid ORDER BY e.enumsortorder")})
  FROM pg_type t JOIN pg_namespace n ON n.oid = t.typnamespace LEFT JOIN pg_class c ON c.oid = t.typrelid
  WHERE (t.typtype IN ('e', 'd') OR t.typtype = 'c' AND c.relkind = 'c') AND ${OURS} ORDER BY t.oid`);

const SCHEMAS = LIST(
  `SELECT quote_ident(n.nspname) FROM pg_namespace n WHERE ${OURS} AND n.nspname NOT LIKE 'pg\\_%' ORDER BY n.oid`,
);

const QUERY = `SELECT json_build_object('schemas', ${SCHEMAS}, 'relations', ${RELATIONS}, 'types', ${TYPES}) AS world`;

/** What the session's database holds. */
export async function worldOf(client: Client): Promise<World> {
  const { rows } = await client.query<{ world: World }>({ name: "world", text: QUERY });
  const world = rows[0]?.world;
  if (world === undefined) throw new Error("the server told nothing of itself");
  return world;
}
