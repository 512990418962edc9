import type { Edit, LineBreak, Migration, MigrationStatement } from "../../engine/rule.ts";
import type { Segment } from "../../sql/segment.ts";

/** Where a statement of its own can be put before another. */
interface Place {
  /** Counts from the segment's start. */
  readonly at: number;
  /** The blanks that the line begins with; undefined where the statement does not begin its line. */
  readonly indent: string | undefined;
}

/**
 * The edit that puts these statements, without semicolons, before another of the file: above the comments that belong to
 * it, below what its tool reads there. Its range counts from the file's start.
 */
export function statementsBefore(
  { segments }: Pick<Migration, "segments">,
  next: MigrationStatement,
  sql: readonly string[],
  lineBreak: LineBreak,
): Edit {
  const { at, indent } = placeBefore(next.segment, next.start === 0);
  const range = { start: next.start + at, end: next.start + at };
  const ends = segments.some(({ marks }) => marks.some(({ mark }) => mark.tool === "drizzle"))
    ? `;${lineBreak}--> statement-breakpoint`
    : ";";
  if (indent === undefined) return { range, text: sql.map((each) => `${each}; `).join("") };
  return { range, text: sql.map((each) => `${indent}${each}${ends}${lineBreak}`).join("") };
}

function placeBefore({ text, body, comments, marks }: Segment, isFirst: boolean): Place {
  const leading = marks.filter(({ mark, range }) => range.end <= body.start && !/\sStatementBegin\b/i.test(mark.text));
  const lastMark = leading.at(-1);
  const from = lastMark ? afterLine(text, lastMark.range.end) : isFirst ? 0 : afterLine(text, 0);
  let at = lineStart(text, body.start);
  if (from > at) return { at: body.start, indent: undefined };
  // A comment that ends where the line of the statement begins belongs to it, and so does one right above that.
  for (let above = lineAbove(text, at, from); above !== undefined; above = lineAbove(text, at, from)) at = above;
  const around = comments.find(({ range }) => range.start < at && at < range.end);
  if (around) at = Math.max(from, lineStart(text, around.range.start));
  return { at, indent: /^[ \t]*/.exec(text.slice(at, body.start))?.[0] ?? "" };
}

/** The start of the line above, where that is not blank and does not begin before `from`. */
function lineAbove(text: string, at: number, from: number): number | undefined {
  if (at <= from) return undefined;
  const above = lineStart(text, at - 1);
  return above >= from && text.slice(above, at).trim() !== "" ? above : undefined;
}

function lineStart(text: string, offset: number): number {
  return text.lastIndexOf("\n", offset - 1) + 1;
}

/** Where the line behind the offset's own begins; the text's end where there is none. */
function afterLine(text: string, offset: number): number {
  const end = text.indexOf("\n", offset);
  return end < 0 ? text.length : end + 1;
}
