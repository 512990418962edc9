import { loadModule, type Node } from "libpg-query";
import type { Range } from "../text/range.ts";
import { attempt, attemptFilled, wellFormed } from "./attempt.ts";
import type { Token } from "./lexer.ts";
import { lower } from "./lower.ts";
import type { Parsed, SyntaxErrorAt } from "./segment.ts";
import { bodyLimit, type Cut } from "./splitter.ts";
import { type StatementSource, statementSource } from "./statement-source.ts";

/** Loads Postgres's parser. Await it once before anything in this folder parses; later calls return at once. */
export async function loadParser(): Promise<void> {
  await loadModule();
}

/**
 * What the statement in a segment says. It gives neither a statement nor an error where the body is too long or too
 * deeply nested to be parsed, where no guess at its placeholders makes it SQL, and where psql's `\if` or another
 * command among its words decides what the server sees.
 */
export function parseCut(segmentText: string, cut: Cut): Parsed {
  const { body } = cut;
  if (body.end - body.start > bodyLimit) return unknown;
  const nul = segmentText.indexOf("\0", body.start);
  if (nul >= 0 && nul < body.end) return { statement: undefined, error: nulError(nul) };
  const text = wellFormed(withoutUnsent(segmentText, cut));
  const first = attempt(text);
  if (first.kind === "tooDeep") return unknown;
  if (first.kind === "tree") return lowered(segmentText, cut, text, first.node);
  const filled = cut.placeholders.length > 0 ? fill(text, cut) : undefined;
  if (filled !== undefined) return lowered(segmentText, cut, filled.text, filled.node);
  if (cut.placeholders.length > 0 || cut.unsent.length > 0) return unknown;
  return { statement: undefined, error: errorAt(cut, text, first) };
}

/** The parser's tree of a segment's statement with the words that it stands in; undefined where there is none. */
export function treeOf(segmentText: string, cut: Cut): { node: Node; source: StatementSource } | undefined {
  const { body, placeholders, tokens } = cut;
  const nul = segmentText.indexOf("\0", body.start);
  if (body.end - body.start > bodyLimit || (nul >= 0 && nul < body.end)) return undefined;
  const text = wellFormed(withoutUnsent(segmentText, cut));
  const first = attempt(text);
  const read = first.kind === "tree" ? { text, node: first.node } : placeholders.length > 0 && fill(text, cut);
  if (!read || read.node === undefined) return undefined;
  return { node: read.node, source: statementSource(segmentText, tokens, read.text, body.start) };
}

const unknown: Parsed = { statement: undefined, error: undefined };

/** Postgres's wire protocol and libpg-query end a text at a NUL, so what follows would go unread. */
function nulError(at: number): SyntaxErrorAt {
  return { message: "a NUL character cannot stand in SQL", range: { start: at, end: at + 1 } };
}

/** The body with psql's commands blanked out, at equal length. */
function withoutUnsent(segmentText: string, { body, unsent }: Cut): string {
  let text = "";
  let at = body.start;
  for (const range of unsent) {
    if (range.start >= body.end) break;
    text += segmentText.slice(at, range.start) + " ".repeat(Math.min(range.end, body.end) - range.start);
    at = Math.min(range.end, body.end);
  }
  return text + segmentText.slice(at, body.end);
}

function fill(text: string, { body, placeholders }: Cut): { text: string; node: Node | undefined } | undefined {
  const holes = placeholders.map(({ start, end }) => ({ start: start - body.start, end: end - body.start }));
  return attemptFilled(text, holes);
}

function lowered(segmentText: string, cut: Cut, text: string, node: Node | undefined): Parsed {
  if (node === undefined) return unknown;
  try {
    const source = statementSource(segmentText, cut.tokens, text, cut.body.start);
    return { statement: lower(node, source, cut.body), error: undefined };
  } catch (error) {
    // A tree may be nested more deeply than a walk over it can go, as the parser's own can.
    if (error instanceof RangeError) return unknown;
    throw error;
  }
}

/** Where Postgres points, as a whole token. */
function errorAt(cut: Cut, text: string, error: { message: string; at: number }): SyntaxErrorAt {
  const { semicolon, tokens, body } = cut;
  if (error.at >= text.length && semicolon !== undefined) {
    // The server reads the semicolon too, and that is what it then complains about.
    const whole = attempt(`${text};`);
    if (whole.kind === "error") return { message: whole.message, range: semicolon };
  }
  const at = body.start + Math.min(error.at, text.length);
  return { message: shortened(error.message), range: tokenAt(tokens, at) ?? body };
}

/** Postgres quotes all that an open quote swallowed; the first line of it is enough. */
function shortened(message: string): string {
  const line = /^[^\r\n]{0,160}/.exec(message)?.[0] ?? "";
  return line.length === message.length ? message : `${line}…"`;
}

/** The token that holds the offset, or the next one, or the last. */
function tokenAt(tokens: readonly Token[], at: number): Range | undefined {
  const token = tokens.find(({ end }) => end > at) ?? tokens.at(-1);
  return token && { start: token.start, end: token.end };
}
