import { escapeTerminal } from "../text/escape-terminal.ts";
import type { LineIndex } from "../text/line-index.ts";
import type { Range } from "../text/range.ts";
import { maskedSlice } from "../text/secrets.ts";

/** A line of a source file around a range, safe to show: the parts before, inside and after the range. */
export interface SourceLine {
  readonly before: string;
  readonly marked: string;
  readonly after: string;
}

/** How much of a line is shown, in UTF-16 code units, and how much of that stands before the range. */
const WIDEST = 160;
const WIDEST_BEFORE = 80;

/** The line that the range starts on; undefined where it is blank or the range starts at its end. */
export function sourceLine(
  text: string,
  range: Range,
  lines: LineIndex,
  secrets: readonly Range[],
): SourceLine | undefined {
  const lineStart = range.start - lines.positionAt(range.start).character;
  const from = Math.max(lineStart, range.start - WIDEST_BEFORE);
  const shown = text.slice(from, from + WIDEST).split(/[\r\n]/, 1)[0] ?? "";
  const lineEnd = from + shown.length;
  if (shown.trim() === "" || range.start >= lineEnd) return undefined;
  const end = Math.max(range.start + 1, Math.min(range.end, lineEnd));
  const piece = (start: number, stop: number) => escapeTerminal(maskedSlice(text, { start, end: stop }, secrets));
  const isCut = lineEnd < text.length && !/[\r\n]/.test(text.charAt(lineEnd));
  return {
    before: `${from > lineStart ? "…" : ""}${piece(from, range.start)}`,
    marked: piece(range.start, end),
    after: `${piece(end, lineEnd)}${isCut ? "…" : ""}`,
  };
}
