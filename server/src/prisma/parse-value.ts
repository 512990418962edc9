import {
  accept,
  type Cursor,
  fail,
  looksAt,
  rangeFrom,
  skipSpace,
  takeIdentifier,
  takeNumber,
  takePath,
} from "./cursor.ts";
import type { PrismaArgument, PrismaValue } from "./prisma-schema.ts";

// Prisma's own values nest two or three deep; a limit keeps hostile input from using up the stack.
const maximumDepth = 64;

const escapePattern = /\\(?:u([0-9a-fA-F]{4})|([^\r\n]))/gu;
const escapes: Readonly<Record<string, string>> = { n: "\n", r: "\r", t: "\t", b: "\b", f: "\f" };

/** The value at the cursor; undefined, with the failure noted, where there is none. Lists keep the items read before a failure. */
export function parseValue(cursor: Cursor, depth: number): PrismaValue | undefined {
  const start = cursor.at;
  if (depth > maximumDepth) return fail(cursor, "fewer brackets inside each other");
  if (looksAt(cursor, '"')) {
    const value = parseString(cursor);
    return value === undefined ? undefined : { kind: "string", value, range: rangeFrom(cursor, start) };
  }
  if (accept(cursor, "[")) {
    const items = parseList(cursor, "]", () => parseValue(cursor, depth + 1));
    return { kind: "array", items, range: rangeFrom(cursor, start) };
  }
  if (accept(cursor, "{")) {
    const entries = parseList(cursor, "}", () => parseEntry(cursor, depth + 1));
    return { kind: "object", entries, range: rangeFrom(cursor, start) };
  }
  return parseNameOrNumber(cursor, depth);
}

/** The string literal at the cursor with its escapes resolved; undefined, with the failure noted, where it does not end on its line. */
export function parseString(cursor: Cursor): string | undefined {
  const end = stringEnd(cursor);
  if (end === undefined) return fail(cursor, "a string that ends on this line");
  const content = cursor.text.slice(cursor.at + 1, end);
  cursor.at = end + 1;
  return content.replace(escapePattern, (_, code: string | undefined, character: string) =>
    code === undefined ? (escapes[character] ?? character) : String.fromCharCode(Number.parseInt(code, 16)),
  );
}

/** The arguments in parentheses at the cursor, those read before a failure included; empty where there are none. */
export function parseArguments(cursor: Cursor, depth: number): readonly PrismaArgument[] {
  skipSpace(cursor);
  if (!accept(cursor, "(")) return [];
  return parseList(cursor, ")", () => parseArgument(cursor, depth + 1));
}

/** The offset of the quote that ends the string at the cursor. Control characters, line breaks among them, end no string. */
function stringEnd(cursor: Cursor): number | undefined {
  if (!looksAt(cursor, '"')) return undefined;
  for (let at = cursor.at + 1; at < cursor.text.length; at += 1) {
    const character = cursor.text.charAt(at);
    if (character === '"') return at;
    if (character < " ") return undefined;
    if (character === "\\" && cursor.text.charAt(at + 1) >= " ") at += 1;
  }
  return undefined;
}

function parseNameOrNumber(cursor: Cursor, depth: number): PrismaValue | undefined {
  const start = cursor.at;
  const number = takeNumber(cursor);
  if (number !== undefined) return { kind: "number", value: number, range: rangeFrom(cursor, start) };
  const name = takePath(cursor);
  if (name === undefined) return fail(cursor, "a value");
  const range = rangeFrom(cursor, start);
  skipSpace(cursor);
  if (looksAt(cursor, "(")) {
    const args = parseArguments(cursor, depth);
    return { kind: "call", name, args, range: rangeFrom(cursor, start) };
  }
  cursor.at = range.end;
  return { kind: "name", value: name, range };
}

function parseArgument(cursor: Cursor, depth: number): PrismaArgument | undefined {
  const start = cursor.at;
  const name = takeIdentifier(cursor);
  if (name !== undefined) {
    skipSpace(cursor);
    if (accept(cursor, ":")) return parseNamedValue(cursor, name, depth);
  }
  cursor.at = start;
  const value = parseValue(cursor, depth);
  return value && { name: undefined, value };
}

function parseEntry(cursor: Cursor, depth: number): PrismaArgument | undefined {
  const name = takeIdentifier(cursor);
  if (name === undefined) return fail(cursor, "a field's name");
  skipSpace(cursor);
  if (!accept(cursor, ":")) return fail(cursor, "`:`");
  return parseNamedValue(cursor, name, depth);
}

function parseNamedValue(cursor: Cursor, name: string, depth: number): PrismaArgument | undefined {
  skipSpace(cursor);
  const value = parseValue(cursor, depth);
  return value && { name, value };
}

/** Items between commas up to `close`; ends early, with the failure noted, where the line is not such a list. */
function parseList<Item>(cursor: Cursor, close: string, parseItem: () => Item | undefined): readonly Item[] {
  const items: Item[] = [];
  skipSpace(cursor);
  if (accept(cursor, close)) return items;
  for (;;) {
    skipSpace(cursor);
    const item = parseItem();
    if (item === undefined) return items;
    items.push(item);
    if (cursor.failure) return items;
    const end = cursor.at;
    skipSpace(cursor);
    if (accept(cursor, close)) return items;
    if (accept(cursor, ",")) continue;
    fail(cursor, `\`,\` or \`${close}\``);
    cursor.at = end;
    return items;
  }
}
