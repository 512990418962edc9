import { argumentValue } from "./arguments.ts";
import { columnName, databaseName, databaseSchema, enumLabel } from "./database-names.ts";
import { nativeType } from "./native-type.ts";
import type { PrismaEnum, PrismaField, PrismaSchema, PrismaValue } from "./prisma-schema.ts";

/** What Prisma makes of its own types where no native type is asked for (prisma-engines, `postgres_datamodel_connector.rs`). */
const SCALARS: ReadonlyMap<string, string> = new Map([
  ["String", "text"],
  ["Int", "integer"],
  ["BigInt", "bigint"],
  ["Float", "double precision"],
  ["Decimal", "decimal(65,30)"],
  ["Boolean", "boolean"],
  ["DateTime", "timestamp(3)"],
  ["Json", "jsonb"],
  ["Bytes", "bytea"],
]);

/** Native types whose name is not the database's own in another case. */
const NATIVE: ReadonlyMap<string, string> = new Map([
  ["DoublePrecision", "double precision"],
  ["VarBit", "bit varying"],
]);

/** Integers that `autoincrement()` numbers. */
const SERIALS: ReadonlyMap<string, string> = new Map([
  ["smallint", "smallserial"],
  ["integer", "serial"],
  ["bigint", "bigserial"],
]);

/** Anything as SQL writes a name. */
export function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

/** A string as SQL writes it. */
export function literal(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

/** The name of a model's table or an enum's type, with its schema where `@@schema` gives one. */
export function qualified(block: Parameters<typeof databaseName>[0]): string {
  const schema = databaseSchema(block);
  return (schema === undefined ? "" : `${quoted(schema)}.`) + quoted(databaseName(block));
}

/** The type of a field's column, without its list mark; undefined for a field that is a relation or a composite. */
export function columnType(schema: PrismaSchema, field: PrismaField): string | undefined {
  if (field.unsupported !== undefined) return field.unsupported;
  const named = schema.enums.find(({ name }) => name.text === field.type.text);
  if (named !== undefined) return qualified(named);
  const native = nativeType(field);
  if (native === undefined) return SCALARS.get(field.type.text);
  const args = native.args.flatMap((arg) => (arg.kind === "number" ? [arg.value] : []));
  const modifiers = args.length > 0 ? `(${args.join(",")})` : "";
  return (NATIVE.get(native.name) ?? native.name.toLowerCase()) + modifiers;
}

/** A field's column as CREATE TABLE writes it; undefined where it has none. */
export function columnSql(schema: PrismaSchema, field: PrismaField): string | undefined {
  const type = columnType(schema, field);
  if (type === undefined) return undefined;
  const written = defaultOf(field);
  const isCounted = written?.kind === "call" && written.name === "autoincrement";
  const spelled = isCounted ? (SERIALS.get(type) ?? type) : type + (field.list ? "[]" : "");
  const notNull = field.optional || field.list ? "" : " NOT NULL";
  const named = schema.enums.find(({ name }) => name.text === field.type.text);
  const value = written === undefined ? undefined : valueSql(written, named);
  return `${quoted(columnName(field))} ${spelled}${notNull}${value === undefined ? "" : ` DEFAULT ${value}`}`;
}

function defaultOf(field: PrismaField): PrismaValue | undefined {
  const attribute = field.attributes.find(({ name }) => name === "default");
  return attribute && argumentValue(attribute, "value", 0);
}

/** The expression that the database evaluates; undefined where Prisma Client makes the value. */
function valueSql(value: PrismaValue, type: PrismaEnum | undefined): string | undefined {
  switch (value.kind) {
    case "string":
      return literal(value.value);
    case "number":
      return value.value;
    case "name":
      return type === undefined ? value.value : literal(labelOf(type, value.value));
    case "array":
      return `ARRAY[${value.items.flatMap((item) => valueSql(item, type) ?? []).join(", ")}]`;
    case "call":
      return callSql(value.name, value.args[0]?.value);
    case "object":
      return undefined;
  }
}

function callSql(name: string, argument: PrismaValue | undefined): string | undefined {
  if (name === "now") return "CURRENT_TIMESTAMP";
  return name === "dbgenerated" && argument?.kind === "string" ? argument.value : undefined;
}

function labelOf(type: PrismaEnum, name: string): string {
  const value = type.values.find(({ text }) => text === name);
  return value === undefined ? name : enumLabel(value);
}
