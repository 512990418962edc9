import type { Range } from "../text/range.ts";

/** A place in a file and the first thing on the present line that Prisma's grammar has no use for. Offsets are UTF-16 code units. */
export interface Cursor {
  readonly text: string;
  /** Where the last block comment of the file ends its opening search: a `/*` after this offset is never closed. */
  readonly lastCommentEnd: number;
  at: number;
  /** Where the present line stops being Prisma's language, and what was expected there. */
  failure: { readonly at: number; readonly expected: string } | undefined;
}

// Letters as Unicode has them and ASCII digits, as Prisma's engine takes them (watched: `日本`, `𝒜` and `ª` are
// names; combining marks, Roman numerals and Arabic digits are not).
const identifierPattern = /[\p{L}0-9][\p{L}0-9_-]*/uy;
const pathPattern = /[\p{L}0-9][\p{L}0-9_-]*(?:\.(?:[\p{L}0-9][\p{L}0-9_-]*)?)*/uy;
const numberPattern = /-?[0-9]+(?:\.[0-9]+)?/y;
const spacePattern = /[\t\p{Zs}]*/uy;
const restOfLinePattern = /[^\r\n]*/y;

/** A cursor at the start of the text, after its byte-order mark where it has one. */
export function startCursor(text: string): Cursor {
  const at = text.charCodeAt(0) === 0xfeff ? 1 : 0;
  return { text, lastCommentEnd: text.lastIndexOf("*/"), at, failure: undefined };
}

/** Whether nothing is left. */
export function atEnd(cursor: Cursor): boolean {
  return cursor.at >= cursor.text.length;
}

/** Whether the text goes on with `word`. */
export function looksAt(cursor: Cursor, word: string): boolean {
  return cursor.text.startsWith(word, cursor.at);
}

/** Steps over `word` where it stands next. */
export function accept(cursor: Cursor, word: string): boolean {
  if (!looksAt(cursor, word)) return false;
  cursor.at += word.length;
  return true;
}

/** Steps over spaces and tabs; a line's end stops it. */
export function skipSpace(cursor: Cursor): void {
  takePattern(cursor, spacePattern);
}

/** A name, or undefined where none begins here. */
export function takeIdentifier(cursor: Cursor): string | undefined {
  return takePattern(cursor, identifierPattern);
}

/** Names joined by dots, or undefined where none begins here. */
export function takePath(cursor: Cursor): string | undefined {
  return takePattern(cursor, pathPattern);
}

/** A number as written, or undefined where none begins here. */
export function takeNumber(cursor: Cursor): string | undefined {
  return takePattern(cursor, numberPattern);
}

/** Steps to the end of the line, in front of its line break. */
export function skipRestOfLine(cursor: Cursor): void {
  takePattern(cursor, restOfLinePattern);
}

/** Steps over blank lines and comments, to the first thing on a line that is neither. */
export function skipBlank(cursor: Cursor): void {
  for (;;) {
    skipSpace(cursor);
    if (looksAt(cursor, "//")) skipRestOfLine(cursor);
    else if (!skipBlockComment(cursor) && !accept(cursor, "\n") && !accept(cursor, "\r")) return;
  }
}

/** Steps over comments at the end of a line; returns whether the line, or the last line of its comment, ends there. */
export function skipTrailingComment(cursor: Cursor): boolean {
  skipSpace(cursor);
  if (looksAt(cursor, "//")) skipRestOfLine(cursor);
  else if (skipBlockComment(cursor)) skipSpace(cursor);
  return atLineEnd(cursor);
}

/** Whether the line ends here. */
export function atLineEnd(cursor: Cursor): boolean {
  return atEnd(cursor) || looksAt(cursor, "\n") || looksAt(cursor, "\r");
}

/** Notes that the line stops being Prisma's language here; the first note of a line stands. */
export function fail(cursor: Cursor, expected: string): undefined {
  cursor.failure ??= { at: cursor.at, expected };
  return undefined;
}

/** From `start` to where the cursor is. */
export function rangeFrom(cursor: Cursor, start: number): Range {
  return { start, end: cursor.at };
}

function skipBlockComment(cursor: Cursor): boolean {
  if (!looksAt(cursor, "/*") || cursor.lastCommentEnd < cursor.at + 2) return false;
  cursor.at = cursor.text.indexOf("*/", cursor.at + 2) + 2;
  return true;
}

function takePattern(cursor: Cursor, pattern: RegExp): string | undefined {
  pattern.lastIndex = cursor.at;
  const found = pattern.exec(cursor.text)?.[0];
  if (found === undefined) return undefined;
  cursor.at += found.length;
  return found;
}
