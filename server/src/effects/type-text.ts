import type { ColumnType } from "../catalog/catalog.ts";

/** By the words that `format_type` prints, what `pg_type` names the type. */
const NAMES: Readonly<Record<string, string>> = {
  boolean: "bool",
  character: "bpchar",
  "character varying": "varchar",
  "bit varying": "varbit",
  smallint: "int2",
  integer: "int4",
  bigint: "int8",
  real: "float4",
  "double precision": "float8",
  "time without time zone": "time",
  "time with time zone": "timetz",
  "timestamp without time zone": "timestamp",
  "timestamp with time zone": "timestamptz",
};

/** The type that `format_type` prints so: `character varying(20)`, `timestamp(3) with time zone`, `text[]`, `crm.mood`. */
export function typeOfText(text: string): ColumnType {
  const dimensions = text.endsWith("[]") ? 1 : 0;
  const bare = dimensions > 0 ? text.slice(0, -2) : text;
  const [open, close] = bare.startsWith('"') ? [-1, -1] : [bare.indexOf("("), bare.indexOf(")")];
  const modifiers =
    open > 0
      ? bare
          .slice(open + 1, close)
          .split(",")
          .map(Number)
      : [];
  const words = open > 0 ? bare.slice(0, open) + bare.slice(close + 1) : bare;
  const known = Object.hasOwn(NAMES, words) ? NAMES[words] : undefined;
  if (known !== undefined) return { type: known, typeSchema: undefined, modifiers, dimensions };
  const dot = words.indexOf(".");
  const [schema, name] = dot > 0 ? [words.slice(0, dot), words.slice(dot + 1)] : [undefined, words];
  return { type: stored(name), typeSchema: schema === undefined ? undefined : stored(schema), modifiers, dimensions };
}

function stored(name: string): string {
  return name.startsWith('"') ? name.slice(1, -1).replaceAll('""', '"') : name;
}
