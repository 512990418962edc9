import { tokenize } from "../sql/lexer.ts";

/** `volatile`: may differ from row to row, so that a default must be computed for each. `unknown`: calls what the text does not show. */
export type Volatility = "same for all rows" | "volatile" | "unknown";

// The functions of pg_catalog that SELECT proname FROM pg_proc WHERE provolatile = 'v' names on 12 or 18 and that give
// a value somebody could store, and those of the extensions that come with Postgres.
const VOLATILE: ReadonlySet<string> = new Set(
  `clock_timestamp currval gen_random_uuid lastval nextval pg_sleep random random_normal setval timeofday txid_status
  uuidv4 uuidv7 array_sample array_shuffle current_query set_config lo_create lo_creat lo_import lo_from_bytea
  pg_current_wal_lsn pg_current_wal_insert_lsn pg_advisory_lock pg_advisory_xact_lock pg_notify gen_random_bytes
  gen_salt normal_rand uuid_generate_v1 uuid_generate_v1mc uuid_generate_v4`.split(/\s+/),
);

// Those that the same query calls stable or immutable on both and that defaults and generated columns call; words of
// the grammar that an opening parenthesis may follow; and types, whose modifiers look like a call.
const SAME_FOR_ALL_ROWS: ReadonlySet<string> = new Set(
  `abs age array_append array_cat array_fill array_length array_prepend array_to_json array_to_string array_to_tsvector
  ascii btrim ceil ceiling char_length character_length chr concat concat_ws convert_from convert_to current_database
  current_schema current_setting current_user daterange date_part date_trunc decode div encode enum_first enum_last
  enum_range exp floor format get_byte host initcap inet_client_addr int4range int8range json_build_array
  json_build_object jsonb_build_array jsonb_build_object jsonb_object json_object jsonb_set jsonb_typeof json_typeof
  justify_days justify_hours justify_interval length ln localtime localtimestamp log lower lpad ltrim make_date
  make_interval make_time make_timestamp make_timestamptz md5 mod multirange now numrange octet_length overlay
  pg_typeof pi point power quote_ident quote_literal range_merge regexp_match regexp_replace repeat replace reverse
  round row_to_json rpad rtrim scale setweight sha224 sha256 sha384 sha512 sign split_part sqrt statement_timestamp
  string_to_array strpos substr substring to_char to_date to_json to_jsonb to_number to_regclass to_timestamp to_tsquery
  to_tsvector transaction_timestamp translate trim trunc tsrange tstzrange txid_current upper uuid_generate_v3
  uuid_generate_v5 uuid_nil version width_bucket xpath
  all and any array as between by case cast coalesce collate distinct else end exists extract from greatest ilike in is
  least like not null nullif on or position row similar some then when
  bit bool boolean bpchar char character date decimal dec float float4 float8 int int2 int4 int8 integer interval json
  jsonb money numeric text time timestamp timestamptz timetz uuid varbit varchar varying with without zone`.split(
    /\s+/,
  ),
);

// Of these a type's modifiers look like a call; nothing in parentheses is a call of a function by that name, which is not Postgres's.
const TYPES: ReadonlySet<string> = new Set(
  `bit bpchar char character dec decimal float interval json jsonb numeric text time timestamp timestamptz timetz uuid
  varbit varchar`.split(/\s+/),
);

// These take nothing; with something in parentheses it is a function of another's.
const WITHOUT_ARGUMENTS: ReadonlySet<string> = new Set(
  "current_database inet_client_addr now pi statement_timestamp transaction_timestamp txid_current uuid_nil version".split(
    " ",
  ),
);

/** Whether an expression gives every row of a table the same value within one statement, judged by the functions that it calls. */
export function volatilityOf(expression: string): Volatility {
  const calls = calledIn(expression);
  if (calls.some(({ name }) => VOLATILE.has(name))) return "volatile";
  return calls.every(isSameForAllRows) ? "same for all rows" : "unknown";
}

/** The first function in the expression of which neither list knows what it does. */
export function unknownCall(expression: string): string | undefined {
  return calledIn(expression).find((call) => !VOLATILE.has(call.name) && !isSameForAllRows(call))?.name;
}

/** A name before a parenthesis. */
interface Call {
  readonly name: string;
  /** Whether nothing stands in the parentheses. */
  readonly isEmpty: boolean;
}

function isSameForAllRows({ name, isEmpty }: Call): boolean {
  if (isEmpty ? TYPES.has(name) : WITHOUT_ARGUMENTS.has(name)) return false;
  return SAME_FOR_ALL_ROWS.has(name);
}

function calledIn(expression: string): readonly Call[] {
  const tokens = tokenize(expression).filter(({ kind }) => kind !== "lineComment" && kind !== "blockComment");
  return tokens.flatMap(({ kind, start, end }, place) => {
    const next = tokens[place + 1];
    if (next === undefined || expression.slice(next.start, next.end) !== "(") return [];
    const text = expression.slice(start, end);
    const after = tokens[place + 2];
    const isEmpty = after !== undefined && expression.slice(after.start, after.end) === ")";
    if (kind === "word") return [{ name: text.toLowerCase(), isEmpty }];
    return kind === "quotedIdentifier" ? [{ name: text.slice(1, -1), isEmpty }] : [];
  });
}
