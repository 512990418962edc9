import type { Segment } from "../sql/segment.ts";
import type { TextEdit } from "../text/text-edit.ts";
import type { SqlContext } from "./rule.ts";

/** What separates two statements where the tool wants more than a semicolon. */
const DRIZZLE_BREAKPOINT = "--> statement-breakpoint";

/**
 * The edit that puts a statement (without its semicolon) after the one under review, on lines of its own, in the
 * file's line breaks. Ranges count from the segment's start. A statement inside goose's StatementBegin and
 * StatementEnd gets its neighbour after the end mark.
 */
export function insertAfter(ctx: Pick<SqlContext, "text" | "statement" | "file">, sql: string): TextEdit {
  const { text, statement } = ctx;
  const eol = text.includes("\r\n") ? "\r\n" : "\n";
  const semicolon = semicolonAfter(text, statement.range.end);
  const at = semicolon ?? statement.range.end;
  const blockEnd = text.indexOf("StatementEnd", at);
  const start = blockEnd < 0 ? at : blockEnd + "StatementEnd".length;
  const closing = semicolon === undefined && blockEnd < 0 ? ";" : "";
  const breakpoint = ctx.file.tool === "drizzle" ? `${DRIZZLE_BREAKPOINT}${eol}` : eol + eol;
  return { range: { start, end: start }, text: `${closing}${breakpoint}${sql};` };
}

/** The offset just after the semicolon that ends the statement, or undefined where there is none. */
function semicolonAfter(text: Segment["text"], from: number): number | undefined {
  const at = text.indexOf(";", from);
  return at < 0 || text.slice(from, at).trim() !== "" ? undefined : at + 1;
}
