import { type Token, tokenize } from "../sql/lexer.ts";
import { type Mark, markOf } from "../sql/mark.ts";
import type { TextEdit } from "../text/text-edit.ts";
import type { SqlContext } from "./rule.ts";

/** What separates two statements where the tool wants more than a semicolon. */
const DRIZZLE_BREAKPOINT = "--> statement-breakpoint";

/**
 * The edits that put a statement (without its semicolon) after the one under review, on lines of its own, in the
 * file's line breaks: behind a comment that ends its line, and behind goose's StatementEnd, for what stands before
 * that is sent as one. Ranges count from the segment's start and may lie behind its end. Empty where a psql command
 * like `\\g` ends the statement, for it would end the new one instead.
 */
export function insertAfter(
  ctx: Pick<SqlContext, "text" | "statement" | "file" | "next" | "lineBreak">,
  sql: string,
): readonly TextEdit[] {
  const { text, statement, next, lineBreak } = ctx;
  const tail = text.slice(statement.range.end);
  const first = tokenize(tail).find((token) => !isComment(token));
  const isClosed = first !== undefined && tail.slice(first.start, first.end) === ";";
  if (first !== undefined && !isClosed) return [];
  const end = statement.range.end + (isClosed ? first.end : 0);
  // The first character of the next statement shows whether it stands on the same line.
  const behind = text.slice(end) + (next?.text.slice(0, next.kind === "empty" ? undefined : next.body.start + 1) ?? "");
  const skipped = ownedBy(behind);
  const gap = skipped > 0 || ctx.file.tool !== "drizzle" ? lineBreak : "";
  const separator = ctx.file.tool === "drizzle" ? DRIZZLE_BREAKPOINT : "";
  const edits = [insertion(end + skipped, `${gap}${separator}${lineBreak}${sql};`)];
  if (isClosed) return edits;
  return skipped === 0 ? edits.map((edit) => ({ ...edit, text: `;${edit.text}` })) : [insertion(end, ";"), ...edits];
}

function insertion(at: number, text: string): TextEdit {
  return { range: { start: at, end: at }, text };
}

/** How much of what stands behind a statement belongs to it. */
function ownedBy(behind: string): number {
  const comments = tokenize(behind).filter(isComment);
  const firstMark = comments.find((comment) => markAt(behind, comment) !== undefined);
  if (firstMark !== undefined && isStatementEnd(markAt(behind, firstMark))) return firstMark.end;
  return endOfLineComment(behind);
}

/** The end of the comments that fill the rest of the line; 0 where something else follows on it. */
function endOfLineComment(behind: string): number {
  let end = 0;
  for (const token of tokenize(behind)) {
    if (/[\r\n]/.test(behind.slice(end, token.start))) return end;
    const isOnLine = isComment(token) && !/[\r\n]/.test(behind.slice(token.start, token.end));
    if (!isOnLine || markAt(behind, token) !== undefined) return 0;
    end = token.end;
  }
  return end;
}

function isComment({ kind }: Token): boolean {
  return kind === "lineComment" || kind === "blockComment";
}

function markAt(text: string, { start, end }: Token): Mark | undefined {
  return markOf(text.slice(start, end));
}

function isStatementEnd(mark: Mark | undefined): boolean {
  return mark !== undefined && /^\+(?:goose|migrate)\s+StatementEnd\b/i.test(mark.text);
}
