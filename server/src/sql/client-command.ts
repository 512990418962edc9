import { isBlank, isLineEnd } from "./characters.ts";
import type { QuoteMemory } from "./quotes.ts";

/** A stretch that some client reads for itself, found from its start. `reach` is as in the lexer's tokens. */
export interface ClientStretch {
  readonly end: number;
  readonly reach: number;
}

/** What one pass over a text remembers; see `QuoteMemory`. */
export interface SplitMemory extends QuoteMemory {
  /** No `\.` line stands at or after this offset. */
  noCopyEndFrom: number;
}

/** psql commands that send the query typed so far, and those that throw it away. */
const executing = /\\(?:gx|gdesc|gexec|gset|g|crosstabview|watch|parse|sendpipeline|reset|r)(?![a-z_])/y;

/** Whether the psql command at `at` ends the query before it. */
export function endsQuery(text: string, at: number): boolean {
  executing.lastIndex = at;
  return executing.test(text);
}

/** Whether a psql command starts at the backslash at `at`. */
export function isMetaCommand(text: string, at: number): boolean {
  return /[A-Za-z!?]/.test(text.charAt(at + 1));
}

/** To just behind the end of the line that `at` stands on: `\n`, `\r\n` or a lone `\r`. */
export function lineStretch(text: string, at: number): ClientStretch {
  const end = lineEnd(text, at);
  if (end >= text.length) return { end, reach: end + 1 };
  const pair = text.charCodeAt(end) === 13 && text.charCodeAt(end + 1) === 10;
  return { end: end + (pair ? 2 : 1), reach: end + 2 };
}

/** The offset of the line's end, its mark not included. */
export function lineEnd(text: string, at: number): number {
  let end = at;
  while (end < text.length && !isLineEnd(text.charCodeAt(end))) end++;
  return end;
}

/** Where the arguments of a psql command inside a query end: at the line's end or at the next backslash. */
export function metaArgumentsEnd(text: string, at: number): number {
  let end = at + 1;
  while (end < text.length && !isLineEnd(text.charCodeAt(end)) && text.charCodeAt(end) !== 92) end++;
  return end;
}

/**
 * COPY data that starts on the line after `at` (just behind the semicolon, or in psql's `\copy` line) and ends with
 * a line `\.`. Where no such line follows there is no data: a COPY that is being typed must not swallow the file.
 */
export function copyData(text: string, at: number, memory: SplitMemory): ClientStretch {
  const line = lineStretch(text, at);
  if (!isRestOfLineIdle(text, at, line.end)) return { end: at, reach: line.reach };
  const close = at < memory.noCopyEndFrom ? copyEnd(text, line.end) : undefined;
  if (close !== undefined) return lineStretch(text, close);
  memory.noCopyEndFrom = Math.min(memory.noCopyEndFrom, at);
  return { end: at, reach: text.length + 1 };
}

/** The offset of the `\.` that stands alone on a line at or after `from`, which is a line's start. */
function copyEnd(text: string, from: number): number | undefined {
  for (let at = text.indexOf("\\.", from); at >= 0; at = text.indexOf("\\.", at + 2)) {
    const startsLine = at === from || isLineEnd(text.charCodeAt(at - 1));
    if (startsLine && text.slice(at + 2, Math.min(lineEnd(text, at), at + 40)).trim() === "") return at;
  }
  return undefined;
}

function isRestOfLineIdle(text: string, at: number, end: number): boolean {
  let next = at;
  while (next < end && isBlank(text.charCodeAt(next))) next++;
  return next >= end || text.startsWith("--", next);
}

const delimiterLine = /DELIMITER[ \t]+[^\s;]\S*[ \t]*(?=[\r\n])/iy;
const delimiterReset = /[\r\n][ \t]*DELIMITER[ \t]+;[ \t]*(?=[\r\n]|$)/gi;

/**
 * MySQL's client region from a line `DELIMITER //` to the line `DELIMITER ;`, or to the text's end. It is one
 * stretch, because what ends a statement in it is known only from its first line.
 */
export function delimiterRegion(text: string, at: number): ClientStretch | undefined {
  delimiterLine.lastIndex = at;
  if (!delimiterLine.test(text)) return undefined;
  delimiterReset.lastIndex = delimiterLine.lastIndex;
  const reset = delimiterReset.test(text);
  return reset
    ? { end: delimiterReset.lastIndex, reach: delimiterReset.lastIndex + 2 }
    : { end: text.length, reach: text.length + 1 };
}

const nextBatch =
  /(?:CREATE|ALTER|DROP|INSERT|UPDATE|DELETE|SELECT|WITH|EXEC|EXECUTE|PRINT|USE|IF|SET|DECLARE|BEGIN|GRANT|GO|TRUNCATE|MERGE)\b|--|\/\*/iy;

/**
 * Whether the word GO at `at` is SQL Server's batch separator: alone on its line, with a statement, a comment or
 * nothing below it. `from` is where the segment starts.
 */
export function isBatchSeparator(text: string, at: number, from: number): { is: boolean; reach: number } {
  if ((text.charCodeAt(at) | 32) !== 103 || (text.charCodeAt(at + 1) | 32) !== 111) return { is: false, reach: at + 2 };
  if (!isFirstOnLine(text, at, from)) return { is: false, reach: at + 2 };
  const end = lineEnd(text, at);
  if (text.slice(at + 2, end).trim() !== "") return { is: false, reach: end + 1 };
  let next = end;
  while (next < text.length && isBlank(text.charCodeAt(next))) next++;
  nextBatch.lastIndex = next;
  return { is: next >= text.length || nextBatch.test(text), reach: next + 12 };
}

function isFirstOnLine(text: string, at: number, from: number): boolean {
  let before = at - 1;
  while (before >= from && isBlank(text.charCodeAt(before)) && !isLineEnd(text.charCodeAt(before))) before--;
  return before < from || isLineEnd(text.charCodeAt(before));
}
