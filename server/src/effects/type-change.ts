import type { Column } from "../catalog/catalog.ts";
import { columnType } from "../catalog/column-type.ts";
import { quoteIdentifier } from "../catalog/quoted-name.ts";
import { findType } from "../catalog/resolve.ts";
import { tokenize } from "../sql/lexer.ts";
import type { AlterColumnType, TypeName } from "../sql/statement.ts";
import type { Context } from "./subject.ts";
import { typeOfText } from "./type-text.ts";

/** Whether the rows must be written anew, and what the answer takes for true. */
export interface TypeChange {
  readonly rewrites: boolean;
  /** Whether an index of the old values orders the new ones as well, so that it is kept. */
  readonly keepsIndexes: boolean;
  readonly assumes: readonly string[];
}

type Type = Pick<Column, "type" | "typeSchema" | "modifiers" | "dimensions">;

const REWRITES: TypeChange = { rewrites: true, keepsIndexes: false, assumes: [] };
const SAME_VALUES: TypeChange = { rewrites: false, keepsIndexes: true, assumes: [] };
const SAME_BITS: TypeChange = { rewrites: false, keepsIndexes: false, assumes: [] };

/** What ALTER COLUMN … TYPE does to the rows of a column that the catalogue knows. */
export function typeChange(context: Context, column: Column, action: AlterColumnType): TypeChange {
  if (action.using !== undefined && !isPlainUse(action.using.text, action)) return REWRITES;
  const to = columnType(context.reader, action.type);
  if (sameType(column, to) && sameModifiers(column, to)) return SAME_VALUES;
  const target = withoutDomain(context, to);
  if (target.constrained) return REWRITES;
  const from = withoutDomain(context, column).type;
  // What a domain limits is not known of its values: they are checked against the new limit.
  const isDomain = from.type !== column.type || from.typeSchema !== column.typeSchema;
  const change = betweenTypes(isDomain ? { ...from, modifiers: [] } : from, target.type);
  // What orders all enums, or all arrays, is not known to order the values of another type alike.
  const isOther = !sameType(column, to) && (target.type.dimensions > 0 || target.type.typeSchema !== undefined);
  return isOther ? { ...change, keepsIndexes: false } : change;
}

/** Whether a column of this type gets a check for each row from the type itself: a domain with constraints. */
export function isConstrainedDomain(context: Context, type: TypeName): boolean {
  return withoutDomain(context, columnType(context.reader, type)).constrained;
}

/** What the type rests on. A domain over a domain ends at the deepest base; the bound is for what is no legal schema. */
export function withoutDomain(context: Context, type: Type): { readonly type: Type; readonly constrained: boolean } {
  let base = type;
  let constrained = false;
  for (let depth = 0; depth < 10 && base.dimensions === 0; depth += 1) {
    const found =
      base.typeSchema === undefined
        ? undefined
        : findType(context.reader, { schema: base.typeSchema, name: base.type });
    if (found?.entry.form !== "domain" || found.entry.baseType === undefined) break;
    constrained ||= found.entry.constrained;
    base = baseOf(context, found.entry.baseType);
  }
  return { type: base, constrained };
}

// A base type that is no built-in one is printed without its schema where the search path finds it.
function baseOf({ reader }: Context, text: string): Type {
  const type = typeOfText(text);
  return {
    ...type,
    typeSchema: type.typeSchema ?? findType(reader, { schema: undefined, name: type.type })?.entry.schema,
  };
}

// USING the column itself, or a cast of it to that very type, says nothing new.
function isPlainUse(using: string, action: AlterColumnType): boolean {
  const words = tokenize(using)
    .filter(({ kind }) => kind !== "lineComment" && kind !== "blockComment")
    .map(({ start, end }) => using.slice(start, end));
  const [name, cast, ...type] = words;
  if (name !== quoteIdentifier(action.column.name) && name?.toLowerCase() !== action.column.name) return false;
  if (cast === undefined) return true;
  const written = tokenize(action.type.text).map(({ start, end }) => action.type.text.slice(start, end));
  return cast === "::" && type.join(" ").toLowerCase() === written.join(" ").toLowerCase();
}

function betweenTypes(from: Type, to: Type): TypeChange {
  if (from.dimensions > 0 || to.dimensions > 0) return betweenArrays(from, to);
  if (sameType(from, to)) return holdsAll(from, to) ? SAME_VALUES : REWRITES;
  const pair = `${from.type} ${to.type}`;
  if (from.typeSchema !== undefined || to.typeSchema !== undefined) return REWRITES;
  if (STRINGS.has(pair)) return to.modifiers.length === 0 ? SAME_VALUES : REWRITES;
  if (SAME_FILE.has(pair)) return to.modifiers.length === 0 ? SAME_BITS : REWRITES;
  if (TIMES.has(pair)) return { ...REWRITES, assumes: [TIME_ZONE] };
  return REWRITES;
}

// Of what stands in an array only whether a limit is to be kept is looked at.
function betweenArrays(from: Type, to: Type): TypeChange {
  const isSame = sameType(from, to) && (to.modifiers.length === 0 || sameModifiers(from, to));
  return isSame ? SAME_VALUES : REWRITES;
}

// Seen on 12 to 18: where the session's TimeZone is UTC (since 12) the two timestamps are the same number.
const TIMES: ReadonlySet<string> = new Set(["timestamp timestamptz", "timestamptz timestamp"]);
const TIME_ZONE = "The session's TimeZone is not UTC: in UTC the change would rewrite no rows.";

const STRINGS: ReadonlySet<string> = new Set(["varchar text", "text varchar"]);

// SELECT … FROM pg_cast WHERE castmethod = 'b', alike on 12 and 18, without the types that tables do not use.
const SAME_FILE: ReadonlySet<string> = new Set([
  "cidr inet",
  "xml text",
  "xml varchar",
  "int4 oid",
  "oid int4",
  "bit varbit",
  "varbit bit",
  "int4 regclass",
  "oid regclass",
  "regclass int4",
  "regclass oid",
]);

function sameType(from: Type, to: Type): boolean {
  return from.type === to.type && from.typeSchema === to.typeSchema && from.dimensions === to.dimensions;
}

function sameModifiers(from: Type, to: Type): boolean {
  return from.modifiers.join() === to.modifiers.join();
}

// Whether each value of the old type is one of the new as it stands, by what the modifiers limit.
function holdsAll(from: Type, to: Type): boolean {
  if (sameModifiers(from, to)) return true;
  const [before, scaleBefore = 0] = from.modifiers;
  const [after, scaleAfter = 0] = to.modifiers;
  switch (from.type) {
    case "varchar":
    case "varbit":
      return after === undefined || (before !== undefined && after >= before);
    case "numeric":
      return after === undefined || (before !== undefined && after >= before && scaleAfter === scaleBefore);
    case "interval":
    case "timestamp":
    case "timestamptz":
    case "time":
    case "timetz":
      // An interval's fields stand before its precision, as a number that is no count of digits.
      if (to.modifiers.length > 1 || (after ?? 0) > MOST_DIGITS || from.modifiers.length > 1) return false;
      return (after ?? MOST_DIGITS) >= (before ?? MOST_DIGITS);
    default:
      return false;
  }
}

/** Digits of a second that a time without a modifier keeps. */
const MOST_DIGITS = 6;
