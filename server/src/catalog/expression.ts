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
    names.push({ name: storedName(text, token), start: token.start, end: token.end });
  });
  return names;
}

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

/** The one word or name that the expression is, in parentheses or not; Postgres keeps an index key that is one as the column. */
export function soleName(text: string): string | undefined {
  const tokens = withoutParentheses(text, significant(text));
  const only = tokens.length === 1 ? tokens[0] : undefined;
  return only?.kind === "word" || only?.kind === "quotedIdentifier" ? storedName(text, only) : undefined;
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

/**
 * The name that Postgres gives an index column that is an expression (`FigureIndexColname`): the function's, the
 * column's under a cast, `expr` for operators. Read from the text, so that rarer forms come out as `expr`.
 */
export function expressionName(text: string): string {
  const tokens = significant(text);
  return nameOf(text, withoutParentheses(text, tokens)) ?? "expr";
}

/** Casts deeper than this in each other are no one's index; the bound keeps hostile text from costing more than itself. */
const DEEPEST_CAST = 20;

function nameOf(text: string, whole: readonly Token[]): string | undefined {
  let tokens = whole;
  let type: string | undefined;
  for (let depth = 0; depth < DEEPEST_CAST; depth += 1) {
    const cast = outermostCast(text, tokens);
    const typeToken = cast === undefined ? undefined : tokens[cast + 1];
    if (cast === undefined || typeToken === undefined) break;
    type ??= storedName(text, typeToken);
    tokens = withoutParentheses(text, tokens.slice(0, cast));
  }
  return nameOfPlain(text, tokens) ?? type;
}

function nameOfPlain(text: string, tokens: readonly Token[]): string | undefined {
  const first = tokens[0];
  if (first?.kind !== "word" && first?.kind !== "quotedIdentifier") return undefined;
  if (first.kind === "word" && storedName(text, first) === "case") return "case";
  if (first.kind === "word" && storedName(text, first) === "cast") return nameOfCast(text, tokens);
  let at = 1;
  let name = first;
  while (textOf(text, tokens[at]) === "." && tokens[at + 1] !== undefined) {
    name = tokens[at + 1] ?? first;
    at += 2;
  }
  if (at === tokens.length) return storedName(text, name);
  const isCall = textOf(text, tokens[at]) === "(" && parentheses(text, tokens).get(at) === tokens.length - 1;
  if (!isCall) return undefined;
  return SPELLED_OTHERWISE[storedName(text, name)] ?? storedName(text, name);
}

/** `CAST(value AS type)` bears the value's name, or the type's where it has none. */
function nameOfCast(text: string, tokens: readonly Token[]): string | undefined {
  if (parentheses(text, tokens).get(1) !== tokens.length - 1) return undefined;
  const inside = tokens.slice(2, -1);
  const as = inside.findLastIndex((token) => textOf(text, token)?.toLowerCase() === "as");
  const typeToken = inside[as + 1];
  if (as < 1 || typeToken === undefined) return undefined;
  const value = withoutParentheses(text, inside.slice(0, as));
  return (value.length < tokens.length ? nameOfPlain(text, value) : undefined) ?? storedName(text, typeToken);
}

/** SQL's own call syntax whose function has another name. */
const SPELLED_OTHERWISE: Readonly<Record<string, string>> = { trim: "btrim" };

function outermostCast(text: string, tokens: readonly Token[]): number | undefined {
  let depth = 0;
  let cast: number | undefined;
  for (const [index, token] of tokens.entries()) {
    const written = text.slice(token.start, token.end);
    if (written === "(" || written === "[") depth += 1;
    else if (written === ")" || written === "]") depth -= 1;
    else if (depth === 0 && token.kind === "operator" && written !== "::") return undefined;
    else if (depth === 0 && written === "::") cast = index;
  }
  return cast;
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
