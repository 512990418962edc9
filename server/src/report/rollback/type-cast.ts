import type { ColumnType } from "../../catalog/catalog.ts";
import { typeText } from "../../catalog/column-type.ts";

/** Types among whose own every one is converted to every other by a cast of Postgres's; a value's range may not fit. */
const FAMILIES: readonly (readonly string[])[] = [
  ["int2", "int4", "int8", "numeric", "float4", "float8"],
  ["text", "varchar", "bpchar", "name"],
  ["date", "timestamp", "timestamptz"],
  ["time", "timetz"],
  ["bit", "varbit"],
  ["json", "jsonb"],
  ["inet", "cidr"],
];

/** The USING that converts a column's values; nothing where Postgres converts them by itself. */
export function castOf(column: string, now: ColumnType, wanted: ColumnType): string {
  const isPlain =
    now.typeSchema === undefined && wanted.typeSchema === undefined && now.dimensions === wanted.dimensions;
  const isRelated = FAMILIES.some((family) => family.includes(now.type) && family.includes(wanted.type));
  const isToText = FAMILIES[1]?.includes(wanted.type) === true && wanted.dimensions === 0;
  if (isPlain && (now.type === wanted.type || isRelated || isToText)) return "";
  const isList = now.dimensions > 0 && wanted.dimensions > 0;
  return ` USING ${column}::text${isList ? "[]" : ""}::${typeText(wanted)}`;
}

/** Types by what they hold: each holds all values of those before it in its list. */
const WIDER: readonly (readonly string[])[] = [
  ["int2", "int4", "int8", "numeric"],
  ["int2", "int4", "float8"],
  ["float4", "float8"],
  ["date", "timestamp"],
];

/** Whether a type takes every value of another as it is, so that a conversion to it loses nothing. */
export function holdsAll(wide: ColumnType, narrow: ColumnType): boolean {
  if (wide.dimensions !== narrow.dimensions) return false;
  if (typeText(wide) === typeText(narrow)) return true;
  if (wide.typeSchema !== undefined) return false;
  if (wide.type === "text" && wide.dimensions === 0) return narrow.type !== "bpchar";
  if (wide.type === narrow.type) return hasRoom(wide, narrow);
  if (wide.type === "varchar" && wide.modifiers.length === 0) return narrow.type === "text";
  const isWider = WIDER.some(
    (list) => list.includes(narrow.type) && list.indexOf(wide.type) > list.indexOf(narrow.type),
  );
  return isWider && wide.modifiers.length === 0;
}

/** `varchar(20)` holds `varchar(10)`; a number of digits has to be at least as large before and behind the point. */
function hasRoom({ type, modifiers: wide }: ColumnType, { modifiers: narrow }: ColumnType): boolean {
  if (wide.length === 0) return true;
  if (narrow.length === 0) return false;
  const [size = 0, scale = 0] = wide;
  const [other = 0, otherScale = 0] = narrow;
  if (type === "numeric") return scale >= otherScale && size - scale >= other - otherScale;
  return size >= other;
}
