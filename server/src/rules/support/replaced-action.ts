import { mentions } from "../../catalog/expression.ts";
import type { AlterTable, AlterTableAction } from "../../sql/statement.ts";
import type { Range } from "../../text/range.ts";

/** What a rewrite of the subcommand takes the place of: the whole statement where it is its only one. */
export function replacedBy(action: AlterTableAction, { actions, range }: AlterTable): Range {
  return actions.length === 1 ? range : action.range;
}

/** Whether another subcommand of the statement names the column, and so cannot do without the one that is changed. */
export function isNamedByOthers(
  action: AlterTableAction,
  { actions }: AlterTable,
  text: string,
  column: string,
): boolean {
  return actions.some((other) => other !== action && mentions(text.slice(other.range.start, other.range.end), column));
}
