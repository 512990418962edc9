/** The parts of a snapshot that a schema's shape does not show, each the SQL of its lines for a version of Postgres. */
export interface MoreOfSchema {
  /** `sequence s: 1 to 100, cache 1`, `column orders.note: statistics 500`, `table orders: replica identity full`. */
  readonly settings: string;
  /** `column orders.note: free text`, of objects of every kind. */
  readonly comments: string;
  /** Rules, extended statistics, publications, extensions, event triggers, aggregates, operators and the like. */
  readonly others: string;
}

// The first oid that is nobody's but a user's; initdb's own objects have none above it.
const FIRST_OWN = 16384;

const NOT_EXTENSION = (column: string, catalogue: string) =>
  `NOT EXISTS (SELECT FROM pg_depend e WHERE e.classid = '${catalogue}'::regclass AND e.objid = ${column} AND e.deptype = 'e')`;

const IN_RELATION = (column: string) =>
  `${column} >= ${FIRST_OWN} AND n.nspname NOT LIKE 'pg\\_%' AND ${NOT_EXTENSION(column, "pg_class")}`;

/** What of them can be asked on a version. */
export function moreOfSchema(version: number): MoreOfSchema {
  return {
    settings: [sequences(), columns(version), relations(), internalTriggers(), attached(), notNullNames(version)].join(
      UNION,
    ),
    comments: COMMENTS,
    others: [OTHERS, publications(version), definitions(version)].join(UNION),
  };
}

const UNION = "\n  UNION ALL\n";

function sequences(): string {
  return `
  SELECT format('sequence %s: %s to %s, cache %s%s', s.seqrelid::regclass, s.seqmin, s.seqmax, s.seqcache,
    CASE WHEN s.seqcycle THEN ', cycle' END) AS line
  FROM pg_sequence s JOIN pg_class c ON c.oid = s.seqrelid JOIN pg_namespace n ON n.oid = c.relnamespace
  WHERE ${IN_RELATION("c.oid")}`;
}

/** Up to 16 an unset target is -1, from 17 on null; compression came with 14. */
function columns(version: number): string {
  const compression = version < 14 ? "NULL" : "nullif(a.attcompression::text, '')";
  return `
  SELECT concat('column ', a.attrelid::regclass, '.', quote_ident(a.attname), ':',
    ' statistics ' || nullif(a.attstattarget, -1), CASE WHEN a.attstorage <> t.typstorage THEN ' storage ' || a.attstorage::text END,
    ' compression ' || ${compression}, ' ' || a.attoptions::text, ' ' || a.attfdwoptions::text,
    CASE WHEN a.attinhcount > 0 THEN ' inherited' || CASE WHEN a.attislocal THEN ' and its own' ELSE '' END END)
  FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid JOIN pg_namespace n ON n.oid = c.relnamespace
  JOIN pg_type t ON t.oid = a.atttypid
  WHERE c.relkind <> 't' AND a.attnum > 0 AND NOT a.attisdropped AND ${IN_RELATION("c.oid")}
    AND (a.attinhcount > 0 OR a.attstattarget <> -1 OR a.attoptions IS NOT NULL OR a.attfdwoptions IS NOT NULL
      OR c.relkind NOT IN ('i', 'I') AND (a.attstorage <> t.typstorage OR ${compression} IS NOT NULL))`;
}

function relations(): string {
  return `
  SELECT concat('table ', c.oid::regclass, ':',
    CASE c.relreplident WHEN 'f' THEN ' replica identity full' WHEN 'n' THEN ' replica identity nothing'
      WHEN 'i' THEN ' replica identity by an index' END, ' tablespace ' || s.spcname,
    ' access method ' || CASE WHEN c.relkind NOT IN ('i', 'I') THEN nullif(m.amname, 'heap')::text END,
    ' of ' || nullif(c.reloftype, 0)::regtype::text, ' toast ' || x.reloptions::text)
  FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace LEFT JOIN pg_tablespace s ON s.oid = c.reltablespace
  LEFT JOIN pg_am m ON m.oid = c.relam LEFT JOIN pg_class x ON x.oid = c.reltoastrelid
  WHERE ${IN_RELATION("c.oid")} AND c.relkind <> 't'
    AND (c.relreplident IN ('f', 'i') OR c.relreplident = 'n' AND c.relkind IN ('r', 'p') OR s.oid IS NOT NULL
      OR c.reloftype <> 0 OR x.reloptions IS NOT NULL OR c.relkind IN ('r', 'p', 'm') AND m.amname <> 'heap')`;
}

/** Triggers of foreign keys, where somebody has turned them off. */
function internalTriggers(): string {
  return `
  SELECT format('trigger of %s on %s: fires as %s', k.conname, t.tgrelid::regclass, t.tgenabled)
  FROM pg_trigger t JOIN pg_constraint k ON k.oid = t.tgconstraint
  WHERE t.tgisinternal AND t.tgenabled <> 'O' AND t.oid >= ${FIRST_OWN}`;
}

