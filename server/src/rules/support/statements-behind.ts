import type { Edit, LineBreak, MigrationStatement } from "../../engine/rule.ts";
import { tokenize } from "../../sql/lexer.ts";

/**
 * The edits that put these statements, without semicolons, on lines of their own behind a statement, which gets its
 * semicolon where it has none. Their ranges count from the file's start.
 */
export function statementsBehind(
  { segment: { text, body }, start }: MigrationStatement,
  sql: readonly string[],
  lineBreak: LineBreak,
): readonly Edit[] {
  const added = sql.map((each) => `${lineBreak}${each};`).join("");
  const hasSemicolon = tokenize(text, body.end).some((token) => text.slice(token.start, token.end) === ";");
  const end = start + text.length;
  if (hasSemicolon) return [{ range: { start: end, end }, text: added }];
  const at = start + body.end;
  // What stands between the last word and the end of the file is blanks and comments, which may end at the line's end.
  const rest = text.slice(body.end);
  if (rest.trim() === "") return [{ range: { start: at, end: at }, text: `;${added}` }];
  const endsItsLine = rest.slice(rest.trimEnd().length).includes("\n");
  const line = endsItsLine ? added.slice(lineBreak.length) : added;
  return [
    { range: { start: at, end: at }, text: ";" },
    { range: { start: end, end }, text: line },
  ];
}
