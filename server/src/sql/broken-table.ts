import { type Token, tokenize } from "./lexer.ts";
import type { Segment } from "./segment.ts";
import { segmentsOf } from "./segments.ts";
import type { Statement } from "./statement.ts";

/**
 * Of a CREATE TABLE that does not parse, as while it is typed, a statement that makes a table of that name with columns
 * that nobody knows; undefined for all else. What stands behind it then still speaks of a new table.
 */
export function brokenTable(segment: Segment): Statement | undefined {
  const { parsed, text, body } = segment;
  if (parsed?.error === undefined || parsed.statement !== undefined) return undefined;
  return read(text.slice(body.start, body.end));
}

/** How far the opening parenthesis may stand from the start: a name has three parts at most. */
const LONGEST_HEAD = 2000;

/** The statement that the words up to the first parenthesis make, where the columns are left open. */
function read(body: string): Statement | undefined {
  const tokens = tokenize(body, 0, Math.min(body.length, LONGEST_HEAD));
  const open = tokens.find((token) => wordOf(body, token) === "(");
  if (open === undefined || !/^create$/i.test(wordOf(body, tokens[0]))) return undefined;
  const [made] = segmentsOf(`${body.slice(0, open.start)} AS EXECUTE unread`);
  const statement = made?.parsed?.statement;
  return statement?.kind === "createTable" ? statement : undefined;
}

function wordOf(body: string, token: Token | undefined): string {
  return token === undefined ? "" : body.slice(token.start, token.end);
}
