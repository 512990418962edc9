import type { Node } from "libpg-query";
import { stringsOf } from "./names.ts";

/** Functions of Postgres that scripts call, none of which changes the schema. */
const harmless: ReadonlySet<string> = new Set(
  `abs age array_agg array_append array_cat array_length array_position array_remove array_to_string avg bool_and
  bool_or btrim cardinality ceil char_length chr clock_timestamp col_description concat concat_ws count
  current_database current_schema current_schemas current_setting currval date_part date_trunc decode dense_rank digest
  encode every exists extract first_value floor format format_type gen_random_uuid generate_series generate_subscripts
  greatest has_column_privilege has_database_privilege has_function_privilege has_schema_privilege
  has_table_privilege hashtext initcap json_agg json_array_elements json_array_elements_text json_build_array
  json_build_object json_each json_each_text json_object_agg json_object_keys json_typeof jsonb_agg
  jsonb_array_elements jsonb_array_elements_text jsonb_array_length jsonb_build_array jsonb_build_object jsonb_each
  jsonb_each_text jsonb_object_agg jsonb_object_keys jsonb_set jsonb_typeof lag last_value lastval lead least left
  length lower lpad ltrim make_date make_interval max md5 min mod nextval now ntile nullif obj_description
  octet_length pg_advisory_lock pg_advisory_unlock pg_advisory_unlock_all pg_advisory_xact_lock pg_backend_pid
  pg_column_size pg_get_constraintdef pg_get_expr pg_get_functiondef pg_get_indexdef pg_get_serial_sequence
  pg_get_viewdef pg_has_role pg_notify pg_relation_size pg_size_pretty pg_sleep pg_table_is_visible pg_table_size
  pg_total_relation_size pg_try_advisory_lock pg_try_advisory_xact_lock pg_typeof position power quote_ident
  quote_literal quote_nullable random rank regexp_match regexp_matches regexp_replace regexp_split_to_array
  regexp_split_to_table repeat replace reverse right round row_number row_to_json rpad rtrim set_config setval sign
  split_part sqrt statement_timestamp string_agg string_to_array strpos substr substring sum timezone to_char to_date
  to_json to_jsonb to_number to_regclass to_regnamespace to_regproc to_regrole to_regtype to_timestamp
  transaction_timestamp translate trim trunc txid_current unnest upper uuid_generate_v4 version width_bucket`.split(
    /\s+/,
  ),
);

/** Whether the statement is a CALL, or a SELECT of a function that is not known to change nothing. */
export function callsUnknown(root: Node): boolean {
  if ("CallStmt" in root) return true;
  if (!("SelectStmt" in root)) return false;
  const left: unknown[] = [root];
  for (let value = left.pop(); value !== undefined; value = left.pop()) {
    if (typeof value !== "object" || value === null) continue;
    if ("FuncCall" in value && isUnknown(value as Node)) return true;
    for (const field of Object.values(value)) if (typeof field === "object") left.push(field);
  }
  return false;
}

function isUnknown(node: Node): boolean {
  if (!("FuncCall" in node)) return false;
  const name = stringsOf(node.FuncCall.funcname);
  const isOfPostgres = name.length === 1 || name[0] === "pg_catalog";
  return !isOfPostgres || !harmless.has(name.at(-1) ?? "");
}
