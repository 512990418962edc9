import { type Token, tokenize } from "../sql/lexer.ts";
import type { CatalogReader } from "./catalog.ts";
import { storedName } from "./expression.ts";
import { isThere } from "./is-there.ts";

/** A token with what it means: a name as stored, a literal without its quotes. */
interface Word {
  readonly kind: "name" | "literal" | "other";
  readonly text: string;
}

/**
 * Whether a condition of a DO block holds, where it plainly asks whether something stands in the schema:
 * `[NOT] EXISTS (SELECT … FROM pg_type WHERE typname = '…')` and its like, `to_regclass('…') IS [NOT] NULL`.
 * Undefined for every other condition, and for what files cannot know.
 */
export function conditionHolds(reader: CatalogReader, text: string): boolean | undefined {
  const words = tokenize(text).flatMap((token): Word[] =>
    token.kind === "lineComment" || token.kind === "blockComment" ? [] : [wordOf(text, token)],
  );
  return holds(reader, words);
}

function wordOf(text: string, token: Token): Word {
  const written = text.slice(token.start, token.end);
  if (token.kind === "word" || token.kind === "quotedIdentifier")
    return { kind: "name", text: storedName(text, token) };
  if (/^'[^']*'$/.test(written)) return { kind: "literal", text: written.slice(1, -1) };
  return { kind: "other", text: written };
}

function holds(reader: CatalogReader, condition: readonly Word[]): boolean | undefined {
  const words = unwrapped(condition);
  const [first] = words;
  if (first === undefined) return undefined;
  if (isWord(first, "select") && joined(words, "from").length === 1) return holds(reader, words.slice(1));
  const parts = joined(words, "and");
  if (parts.length > 1) return all(parts.map((part) => holds(reader, part)));
  if (isWord(first, "not")) {
    const inner = holds(reader, words.slice(1));
    return inner === undefined ? undefined : !inner;
  }
  if (isWord(first, "exists") && closing(words, 1) === words.length - 1) return existing(reader, words.slice(2, -1));
  return regclass(reader, words);
}

function all(parts: readonly (boolean | undefined)[]): boolean | undefined {
  if (parts.includes(false)) return false;
  return parts.includes(undefined) ? undefined : true;
}

function isWord(word: Word | undefined, text: string): boolean {
  return word !== undefined && word.kind !== "literal" && word.text === text;
}

/** Without the parentheses around all of it. */
function unwrapped(words: readonly Word[]): readonly Word[] {
  let inner = words;
  while (isWord(inner[0], "(") && closing(inner, 0) === inner.length - 1) inner = inner.slice(1, -1);
  return inner;
}

/** Where the parenthesis at `open` is closed; -1 where it is not, or where none stands there. */
function closing(words: readonly Word[], open: number): number {
  if (!isWord(words[open], "(")) return -1;
  let depth = 0;
  for (let index = open; index < words.length; index += 1) {
    if (isWord(words[index], "(")) depth += 1;
    if (isWord(words[index], ")")) depth -= 1;
    if (depth === 0) return index;
  }
  return -1;
}

/** The parts between the words of that text that stand in no parentheses. */
function joined(words: readonly Word[], ...separators: readonly string[]): readonly (readonly Word[])[] {
  const parts: Word[][] = [[]];
  let depth = 0;
  for (const word of words) {
    if (isWord(word, "(")) depth += 1;
    if (isWord(word, ")")) depth -= 1;
    if (depth === 0 && word.kind === "name" && separators.includes(word.text)) parts.push([]);
    else parts.at(-1)?.push(word);
  }
  return parts;
}

/** `to_regclass('name') IS NULL` or `IS NOT NULL`. */
function regclass(reader: CatalogReader, words: readonly Word[]): boolean | undefined {
  const [call, open, name, close, is, ...rest] = words;
  const isCall = isWord(call, "to_regclass") || isWord(call, "to_regtype");
  if (!isCall || name?.kind !== "literal" || !isWord(open, "(") || !isWord(close, ")") || !isWord(is, "is")) {
    return undefined;
  }
  const source = isWord(call, "to_regclass") ? "pg_class" : "pg_type";
  const found = isThere(reader, { source, values: new Map([["regclass", name.text]]) });
  if (found === undefined || !isWord(rest.at(-1), "null")) return undefined;
  return isWord(rest[0], "not") ? found : !found;
}

/** `SELECT … FROM source WHERE column = 'literal' AND …`; undefined where it says anything else. */
function existing(reader: CatalogReader, query: readonly Word[]): boolean | undefined {
  const [selected, from] = joined(query, "from");
  if (!isWord(selected?.[0], "select") || from === undefined) return undefined;
  const [tables, ...conditions] = joined(from, "where", "on", "and");
  if (tables === undefined || from.some((word) => isWord(word, "or") || isWord(word, "union"))) return undefined;
  const values = new Map<string, string>();
  for (const condition of conditions) {
    const said = equality(withoutJoin(condition));
    if (said === undefined) return undefined;
    if (said !== "join") values.set(said.column, said.value);
  }
  const sources = [tables, ...conditions.map(joinOf)].flatMap(sourcesIn);
  return isThere(reader, { source: sources.join(" "), values });
}

/** What stands before a further JOIN behind an ON condition. */
function withoutJoin(words: readonly Word[]): readonly Word[] {
  const at = words.findIndex((word) => JOINS.has(word.text) && word.kind === "name");
  return at < 0 ? words : words.slice(0, at);
}

const JOINS: ReadonlySet<string> = new Set(["join", "inner", "left"]);

function joinOf(words: readonly Word[]): readonly Word[] {
  const at = words.findIndex((word) => isWord(word, "join"));
  return at < 0 ? [] : words.slice(at);
}

/** The catalogues that a FROM names, without `pg_catalog` and aliases: `pg_type`, `columns`. */
function sourcesIn(words: readonly Word[]): readonly string[] {
  return words.flatMap(({ kind, text }) =>
    kind === "name" &&
    /^pg_[a-z]+$|^[a-z]+_[a-z_]+$|^(?:columns|tables|views|triggers|routines|schemata|sequences)$/.test(text) &&
    !NO_SOURCES.has(text)
      ? [text]
      : [],
  );
}

const NO_SOURCES: ReadonlySet<string> = new Set(["pg_catalog", "information_schema"]);

/** `column = 'literal'`, with an alias before it and a cast behind it; `join` for an equality of two columns. */
function equality(
  condition: readonly Word[],
): { readonly column: string; readonly value: string } | "join" | undefined {
  const words = unwrapped(condition);
  const at = words.findIndex((word) => isWord(word, "="));
  const left = words.slice(0, at).filter(({ kind }) => kind === "name");
  const right = words.slice(at + 1);
  const column = left.at(-1)?.text;
  if (at < 1 || column === undefined || at > MOST_LEFT) return undefined;
  const [value, colon, cast] = right;
  if (value?.kind === "literal") {
    const isPlain = colon === undefined || isWord(colon, "::");
    return isPlain
      ? { column: isWord(cast, "regclass") || isWord(cast, "regtype") ? "regclass" : column, value: value.text }
      : undefined;
  }
  if (isWord(value, "current_schema")) return "join";
  return right.length <= MOST_LEFT && right.every(({ kind, text }) => kind === "name" || text === ".")
    ? "join"
    : undefined;
}

/** `alias.column` is three words. */
const MOST_LEFT = 3;
