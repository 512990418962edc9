/** Functions that came with a major version of Postgres; earlier ones say that they do not exist. */
export const NEWER_FUNCTIONS: ReadonlyMap<string, number> = byVersion({
  13: "gcd lcm min_scale trim_scale normalize is_normalized jsonb_path_query_tz jsonb_path_exists_tz jsonb_set_lax",
  14: "bit_count date_bin multirange range_agg range_intersect_agg string_to_table trim_array unistr",
  15: "regexp_count regexp_instr regexp_like regexp_substr",
  16: "any_value array_sample array_shuffle date_add date_subtract pg_input_error_info pg_input_is_valid random_normal system_user erf erfc",
  17: "to_bin to_oct uuid_extract_timestamp uuid_extract_version xmltext",
  18: "array_reverse array_sort casefold crc32 crc32c gamma lgamma uuidv4 uuidv7",
});

/** Types that came with a major version. */
export const NEWER_TYPES: ReadonlyMap<string, number> = byVersion({
  13: "xid8 pg_snapshot anycompatible anycompatiblearray anycompatiblenonarray anycompatiblerange",
  14: "int4multirange int8multirange nummultirange datemultirange tsmultirange tstzmultirange anymultirange",
});

function byVersion(names: Readonly<Record<number, string>>): ReadonlyMap<string, number> {
  return new Map(
    Object.entries(names).flatMap(([version, list]) => list.split(" ").map((name) => [name, Number(version)] as const)),
  );
}
