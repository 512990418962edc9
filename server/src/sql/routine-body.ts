import { parsePlPgSQLSync } from "libpg-query";
import type { Range } from "../text/range.ts";
import { attempt, wellFormed } from "./attempt.ts";
import { type Token, tokenize } from "./lexer.ts";
import type { SyntaxErrorAt } from "./segment.ts";
import type { CreateRoutine, DoBlock } from "./statement.ts";

const STRINGS: ReadonlySet<Token["kind"]> = new Set(["string", "dollarString"]);
const COMMENTS: ReadonlySet<Token["kind"]> = new Set(["lineComment", "blockComment"]);

/** A longer body is not read. */
const LONGEST = 200_000;

/** What a tool puts its own text in place of, inside quotes too: `${schema}`, `{{ .Table }}`, `<% name %>`. */
const TEMPLATE = /\$\{|\{\{|<%|%\(/;

/**
 * What Postgres says against the body of a routine or a DO block as it is written, in plpgsql or in SQL between quotes;
 * undefined where it says nothing, and where nobody looks: another language, a body that is very long.
 */
export function routineBodyError(text: string, statement: CreateRoutine | DoBlock): SyntaxErrorAt | undefined {
  const { range } = statement;
  if (range.end - range.start > LONGEST || TEMPLATE.test(text.slice(range.start, range.end))) return undefined;
  const language = statement.language ?? "sql";
  if (language === "plpgsql") return plpgsqlError(text, statement);
  const body = statement.kind === "do" ? undefined : dollarQuoted(text, statement.body?.range);
  return language === "sql" && body !== undefined ? sqlError(text, body) : undefined;
}

/** The parser of plpgsql says what is wrong and not where: the token that it names, where it stands only once. */
function plpgsqlError(text: string, statement: CreateRoutine | DoBlock): SyntaxErrorAt | undefined {
  const { start, end } = statement.range;
  const body = bodyToken(text, statement);
  // The parser aborts where it is handed a routine without a body.
  if (body === undefined) return undefined;
  try {
    parsePlPgSQLSync(wellFormed(text.slice(start, end)));
    return undefined;
  } catch (error) {
    const message = error instanceof Error ? error.message : "";
    const named = /^syntax error at or near "([^"]+)"$/.exec(message)?.[1];
    if (!/^(?:syntax error|")/.test(message)) return undefined;
    return {
      message,
      range: placeOf(text, body, named) ?? { start: body.start, end: body.start + openingEnd(text, body) },
    };
  }
}

function placeOf(text: string, body: Token, named: string | undefined): Range | undefined {
  if (named === undefined || body.kind !== "dollarString") return undefined;
  const opening = openingEnd(text, body);
  const places = tokenize(text, body.start + opening, body.end - opening).filter(
    (token) => text.slice(token.start, token.end) === named,
  );
  const [place] = places;
  return places.length === 1 && place ? { start: place.start, end: place.end } : undefined;
}

/** How long the `$$` or `$body$` before a body is; 1 for a quote. */
function openingEnd(text: string, body: Token): number {
  return body.kind === "dollarString" ? text.indexOf("$", body.start + 1) + 1 - body.start : 1;
}

/** The string that a block consists of, or that stands behind a routine's AS. */
function bodyToken(text: string, { kind, range }: CreateRoutine | DoBlock): Token | undefined {
  const tokens = tokenize(text, range.start, range.end).filter((token) => !COMMENTS.has(token.kind));
  const strings = tokens.flatMap((token, index) =>
    STRINGS.has(token.kind) ? [{ token, behind: tokens[index - 1] }] : [],
  );
  const isBehind = (word: string, token: Token | undefined) =>
    token !== undefined && text.slice(token.start, token.end).toLowerCase() === word;
  // LANGUAGE takes its name between quotes as well.
  return strings.find(({ behind }) => (kind === "do" ? !isBehind("language", behind) : isBehind("as", behind)))?.token;
}

/** The body's range where it is written between dollar quotes, in which nothing is doubled. */
function dollarQuoted(text: string, body: Range | undefined): Range | undefined {
  return body !== undefined && text.charAt(body.start - 1) === "$" && text.charAt(body.end) === "$" ? body : undefined;
}

function sqlError(text: string, body: Range): SyntaxErrorAt | undefined {
  const read = attempt(wellFormed(text.slice(body.start, body.end)));
  if (read.kind !== "error") return undefined;
  const tokens = tokenize(text, body.start, body.end);
  const token = tokens.find(({ end }) => end > body.start + read.at) ?? tokens.at(-1);
  return { message: read.message, range: token ? { start: token.start, end: token.end } : body };
}