/** Indexes that are a part of a partitioned table's. */
function attached(): string {
  return `
  SELECT format('index %s: part of %s', i.inhrelid::regclass, i.inhparent::regclass)
  FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid JOIN pg_namespace n ON n.oid = c.relnamespace
  WHERE c.relkind IN ('i', 'I') AND ${IN_RELATION("c.oid")}`;
}

/** From Postgres 18 on NOT NULL is a constraint of a name. */
function notNullNames(version: number): string {
  if (version < 18) return "  SELECT NULL WHERE false";
  return `
  SELECT concat('not null ', k.conrelid::regclass, '.', a.attname, ': ', quote_ident(k.conname), CASE WHEN k.connoinherit THEN ' no inherit' END)
  FROM pg_constraint k JOIN pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = k.conkey[1]
  JOIN pg_namespace n ON n.oid = k.connamespace
  WHERE k.contype = 'n' AND k.conrelid <> 0 AND n.nspname NOT LIKE 'pg\\_%' AND ${IN_RELATION("k.conrelid")}`;
}

const COMMENTS = `
  SELECT concat(o.type, ' ', o.identity, ': ', d.description) AS line
  FROM pg_description d, pg_identify_object(d.classoid, d.objoid, d.objsubid) o
  WHERE (d.objoid >= ${FIRST_OWN} OR d.objoid = 'public'::regnamespace) AND NOT EXISTS (SELECT FROM pg_depend e
    WHERE e.classid = d.classoid AND e.objid = d.objoid AND e.deptype = 'e')
    AND d.classoid <> 'pg_extension'::regclass
  UNION ALL
  SELECT concat('extension ', x.extname, ': ', d.description)
  FROM pg_extension x JOIN pg_description d ON d.objoid = x.oid AND d.classoid = 'pg_extension'::regclass
  WHERE x.oid >= ${FIRST_OWN}`;

const OTHERS = `
  SELECT concat('rule of ', r.ev_class::regclass, ': ', pg_get_ruledef(r.oid),
    CASE WHEN r.ev_enabled <> 'O' THEN ' fires as ' || r.ev_enabled::text END) AS line
  FROM pg_rewrite r JOIN pg_class c ON c.oid = r.ev_class JOIN pg_namespace n ON n.oid = c.relnamespace
  WHERE r.rulename <> '_RETURN' AND ${IN_RELATION("c.oid")}
  UNION ALL
  SELECT format('extension %s %s in %s', x.extname, x.extversion, x.extnamespace::regnamespace) FROM pg_extension x
  WHERE x.oid >= ${FIRST_OWN}
  UNION ALL
  SELECT format('event trigger %s: on %s %s does %s, fires as %s', evtname, evtevent, evttags, evtfoid::regprocedure, evtenabled)
  FROM pg_event_trigger
  UNION ALL
  SELECT format('aggregate %s: %s', a.aggfnoid::regprocedure, to_jsonb(a) - 'aggfnoid') FROM pg_aggregate a
  WHERE a.aggfnoid >= ${FIRST_OWN} AND ${NOT_EXTENSION("a.aggfnoid", "pg_proc")}
  UNION ALL
  SELECT format('operator %s: %s', o.oid::regoperator, to_jsonb(o) - '{oid,oprnamespace,oprowner,oprleft,oprright,oprresult}'::text[])
  FROM pg_operator o WHERE o.oid >= ${FIRST_OWN} AND ${NOT_EXTENSION("o.oid", "pg_operator")}
  UNION ALL
  SELECT format('cast from %s to %s: %s %s', k.castsource::regtype, k.casttarget::regtype, k.castfunc::regprocedure, k.castcontext)
  FROM pg_cast k WHERE k.oid >= ${FIRST_OWN} AND ${NOT_EXTENSION("k.oid", "pg_cast")}
  UNION ALL
  SELECT format('collation %s.%s: %s', l.collnamespace::regnamespace, l.collname, to_jsonb(l) - '{oid,collnamespace,collowner}'::text[])
  FROM pg_collation l WHERE l.oid >= ${FIRST_OWN}
  UNION ALL
  SELECT format('operator class %s.%s for %s', k.opcnamespace::regnamespace, k.opcname, k.opcintype::regtype)
  FROM pg_opclass k WHERE k.oid >= ${FIRST_OWN} AND ${NOT_EXTENSION("k.oid", "pg_opclass")}
  UNION ALL
  SELECT format('text search configuration %s.%s: %s', f.cfgnamespace::regnamespace, f.cfgname,
    (SELECT string_agg(m.maptokentype || ' ' || m.mapdict::regdictionary, ', ' ORDER BY m.maptokentype, m.mapseqno)
      FROM pg_ts_config_map m WHERE m.mapcfg = f.oid))
  FROM pg_ts_config f WHERE f.oid >= ${FIRST_OWN} AND ${NOT_EXTENSION("f.oid", "pg_ts_config")}
  UNION ALL
  SELECT format('text search dictionary %s.%s: %s', d.dictnamespace::regnamespace, d.dictname, d.dictinitoption)
  FROM pg_ts_dict d WHERE d.oid >= ${FIRST_OWN} AND ${NOT_EXTENSION("d.oid", "pg_ts_dict")}
  UNION ALL
  SELECT format('server %s: %s', srvname, srvoptions) FROM pg_foreign_server
  UNION ALL
  SELECT format('foreign table %s: %s', ftrelid::regclass, ftoptions) FROM pg_foreign_table
  UNION ALL
  SELECT concat('schema ', quote_ident(n.nspname)) FROM pg_namespace n
  WHERE n.oid >= ${FIRST_OWN} AND n.nspname NOT LIKE 'pg\\_%' AND ${NOT_EXTENSION("n.oid", "pg_namespace")}`;

