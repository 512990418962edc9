import { type Token, tokenize } from "../sql/lexer.ts";
import { isQuotedKeyword } from "./quoted-name.ts";

/** A name in an expression: as it is stored, and where it stands in the text (UTF-16 code units). */
interface NameAt {
  readonly name: string;
  readonly start: number;
  readonly end: number;
}

const FOLLOWED_BY_CALL = "(";

/** The names in an expression that may be columns: no functions, no types after `::`. */
function namesIn(text: string): readonly NameAt[] {
  const tokens = significant(text);
  const names: NameAt[] = [];
  tokens.forEach((token, index) => {
    if (token.kind !== "word" && token.kind !== "quotedIdentifier") return;
    if (textOf(text, tokens[index + 1]) === FOLLOWED_BY_CALL) return;
    if (textOf(text, tokens[index - 1]) === "::") return;
    if (token.kind === "word" && isOfAtTimeZone(text, tokens, index)) return;
    names.push({ name: storedName(text, token), start: token.start, end: token.end });
  });
  return names;
}

/** Whether the word is one of AT TIME ZONE or AT LOCAL, all of which may be columns' names elsewhere. */
function isOfAtTimeZone(text: string, tokens: readonly Token[], index: number): boolean {
  const written = textOf(text, tokens[index])?.toLowerCase() ?? "";
  const at = AT_TIME_ZONE.indexOf(written);
  const words = (from: number) =>
    tokens.slice(Math.max(from, 0), from + 3).map((token) => textOf(text, token)?.toLowerCase());
  if (at >= 0 && words(index - at).join(" ") === AT_TIME_ZONE.join(" ")) return index - at > 0;
  const local = written === "at" ? index : index - 1;
  return (written === "at" || written === "local") && local > 0 && words(local).slice(0, 2).join(" ") === "at local";
}

const AT_TIME_ZONE: readonly string[] = ["at", "time", "zone"];

function significant(text: string): readonly Token[] {
  return tokenize(text).filter((token) => token.kind !== "lineComment" && token.kind !== "blockComment");
}

function textOf(text: string, token: Token | undefined): string | undefined {
  return token && text.slice(token.start, token.end);
}

/** A word or quoted identifier of the text as it is stored: folded, or without its quotes. */
export function storedName(text: string, token: Token): string {
  const written = text.slice(token.start, token.end);
  if (token.kind === "word") return written.toLowerCase();
  return written.slice(1, -1).replaceAll('""', '"');
}

/** Whether the expression calls a function of the name, in whatever schema. */
export function callsFunction(text: string, name: string): boolean {
  if (!mayMention(text, name)) return false;
  const tokens = significant(text);
  return tokens.some((token, index) => {
    if (token.kind !== "word" && token.kind !== "quotedIdentifier") return false;
    return storedName(text, token) === name && textOf(text, tokens[index + 1]) === FOLLOWED_BY_CALL;
  });
}

/** The one word or name that the expression is, in parentheses or not; Postgres keeps an index key that is one as the column. */
export function soleName(text: string): string | undefined {
  const tokens = withoutParentheses(text, significant(text));
  const only = tokens.length === 1 ? tokens[0] : undefined;
  return only?.kind === "word" || only?.kind === "quotedIdentifier" ? storedName(text, only) : undefined;
}

/**
 * An index key that ends in COLLATE inside its own parentheses: Postgres keeps that as the key's collation. Undefined
 * where there is none, or where it may belong to a part of the expression only.
 */
export function collatedKey(text: string): { readonly text: string; readonly collation: string } | undefined {
  const tokens = withoutParentheses(text, significant(text));
  const at = tokens.findLastIndex((token) => textOf(text, token)?.toLowerCase() === "collate");
  const [first, name] = [tokens[0], tokens.at(-1)];
  const inner = tokens.slice(0, at);
  const last = inner.at(-1);
  if (at < 1 || first === undefined || last === undefined || name === undefined || at === tokens.length - 1)
    return undefined;
  const opening = textOf(text, first) === "(" ? 0 : 1;
  const isWhole = inner.length === 1 || parentheses(text, inner).get(opening) === inner.length - 1;
  return isWhole ? { text: text.slice(first.start, last.end), collation: storedName(text, name) } : undefined;
}

/** Which of the columns the expression mentions, in the columns' order. */
export function columnsMentioned(text: string, columns: readonly string[]): readonly string[] {
  const names = new Set(namesIn(text).map(({ name }) => name));
  return columns.filter((column) => names.has(column));
}

/** The names in the expression that are no keywords: its columns, as far as one can say without a list of them. */
export function namesMentioned(text: string): readonly string[] {
  const names = namesIn(text).filter(({ name, start }) => text[start] === '"' || !isQuotedKeyword(name));
  return Array.from(new Set(names.map(({ name }) => name)));
}

/** Whether the expression mentions the column. */
export function mentions(text: string | undefined, column: string): boolean {
  return text !== undefined && mayMention(text, column) && namesIn(text).some(({ name }) => name === column);
}

/** False only where no token of the text can be the column: asked of every expression for every column, so without tokens. */
function mayMention(text: string, column: string): boolean {
  // A quote in a name is doubled in the text, and U&"…" spells characters by number.
  return column.includes('"') || text.includes("&") || text.toLowerCase().includes(column.toLowerCase());
}

/** The expression's text with one column's name replaced by what stands for the new one in SQL. */
export function withColumnRenamed(text: string, column: string, written: string): string {
  let renamed = text;
  for (const { name, start, end } of namesIn(text).toReversed()) {
    if (name === column) renamed = renamed.slice(0, start) + written + renamed.slice(end);
  }
  return renamed;
}

function withoutParentheses(text: string, tokens: readonly Token[]): readonly Token[] {
  let start = 0;
  let end = tokens.length;
  const partners = parentheses(text, tokens);
  while (end - start > 1 && partners.get(start) === end - 1) {
    start += 1;
    end -= 1;
  }
  return tokens.slice(start, end);
}

/** For each opening parenthesis the place of the one that closes it. */
function parentheses(text: string, tokens: readonly Token[]): ReadonlyMap<number, number> {
  const partners = new Map<number, number>();
  const open: number[] = [];
  for (const [index, token] of tokens.entries()) {
    const written = text.slice(token.start, token.end);
    if (written === "(") open.push(index);
    const opener = written === ")" ? open.pop() : undefined;
    if (opener !== undefined) partners.set(opener, index);
  }
  return partners;
}
