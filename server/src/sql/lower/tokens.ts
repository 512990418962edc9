import type { Range } from "../../text/range.ts";
import type { Expression } from "../statement.ts";
import type { StatementSource } from "../statement-source.ts";

/*
 * The parser's tree says where some nodes start and where none of them ends, so ranges come from walking the tokens.
 * An index counts in `source.tokens`. Every function here accepts any index and never throws.
 */

/** A run of tokens by their indexes, both included. */
export interface Span {
  readonly first: number;
  readonly last: number;
}

/** The token that holds a byte of the parsed text, or the last one before it. */
export function tokenAt(source: StatementSource, byte: number | undefined): number {
  const offset = source.offsetAt(byte ?? 0);
  let low = 0;
  let high = source.tokens.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((source.tokens[middle]?.start ?? 0) <= offset) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** The word at an index in lower case; empty where something other than an unquoted word stands there. */
export function wordAt(source: StatementSource, index: number): string {
  const token = source.tokens[index];
  return token?.kind === "word" ? source.text.slice(token.start, token.end).toLowerCase() : "";
}

/** Whether the unquoted word at an index is this one, which is given in lower case. */
export function isWord(source: StatementSource, index: number, word: string): boolean {
  const token = source.tokens[index];
  if (token?.kind !== "word" || token.end - token.start !== word.length) return false;
  return source.text.slice(token.start, token.end).toLowerCase() === word;
}

/** Whether the token at an index is this one character, such as a parenthesis. */
export function isMark(source: StatementSource, index: number, mark: string): boolean {
  const token = source.tokens[index];
  return token !== undefined && token.end - token.start === 1 && source.text[token.start] === mark;
}

/** The index after these words where they stand here in this order; otherwise the index given. */
export function skipWords(source: StatementSource, index: number, ...words: readonly string[]): number {
  return words.every((word, at) => isWord(source, index + at, word)) ? index + words.length : index;
}

/** How a token changes the depth of parentheses and brackets: 1, -1 or 0. */
function depthChange(source: StatementSource, index: number): number {
  const token = source.tokens[index];
  if (token === undefined || token.end - token.start !== 1) return 0;
  const mark = source.text[token.start];
  if (mark === "(" || mark === "[") return 1;
  return mark === ")" || mark === "]" ? -1 : 0;
}

/** The index of what closes the parenthesis or bracket at `open`; the last token where nothing does. */
export function groupEnd(source: StatementSource, open: number): number {
  let depth = 0;
  for (let index = open; index < source.tokens.length; index++) {
    depth += depthChange(source, index);
    if (depth <= 0) return index;
  }
  return source.tokens.length - 1;
}

/** What stands between the parenthesis or bracket at `open` and its end; undefined where that is nothing. */
export function insideOf(source: StatementSource, open: number): Span | undefined {
  const close = groupEnd(source, open);
  return close > open + 1 ? { first: open + 1, last: close - 1 } : undefined;
}

/** The last token of the list element that starts at `first`: before a comma, before what closes the list, or `limit`. */
export function elementEnd(source: StatementSource, first: number, limit = source.tokens.length - 1): number {
  let depth = 0;
  for (let index = first; index <= limit; index++) {
    depth += depthChange(source, index);
    if (depth < 0 || (depth === 0 && isMark(source, index, ","))) return Math.max(first, index - 1);
  }
  return Math.max(first, limit);
}

/** The elements of a comma-separated list. */
export function elementsOf(source: StatementSource, list: Span): readonly Span[] {
  const elements: Span[] = [];
  let first = list.first;
  while (first <= list.last) {
    const last = elementEnd(source, first, list.last);
    elements.push({ first, last });
    first = last + 2;
  }
  return elements;
}

/** Where an unquoted word stands in a span outside all parentheses. */
export function findWord(source: StatementSource, span: Span, word: string): number | undefined {
  let depth = 0;
  for (let index = span.first; index <= span.last; index++) {
    depth += depthChange(source, index);
    if (depth === 0 && isWord(source, index, word)) return index;
  }
  return undefined;
}

/** The text range that a span covers. */
export function rangeOf(source: StatementSource, span: Span): Range {
  const start = source.tokens[span.first]?.start ?? 0;
  return { start, end: source.tokens[Math.max(span.first, span.last)]?.end ?? start };
}

/** A span as an expression. */
export function expressionOf(source: StatementSource, span: Span): Expression {
  const range = rangeOf(source, span);
  return { text: source.text.slice(range.start, range.end), range };
}
