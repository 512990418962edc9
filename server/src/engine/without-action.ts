import type { Statement } from "../sql/statement.ts";
import type { Range } from "../text/range.ts";
import type { Edit } from "./rule.ts";

/**
 * The edit that takes one subcommand, given by its range, out of an ALTER TABLE together with its comma; "all of it"
 * where the statement has no other, or is no ALTER TABLE. Ranges count from the segment's start.
 */
export function withoutAction(statement: Statement, action: Range, text: string): Edit | "all of it" {
  if (statement.kind !== "alterTable") return "all of it";
  const { actions } = statement;
  const index = actions.findIndex(({ range }) => range.start === action.start && range.end === action.end);
  if (index < 0 || actions.length < 2) return "all of it";
  const before = actions[index - 1];
  const after = actions[index + 1];
  if (after !== undefined) return { range: { start: action.start, end: after.range.start }, text: "" };
  const start = before?.range.end ?? action.start;
  // A comment between the two may speak of what stays.
  const comma = text.indexOf(",", start);
  return { range: { start: comma < 0 || comma > action.start ? start : comma, end: action.end }, text: "" };
}