/** Which columns and rows of a table, and which schemas, came with 15. */
function publications(version: number): string {
  const part =
    version < 15
      ? ""
      : ", ' ' || (SELECT array_agg(a.attname ORDER BY a.attnum) FROM pg_attribute a WHERE a.attrelid = r.prrelid AND a.attnum = ANY (r.prattrs))::text, ' where ' || pg_get_expr(r.prqual, r.prrelid)";
  const schemas =
    version < 15
      ? ""
      : `
  UNION ALL
  SELECT concat('publication ', p.pubname, ': schema ', m.pnnspid::regnamespace)
  FROM pg_publication_namespace m JOIN pg_publication p ON p.oid = m.pnpubid`;
  return `
  SELECT concat('publication ', p.pubname, ': ', to_jsonb(p) - '{oid,pubname,pubowner}'::text[]) FROM pg_publication p
  UNION ALL
  SELECT concat('publication ', p.pubname, ': table ', r.prrelid::regclass${part})
  FROM pg_publication_rel r JOIN pg_publication p ON p.oid = r.prpubid${schemas}`;
}

/** Extended statistics with their target (13 and later), range types with their multirange (14 and later), functions whose body is parsed (14). */
function definitions(version: number): string {
  const target = version < 13 ? "NULL" : "nullif(s.stxstattarget, -1)";
  const multirange = version < 14 ? "" : ", ' as ' || r.rngmultitypid::regtype::text";
  const body = version < 14 ? "''" : "md5(pg_get_function_sqlbody(p.oid))";
  return `
  SELECT concat('statistics: ', pg_get_statisticsobjdef(s.oid), ' target ' || ${target}) FROM pg_statistic_ext s
  UNION ALL
  SELECT concat('range ', r.rngtypid::regtype, ' of ', r.rngsubtype::regtype, ' ', k.opcname, ' ', r.rngcollation, ' ', r.rngcanonical, ' ', r.rngsubdiff${multirange})
  FROM pg_range r JOIN pg_opclass k ON k.oid = r.rngsubopc
  WHERE r.rngtypid >= ${FIRST_OWN} AND ${NOT_EXTENSION("r.rngtypid", "pg_type")}
  UNION ALL
  SELECT concat(CASE t.typtype WHEN 'd' THEN 'domain ' ELSE 'composite type ' END, t.oid::regtype,
    CASE WHEN t.typcollation <> b.typcollation THEN ' collate ' || (SELECT l.collname FROM pg_collation l WHERE l.oid = t.typcollation) END)
  FROM pg_type t LEFT JOIN pg_type b ON b.oid = t.typbasetype LEFT JOIN pg_class c ON c.oid = t.typrelid
  WHERE (t.typtype = 'd' OR t.typtype = 'c' AND c.relkind = 'c') AND t.oid >= ${FIRST_OWN} AND ${NOT_EXTENSION("t.oid", "pg_type")}
  UNION ALL
  SELECT concat(CASE p.prokind WHEN 'p' THEN 'procedure ' WHEN 'a' THEN 'aggregate ' WHEN 'w' THEN 'window ' ELSE 'function ' END,
    p.oid::regprocedure, ': (', pg_get_function_arguments(p.oid), ')', ' returns ' || pg_get_function_result(p.oid), ' ', l.lanname, ' ',
    p.provolatile, CASE WHEN p.prosecdef THEN ' security definer' END, CASE WHEN p.proleakproof THEN ' leakproof' END,
    CASE WHEN p.proisstrict THEN ' strict' END, ' parallel ', p.proparallel, ' cost ', p.procost, ' rows ', p.prorows,
    ' ' || p.proconfig::text, ' ', p.prosupport, ' ', ${body})
  FROM pg_proc p JOIN pg_language l ON l.oid = p.prolang
  WHERE p.oid >= ${FIRST_OWN} AND p.pronamespace <> pg_my_temp_schema() AND ${NOT_EXTENSION("p.oid", "pg_proc")}`;
}
