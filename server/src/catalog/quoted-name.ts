/** Every keyword that `quote_ident` quotes on Postgres 18: `SELECT word FROM pg_get_keywords() WHERE catcode <> 'U'`. */
const QUOTED_KEYWORDS: ReadonlySet<string> = new Set(
  `all analyse analyze and any array as asc asymmetric authorization between bigint binary bit boolean both case cast
  char character check coalesce collate collation column concurrently constraint create cross current_catalog
  current_date current_role current_schema current_time current_timestamp current_user dec decimal default deferrable
  desc distinct do else end except exists extract false fetch float for foreign freeze from full grant greatest group
  grouping having ilike in initially inner inout int integer intersect interval into is isnull join json json_array
  json_arrayagg json_exists json_object json_objectagg json_query json_scalar json_serialize json_table json_value
  lateral leading least left like limit localtime localtimestamp merge_action national natural nchar none normalize not
  notnull null nullif numeric offset on only or order out outer overlaps overlay placing position precision primary
  real references returning right row select session_user setof similar smallint some substring symmetric system_user
  table tablesample then time timestamp to trailing treat trim true union unique user using values varchar variadic
  verbose when where window with xmlattributes xmlconcat xmlelement xmlexists xmlforest xmlnamespaces xmlparse xmlpi
  xmlroot xmlserialize xmltable`.split(/\s+/),
);

/** Whether the word, in lower case, is a keyword that no column can be named by without quotes. */
export function isQuotedKeyword(word: string): boolean {
  return QUOTED_KEYWORDS.has(word);
}

const PLAIN_IDENTIFIER = /^[a-z_][a-z0-9_]*$/;

/** The name as SQL must write it, quoted only where Postgres's own `quote_ident` (18) quotes it. */
export function quoteIdentifier(name: string): string {
  if (PLAIN_IDENTIFIER.test(name) && !QUOTED_KEYWORDS.has(name)) return name;
  return `"${name.replaceAll('"', '""')}"`;
}

/** The name of a relation or a type as messages and reports write it: quoted where needed, qualified except in `public`. */
export function quotedName(schema: string, name: string): string {
  if (schema === "public") return quoteIdentifier(name);
  return `${quoteIdentifier(schema)}.${quoteIdentifier(name)}`;
}
