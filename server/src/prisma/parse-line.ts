import { accept, type Cursor, fail, looksAt, rangeFrom, skipSpace, takeIdentifier, takePath } from "./cursor.ts";
import { parseArguments, parseString, parseValue } from "./parse-value.ts";
import type { PrismaAttribute, PrismaEnumValue, PrismaField, PrismaName, PrismaValue } from "./prisma-schema.ts";

/** The field that the line declares, as far as it could be read; undefined where not even its type is there. */
export function parseField(cursor: Cursor): PrismaField | undefined {
  const start = cursor.at;
  const name = parseName(cursor);
  if (name === undefined) return fail(cursor, "a field, an attribute or `}`");
  skipSpace(cursor);
  // `name: Type`, `[Type]` and `Type!` are an older Prisma's; today's refuses them.
  if (looksAt(cursor, ":")) {
    fail(cursor, "the field's type without `:`");
    accept(cursor, ":");
    skipSpace(cursor);
  }
  const type = parseName(cursor);
  if (type === undefined) return fail(cursor, "the field's type");
  const unsupported = parseUnsupported(cursor, type);
  const { list, optional } = parseArity(cursor);
  const attributes = parseAttributes(cursor);
  const range = rangeFrom(cursor, start);
  return { name, type, optional, list, unsupported, attributes, range, broken: cursor.failure !== undefined };
}

/** The `@@…` attribute at the cursor; undefined, with the failure noted, where its name is missing. */
export function parseBlockAttribute(cursor: Cursor): PrismaAttribute | undefined {
  const start = cursor.at;
  accept(cursor, "@@");
  return parseAttributeAfterMark(cursor, start);
}

/** The enum's value on the line, or undefined, with the failure noted, where it has no name. */
export function parseEnumValue(cursor: Cursor): PrismaEnumValue | undefined {
  const name = parseName(cursor);
  if (name === undefined) return fail(cursor, "a value, an attribute or `}`");
  return { ...name, attributes: parseAttributes(cursor) };
}

/** The `key = value` on the line, or undefined, with the failure noted, where it is none. */
export function parseProperty(cursor: Cursor): { readonly key: string; readonly value: PrismaValue } | undefined {
  const key = takeIdentifier(cursor);
  if (key === undefined) return fail(cursor, "a setting or `}`");
  skipSpace(cursor);
  if (!accept(cursor, "=")) return fail(cursor, "`=`");
  skipSpace(cursor);
  const value = parseValue(cursor, 0);
  return value && { key, value };
}

/** A name and its place, or undefined where none begins here. */
export function parseName(cursor: Cursor): PrismaName | undefined {
  const start = cursor.at;
  const text = takeIdentifier(cursor);
  return text === undefined ? undefined : { text, range: rangeFrom(cursor, start) };
}

function parseUnsupported(cursor: Cursor, type: PrismaName): string | undefined {
  if (type.text !== "Unsupported" || !accept(cursor, "(")) return undefined;
  skipSpace(cursor);
  const inside = parseString(cursor);
  if (inside === undefined) return undefined;
  skipSpace(cursor);
  if (!accept(cursor, ")")) fail(cursor, "`)`");
  return inside;
}

function parseArity(cursor: Cursor): { readonly list: boolean; readonly optional: boolean } {
  const list = acceptAfterSpace(cursor, "[]");
  const optional = acceptAfterSpace(cursor, "?");
  return { list, optional };
}

function parseAttributes(cursor: Cursor): readonly PrismaAttribute[] {
  const attributes: PrismaAttribute[] = [];
  while (cursor.failure === undefined) {
    const end = cursor.at;
    skipSpace(cursor);
    const start = cursor.at;
    const attribute = accept(cursor, "@") ? parseAttributeAfterMark(cursor, start) : undefined;
    if (attribute === undefined) {
      cursor.at = end;
      return attributes;
    }
    attributes.push(attribute);
  }
  return attributes;
}

function parseAttributeAfterMark(cursor: Cursor, start: number): PrismaAttribute | undefined {
  skipSpace(cursor);
  const nameStart = cursor.at;
  const name = takePath(cursor);
  if (name === undefined) return fail(cursor, "an attribute's name");
  const nameRange = rangeFrom(cursor, nameStart);
  skipSpace(cursor);
  if (!looksAt(cursor, "(")) {
    cursor.at = nameRange.end;
    return { name, nameRange, args: [], range: rangeFrom(cursor, start) };
  }
  const args = parseArguments(cursor, 0);
  return { name, nameRange, args, range: rangeFrom(cursor, start) };
}

function acceptAfterSpace(cursor: Cursor, word: string): boolean {
  const start = cursor.at;
  skipSpace(cursor);
  if (accept(cursor, word)) return true;
  cursor.at = start;
  return false;
}
