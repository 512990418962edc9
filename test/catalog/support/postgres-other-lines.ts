import { EXTENSIONS_OWN, NAME, NO_EXPRESSIONS, OWN_SCHEMA } from "./postgres-names.ts";

const RELATION = NAME("n.nspname::text", "c.relname::text");
const OF_RELATION = "JOIN pg_class c ON c.oid = t.tgrelid JOIN pg_namespace n ON n.oid = c.relnamespace";

const TRIGGERS = `
  SELECT concat_ws(' ', 'trigger ' || ${RELATION} || '.' || t.tgname, CASE WHEN t.tgtype & 1 = 1 THEN 'row' ELSE 'statement' END,
    CASE WHEN t.tgconstraint <> 0 THEN 'constraint' END,
    CASE t.tgenabled WHEN 'D' THEN 'disabled' WHEN 'R' THEN 'replica' WHEN 'A' THEN 'always' END,
    '-> ' || p.proname) AS line, ${NO_EXPRESSIONS}
  FROM pg_trigger t ${OF_RELATION} JOIN pg_proc p ON p.oid = t.tgfoid WHERE NOT t.tgisinternal AND ${OWN_SCHEMA("n.nspname")}`;

const POLICIES = `
  SELECT concat('policy ', ${RELATION}, '.', t.polname, CASE t.polcmd WHEN '*' THEN ' all' WHEN 'r' THEN ' select' WHEN 'a' THEN ' insert'
    WHEN 'w' THEN ' update' ELSE ' delete' END, CASE WHEN NOT t.polpermissive THEN ' restrictive' END) AS line, ${NO_EXPRESSIONS}
  FROM pg_policy t JOIN pg_class c ON c.oid = t.polrelid JOIN pg_namespace n ON n.oid = c.relnamespace`;

const RULES = `
  SELECT concat('rule ', ${RELATION}, '.', t.rulename) AS line, ${NO_EXPRESSIONS}
  FROM pg_rewrite t JOIN pg_class c ON c.oid = t.ev_class JOIN pg_namespace n ON n.oid = c.relnamespace
  WHERE t.rulename <> '_RETURN' AND ${OWN_SCHEMA("n.nspname")}`;

const ROUTINES = `
  SELECT concat('routine ', ${NAME("n.nspname::text", "p.proname::text")}, '(',
    (SELECT string_agg(format_type(a.type, NULL), ',' ORDER BY a.place) FROM unnest(p.proargtypes) WITH ORDINALITY a(type, place)), ') ',
    CASE p.prokind WHEN 'f' THEN 'function' WHEN 'p' THEN 'procedure' ELSE 'aggregate' END,
    CASE WHEN p.prokind = 'f' THEN CASE p.provolatile WHEN 'v' THEN ' volatile' WHEN 's' THEN ' stable' ELSE ' immutable' END END) AS line, ${NO_EXPRESSIONS}
  FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
  WHERE p.prokind <> 'w' AND ${OWN_SCHEMA("n.nspname")} AND ${EXTENSIONS_OWN("pg_proc", "p.oid")}
    AND NOT EXISTS (SELECT FROM pg_depend i WHERE i.classid = 'pg_proc'::regclass AND i.objid = p.oid AND i.deptype = 'i')`;

const DOMAINS = `
  SELECT concat_ws(' ', 'domain ' || ${NAME("n.nspname::text", "d.typname::text")}, format_type(d.typbasetype, d.typtypmod),
    CASE WHEN d.typnotnull THEN 'not null' END) AS line, ARRAY[pg_get_expr(d.typdefaultbin, 0)] AS expressions
  FROM pg_type d JOIN pg_namespace n ON n.oid = d.typnamespace WHERE d.typtype = 'd' AND ${OWN_SCHEMA("n.nspname")} AND ${EXTENSIONS_OWN("pg_type", "d.oid")}
  UNION ALL
  SELECT concat('domain ', ${NAME("n.nspname::text", "d.typname::text")}, '.', k.conname, CASE WHEN NOT k.convalidated THEN ' not valid' END) AS line,
    ARRAY[pg_get_expr(k.conbin, 0)] AS expressions
  FROM pg_constraint k JOIN pg_type d ON d.oid = k.contypid JOIN pg_namespace n ON n.oid = d.typnamespace
  WHERE k.contype = 'c' AND ${OWN_SCHEMA("n.nspname")} AND ${EXTENSIONS_OWN("pg_type", "d.oid")}`;

const ATTRIBUTES = `
  SELECT concat('attribute ', ${RELATION}, '.', a.attname, ' ', format_type(a.atttypid, a.atttypmod)) AS line, ${NO_EXPRESSIONS}
  FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace JOIN pg_attribute a ON a.attrelid = c.oid
  WHERE c.relkind = 'c' AND a.attnum > 0 AND NOT a.attisdropped AND ${OWN_SCHEMA("n.nspname")} AND ${EXTENSIONS_OWN("pg_type", "c.reltype")}`;

const COMMENTS = `
  SELECT concat('comment ', ${RELATION}, '.' || a.attname, ' ', to_json(d.description)) AS line, ${NO_EXPRESSIONS}
  FROM pg_description d JOIN pg_class c ON c.oid = d.objoid AND d.classoid = 'pg_class'::regclass JOIN pg_namespace n ON n.oid = c.relnamespace
  LEFT JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = d.objsubid AND d.objsubid > 0
  WHERE c.relkind IN ('r', 'p', 'f') AND ${OWN_SCHEMA("n.nspname")} AND ${EXTENSIONS_OWN("pg_class", "c.oid")}`;

const OTHERS = `
  SELECT 'extension ' || e.extname AS line, ${NO_EXPRESSIONS} FROM pg_extension e WHERE e.extname <> 'plpgsql'
  UNION ALL SELECT 'schema ' || n.nspname, ${NO_EXPRESSIONS} FROM pg_namespace n
    WHERE n.nspname NOT LIKE 'pg\\_%' AND n.nspname NOT IN ('information_schema', 'public')
  UNION ALL SELECT 'publication ' || p.pubname, ${NO_EXPRESSIONS} FROM pg_publication p
  UNION ALL SELECT 'statistics ' || ${NAME("n.nspname::text", "s.stxname::text")}, ${NO_EXPRESSIONS}
    FROM pg_statistic_ext s JOIN pg_namespace n ON n.oid = s.stxnamespace`;

/** Queries of what is neither a table nor a part that every table has. */
export const OTHER_LINES: readonly string[] = [
  TRIGGERS,
  POLICIES,
  RULES,
  ROUTINES,
  DOMAINS,
  ATTRIBUTES,
  COMMENTS,
  OTHERS,
];
