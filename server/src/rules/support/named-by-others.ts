import { mentions } from "../../catalog/expression.ts";
import type { AlterTable, AlterTableAction } from "../../sql/statement.ts";

/** Whether another subcommand of the statement names the column, and so cannot do without the one that is changed. */
export function isNamedByOthers(
  action: AlterTableAction,
  { actions }: AlterTable,
  text: string,
  column: string,
): boolean {
  return actions.some((other) => other !== action && mentions(text.slice(other.range.start, other.range.end), column));
}
