import { isBlank, isLineEnd, isWordPart, isWordStart } from "./characters.ts";
import type { ScannedToken, TokenKind } from "./lexer.ts";

/**
 * What one pass over a text has learned about quotes that nothing closes, so that no stretch of a hostile text is
 * searched over and over. It serves one text only.
 */
export interface QuoteMemory {
  /** Where block comments start that were seen not to end. */
  readonly openComments: Set<number>;
  /** How many dollar quotes were seen not to end. */
  openDollars: number;
  /** The last place of each dollar tag; made when many dollar quotes do not end. */
  dollarTags: Map<string, number> | undefined;
}

/** An empty memory, for a new text. */
export function quoteMemory(): QuoteMemory {
  return { openComments: new Set(), openDollars: 0, dollarTags: undefined };
}

/** The token from `start` to the quote that closes the one at `quoteAt`; to the text's end where none does. */
export function quoted(text: string, start: number, quoteAt: number, kind: TokenKind): ScannedToken {
  const quote = text.charCodeAt(quoteAt);
  const escapes = kind === "string" && quoteAt > start && (text.charCodeAt(start) | 32) === 101;
  let at = closingQuote(text, quoteAt + 1, quote, escapes);
  while (escapes && at !== undefined) {
    const next = continuedString(text, at);
    if (next === undefined) break;
    at = closingQuote(text, next + 1, quote, escapes);
  }
  if (at === undefined) return { kind, start, end: text.length, terminated: false, reach: text.length + 1 };
  return { kind, start, end: at, terminated: true, reach: at + 1 };
}

/** Just behind the closing quote; a doubled quote and, with `escapes`, one after a backslash do not close. */
function closingQuote(text: string, from: number, quote: number, escapes: boolean): number | undefined {
  const mark = String.fromCharCode(quote);
  let at = from;
  for (;;) {
    const close = text.indexOf(mark, at);
    if (close < 0) return undefined;
    if (escapes && isEscaped(text, at, close)) at = close + 1;
    else if (text.charCodeAt(close + 1) === quote) at = close + 2;
    else return close + 1;
  }
}

/** Whether an odd number of backslashes stands before `at`; none before `from` counts. */
function isEscaped(text: string, from: number, at: number): boolean {
  let backslashes = 0;
  while (at - 1 - backslashes >= from && text.charCodeAt(at - 1 - backslashes) === 92) backslashes++;
  return backslashes % 2 === 1;
}

/** The quote that continues a string after a line's end: its backslashes count like those before it. */
function continuedString(text: string, from: number): number | undefined {
  let at = from;
  let crossedLine = false;
  while (at < text.length && isBlank(text.charCodeAt(at))) {
    crossedLine ||= isLineEnd(text.charCodeAt(at));
    at++;
  }
  return crossedLine && text.charCodeAt(at) === 39 ? at : undefined;
}

/** `-- …` up to the line's end, which does not belong to it. */
export function lineComment(text: string, start: number): ScannedToken {
  let end = start + 2;
  while (end < text.length && !isLineEnd(text.charCodeAt(end))) end++;
  return { kind: "lineComment", start, end, terminated: true, reach: end + 1 };
}

/** A block comment with those nested in it; to the text's end where it is not closed. */
export function blockComment(text: string, start: number, memory: QuoteMemory): ScannedToken {
  const end = memory.openComments.has(start) ? undefined : blockCommentEnd(text, start, memory);
  if (end !== undefined) return { kind: "blockComment", start, end, terminated: true, reach: end };
  return { kind: "blockComment", start, end: text.length, terminated: false, reach: text.length + 1 };
}

function blockCommentEnd(text: string, start: number, memory: QuoteMemory): number | undefined {
  const marks = /\/\*|\*\//g;
  marks.lastIndex = start;
  const open: number[] = [];
  for (let mark = marks.exec(text); mark !== null; mark = marks.exec(text)) {
    if (mark[0] === "/*") open.push(mark.index);
    else open.pop();
    if (open.length === 0) return marks.lastIndex;
  }
  for (const at of open) memory.openComments.add(at);
  return undefined;
}

/** `$tag$ … $tag$`, to the text's end where it is not closed; undefined where no dollar quote starts. */
export function dollarString(text: string, start: number, memory: QuoteMemory): ScannedToken | undefined {
  let open = start + 1;
  if (isWordStart(text.charCodeAt(open))) while (isWordPart(text.charCodeAt(open))) open++;
  if (text.charCodeAt(open) !== 36) return undefined;
  const tag = text.slice(start, open + 1);
  const close = closingTag(text, open + 1, tag, memory);
  const kind = "dollarString";
  if (close < 0) return { kind, start, end: text.length, terminated: false, reach: text.length + 1 };
  const end = close + tag.length;
  return { kind, start, end, terminated: true, reach: end };
}

function closingTag(text: string, from: number, tag: string, memory: QuoteMemory): number {
  if (memory.dollarTags !== undefined && (memory.dollarTags.get(tag) ?? -1) < from) return -1;
  const close = text.indexOf(tag, from);
  if (close >= 0 || ++memory.openDollars < 8) return close;
  memory.dollarTags ??= lastDollarTags(text, from);
  return close;
}

/** The last place of each tag at or after `from`; tags may share a dollar sign. */
function lastDollarTags(text: string, from: number): Map<string, number> {
  const tags = new Map<string, number>();
  const marks = /\$(?=((?:[A-Za-z_\x80-\uffff][\w\x80-\uffff]*)?\$))/g;
  marks.lastIndex = from;
  for (let mark = marks.exec(text); mark !== null; mark = marks.exec(text)) tags.set(`$${mark[1]}`, mark.index);
  return tags;
}
