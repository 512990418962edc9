import type { TypeName } from "../sql/statement.ts";
import type { CatalogReader, ColumnType } from "./catalog.ts";
import { quotedName, quoteIdentifier } from "./quoted-name.ts";
import { findRelation, findType } from "./resolve.ts";

/** What a serial kind is: an integer whose default takes from a sequence of its own. */
const SERIAL_KINDS: Readonly<Record<string, string>> = {
  smallserial: "int2",
  serial2: "int2",
  serial: "int4",
  serial4: "int4",
  bigserial: "int8",
  serial8: "int8",
};

/**
 * The types of `pg_catalog` that tables use (`SELECT typname FROM pg_type` on 18, without system ones). They are found
 * before the search path, so that a type of the workspace by such a name is not looked for.
 */
const BUILT_IN: ReadonlySet<string> = new Set(
  `bit bool box bpchar bytea char cidr circle date datemultirange daterange float4 float8 inet int2 int4
  int4multirange int4range int8 int8multirange int8range interval json jsonb jsonpath line lseg macaddr macaddr8 money
  name numeric nummultirange numrange oid path point polygon text time timestamp timestamptz timetz tsmultirange
  tsquery tsrange tstzmultirange tstzrange tsvector uuid varbit varchar xid xid8 xml`.split(/\s+/),
);

/** The integer type that a serial kind is, or undefined for any other type. */
export function serialType(type: TypeName): string | undefined {
  if (type.schema !== undefined || type.dimensions > 0) return undefined;
  return Object.hasOwn(SERIAL_KINDS, type.name) ? SERIAL_KINDS[type.name] : undefined;
}

/** A written type as a column has it: serial kinds as their integer, a type of the workspace with its schema. */
export function columnType(reader: CatalogReader, type: TypeName): ColumnType {
  const serial = serialType(type);
  const { dimensions } = type;
  const modifiers = keptModifiers(type);
  if (serial !== undefined) return { type: serial, typeSchema: undefined, modifiers, dimensions };
  if (type.schema === "pg_catalog") return { type: type.name, typeSchema: undefined, modifiers, dimensions };
  const isBuiltIn = type.schema === undefined && BUILT_IN.has(type.name);
  const typeSchema = isBuiltIn ? undefined : (findType(reader, type)?.entry.schema ?? rowTypeSchema(reader, type));
  return { type: type.name, typeSchema: typeSchema ?? type.schema, modifiers, dimensions };
}

/** A scale that is not written is 0; an interval's fields, which stand first, say nothing where they are all of them. */
function keptModifiers({ name, modifiers }: TypeName): readonly number[] {
  if (name === "numeric" && modifiers.length === 1) return [...modifiers, 0];
  if (name === "interval" && modifiers[0] === ALL_FIELDS) return modifiers.slice(1);
  return modifiers;
}

/** `INTERVAL_FULL_RANGE` of the server: what the parser puts before a precision that stands without fields. */
const ALL_FIELDS = 0x7fff;

/** Every relation with columns is a type too, that of its rows. */
function rowTypeSchema(reader: CatalogReader, type: TypeName): string | undefined {
  const relation = type.schema === undefined ? findRelation(reader, type)?.entry : undefined;
  return relation !== undefined && "indexes" in relation ? relation.schema : undefined;
}

/** The SQL words of the types that are not spelled as `pg_type` names them; `%` is where the modifiers go. */
const SPELLINGS: Readonly<Record<string, string>> = {
  bool: "boolean",
  bit: "bit%",
  bpchar: "character%",
  varchar: "character varying%",
  varbit: "bit varying%",
  char: '"char"',
  int2: "smallint",
  int4: "integer",
  int8: "bigint",
  float4: "real",
  float8: "double precision",
  time: "time% without time zone",
  timetz: "time% with time zone",
  timestamp: "timestamp% without time zone",
  timestamptz: "timestamp% with time zone",
};

/** A column's type as Postgres's `format_type` prints it: `character varying(20)`, `timestamp with time zone`, `text[]`. */
export function typeText(column: ColumnType): string {
  const modifiers = column.modifiers.length > 0 ? `(${column.modifiers.join(",")})` : "";
  const array = column.dimensions > 0 ? "[]" : "";
  return spelled(column, modifiers) + array;
}

function spelled({ type, typeSchema }: ColumnType, modifiers: string): string {
  if (typeSchema !== undefined) return quotedName(typeSchema, type) + modifiers;
  if (type === "bpchar" && modifiers === "") return "bpchar";
  const spelling = Object.hasOwn(SPELLINGS, type) ? SPELLINGS[type] : undefined;
  if (spelling !== undefined) return spelling.replace("%", modifiers);
  return (BUILT_IN.has(type) ? type : quoteIdentifier(type)) + modifiers;
}
