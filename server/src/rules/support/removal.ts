import type { Edit, Migration, MigrationStatement } from "../../engine/rule.ts";

/**
 * The edit that takes a statement out of its file with its semicolon, and its line where nothing else stands on it.
 * Comments above it stay. Its range counts from the file's start.
 */
export function removalOf(
  { segments }: Pick<Migration, "segments">,
  { segment, start, index }: MigrationStatement,
): Edit {
  const { text, body } = segment;
  const rest = segments[index + 1]?.text ?? "";
  const lineStart = text.lastIndexOf("\n", body.start - 1) + 1;
  const isFirstOnLine = text.slice(lineStart, body.start).trim() === "" && (lineStart > 0 || start === 0);
  const behind = /^[ \t]*(\r?\n|$)/.exec(rest);
  const isAlone = isFirstOnLine && behind !== null;
  const from = isAlone ? lineStart : body.start;
  const to = text.length + (isAlone ? behind[0].length : 0);
  return { range: { start: start + from, end: start + to }, text: "" };
}
