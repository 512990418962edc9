import type { MigrationStatement } from "../../engine/rule.ts";
import type { Range } from "../../text/range.ts";

/** The statement's first line, from its first word on: enough to underline. Counts from the segment's start. */
export function headOf({ statement: { range }, segment: { text } }: MigrationStatement): Range {
  const [line = ""] = text.slice(range.start, range.end).split(/\r?\n/, 1);
  return { start: range.start, end: range.start + line.trimEnd().length };
}
