import { isBlank, isLineEnd, isWordPart } from "./characters.ts";
import type { ScannedToken } from "./lexer.ts";

/**
 * A line's end behind which a statement starts for sure: one of these words at the next line's very start, or a
 * migration tool's mark. Words that also start a clause or a line of a function's body are left out.
 */
const sure =
  /[\r\n](?=(?:CREATE|ALTER|DROP|INSERT|GRANT|REVOKE|COMMENT|TRUNCATE|COMMIT|ROLLBACK)\b|--[ \t]?(?:\+goose|\+migrate|migrate:|changeset|> statement-breakpoint)|\\connect)/;

/** The same after a blank line or a semicolon at a line's end, where more words can only start a statement. */
const afterPause =
  /(?:;|\r\n|\n|\r)[ \t]*(?:\r\n|\n|\r)(?=(?:UPDATE|DELETE|SELECT|WITH|SET|BEGIN|COPY|DO|VACUUM|REINDEX|ANALYZE|REFRESH|LOCK|MERGE|CALL)\b)/;

const sureAnywhere = new RegExp(sure.source, "gi");
const sureHere = new RegExp(sure.source, "iy");
const anywhere = new RegExp(`${sure.source}|${afterPause.source}`, "gi");

/** The longest look of these, past a line's end, in code units. */
const LOOK = 24;

/**
 * Where a statement ends whose quote or comment `token` swallows its neighbours: the start of the first line in it
 * that begins a statement. Undefined where the token is credible, so that it is what it seems.
 */
export function recoveryPoint(text: string, token: ScannedToken): number | undefined {
  if (token.terminated && !swallowsNeighbours(text, token)) return undefined;
  // A function's body holds statements of its own, so only the surest words count in it.
  const form = token.kind === "dollarString" ? sureAnywhere : anywhere;
  form.lastIndex = 1;
  return form.test(text.slice(token.start, token.end)) ? token.start + form.lastIndex : undefined;
}

/**
 * Whether what closes the quote looks like what opens the next one. While a quote is half-typed each later quote in
 * the file changes its role: a "closing" `'` is followed by the next string's first letter, a "closing" `$$` comes
 * after AS. A quoted name is never closed on another line.
 */
function swallowsNeighbours(text: string, token: ScannedToken): boolean {
  if (token.kind === "quotedIdentifier") return crossesLine(text, token);
  if (token.kind === "dollarString") return /\b(?:AS|DO)\s{0,20}$/i.test(beforeClosingTag(text, token));
  if (token.kind !== "string") return false;
  const next = text.charCodeAt(token.end);
  return (isWordPart(next) || "{}%/@#.$?".includes(text.charAt(token.end) || " ")) && crossesLine(text, token);
}

function beforeClosingTag(text: string, token: ScannedToken): string {
  const tag = text.lastIndexOf("$", token.end - 2);
  return text.slice(Math.max(token.start, tag - 30), tag);
}

function crossesLine(text: string, token: ScannedToken): boolean {
  for (let at = token.start; at < token.end; at++) if (isLineEnd(text.charCodeAt(at))) return true;
  return false;
}

/** What a look at the text behind a semicolon found, and how far it went. */
export interface Look {
  readonly found: boolean;
  readonly reach: number;
}

/** Whether a new statement surely starts on a later line, with only blanks between `at` and it. */
export function startsStatementBelow(text: string, at: number): Look {
  let next = at;
  while (next < text.length && isBlank(text.charCodeAt(next))) next++;
  sureHere.lastIndex = next - 1;
  const found = next > at && sureHere.test(text);
  return { found, reach: next + LOOK };
}
