/** The name as the catalogue's lines say it, of the relation or type whose schema and name columns are given. */
export const NAME = (schema: string, name: string): string =>
  `CASE WHEN ${schema} = 'public' THEN quote_ident(${name}) WHEN ${schema} LIKE 'pg\\_temp%' THEN 'pg_temp.' || ${name}
   ELSE quote_ident(${schema}) || '.' || quote_ident(${name}) END`;

/** Whether a schema is no one of the server's own. */
export const OWN_SCHEMA = (schema: string): string =>
  `(${schema} NOT LIKE 'pg\\_%' OR ${schema} LIKE 'pg\\_temp%') AND ${schema} <> 'information_schema'`;

/** What an extension brings along is no one's statement. */
export const EXTENSIONS_OWN = (catalogue: string, oid: string): string =>
  `NOT EXISTS (SELECT FROM pg_depend e WHERE e.classid = '${catalogue}'::regclass AND e.objid = ${oid} AND e.deptype = 'e')`;

/** The second column of a line without expressions. */
export const NO_EXPRESSIONS = "NULL::text[] AS expressions";
