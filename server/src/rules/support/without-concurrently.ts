import type { Edit } from "../../engine/rule.ts";
import { tokenize } from "../../sql/lexer.ts";

/** The edit that takes the word CONCURRENTLY out of a statement's text, with the blank before it; undefined where it does not say it. */
export function withoutConcurrently(text: string): Edit | undefined {
  const tokens = tokenize(text);
  const at = tokens.findIndex(
    ({ kind, start, end }) => kind === "word" && text.slice(start, end).toLowerCase() === "concurrently",
  );
  const token = tokens[at];
  if (token === undefined) return undefined;
  const last = tokens[at - 1];
  return { range: { start: last?.kind === "lineComment" ? token.start : (last?.end ?? 0), end: token.end }, text: "" };
}
