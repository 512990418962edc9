import type { Column } from "../../../server/src/catalog/catalog.ts";
import type { Random } from "../../support/random.ts";

const TEXTS = [
  "text",
  "varchar",
  "varchar(30)",
  "varchar(9)",
  "char(12)",
  "plain_text",
  "short_text",
  'text COLLATE "C"',
  'varchar(30) COLLATE "C"',
];
const NUMBERS = ["int", "bigint", "numeric", "numeric(12,2)", "numeric(14,3)", "double precision", "positive", "whole"];

/** By type the other types that each value of it can become; a `=` stands for the column in a USING. */
const NEXT: Readonly<Record<string, readonly string[]>> = {
  text: [
    ...TEXTS,
    "text USING = || 'x'",
    "text USING =",
    "varchar(30) USING =::varchar(30)",
    "jsonb USING to_jsonb(=)",
  ],
  varchar: [...TEXTS, "varchar(20)", "varchar(20) USING =", "text USING lower(=)", "varchar(25) USING =::varchar(25)"],
  bpchar: [...TEXTS, "char(8)", "char(9)"],
  int2: [...NUMBERS, "smallint"],
  int4: [
    ...NUMBERS,
    "oid USING =::oid",
    "text USING =::text",
    "bigint USING =::bigint",
    "smallint",
    "int USING =",
    "int USING = + 1",
  ],
  int8: [...NUMBERS, "bigint USING =", "text"],
  numeric: [...NUMBERS, "numeric(10,2)", "numeric(9,2)", "numeric(10,1)"],
  float8: ["real", "numeric", "double precision"],
  timestamp: [
    "timestamptz",
    "timestamp",
    "timestamp(3)",
    "timestamp(6)",
    "timestamptz(3)",
    "date",
    "timestamptz USING = AT TIME ZONE 'UTC'",
  ],
  timestamptz: ["timestamp", "timestamptz", "timestamptz(6)", "timestamptz(2)", "date"],
  date: ["timestamp", "timestamptz", "date", "text"],
  time: ["time", "time(4)", "time(1)", "interval"],
  interval: ["interval", "interval(5)", "interval(1)", "text", "interval hour to minute"],
  bool: ["boolean", "text", "int USING =::int"],
  jsonb: ["json", "text", "jsonb"],
  uuid: ["uuid", "text"],
  varbit: ["varbit", "bit varying(20)", "bit varying(12)", "text"],
  cidr: ["inet", "cidr", "text"],
  inet: ["inet", "cidr USING =::cidr"],
  bytea: ["bytea", "text USING encode(=, 'hex')"],
  int4range: ["int4range", "text"],
  mood: ["mood", "text", "mood USING =::text::mood"],
  positive: ["positive", "int", "bigint", "whole"],
  whole: ["positive", "int", "bigint", "whole"],
  plain_text: ["plain_text", ...TEXTS],
  short_text: ["short_text", ...TEXTS],
};
const ARRAYS: Readonly<Record<string, readonly string[]>> = {
  text: ["text[]", "varchar[]", "varchar(20)[]"],
  varchar: ["text[]", "varchar[]", "varchar(20)[]", "varchar(30)[]"],
  int4: ["int[]", "bigint[]"],
};

/** A type that the column's values can become, with USING where that is needed. */
export function nextType(random: Random, column: Column, written: string): string {
  const next = (column.dimensions > 0 ? ARRAYS : NEXT)[column.type] ?? ["text"];
  return random.pick(next).replaceAll("=", written);
}
