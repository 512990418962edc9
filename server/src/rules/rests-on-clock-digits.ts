import { isColumnComputedWith } from "../catalog/column-uses.ts";
import { findTable, tableById } from "../catalog/resolve.ts";
import type { GivenType, SqlContext } from "../engine/rule.ts";
import type { Constraint } from "../sql/statement.ts";

/**
 * Whether something besides the type says that the digits of a clock are meant: a default, a USING clause, a check, a
 * generated column, an index's expression, a partition's bounds, a foreign key, the digits that are stored already.
 * With time zone these would mean another moment, or be refused for not being immutable, so a person decides.
 */
export function restsOnClockDigits(ctx: SqlContext, given: GivenType): boolean {
  if (given.using || ownConstraints(ctx, given).some(makesDigits)) return true;
  const { statement } = ctx;
  if (statement.kind === "createDomain") return statement.constraints.some(({ kind }) => kind === "check");
  const { owner, column } = given;
  if (column === undefined) return false;
  const before = ctx.table(owner)?.columns.find(({ name }) => name === column);
  if (given.how === "alter" && before?.type === "timestamp") return true;
  const made = findTable(ctx.after, owner);
  const table = made && (tableById(ctx.final, made.id) ?? made);
  return table !== undefined && isColumnComputedWith(ctx.final, table, column);
}

/** What stands at the column, or the domain, in the statement. */
function ownConstraints({ statement }: SqlContext, { column, how }: GivenType): readonly Constraint[] {
  switch (statement.kind) {
    case "createDomain":
      return statement.constraints;
    case "createTable":
      return statement.columns.find(({ name }) => name.name === column)?.constraints ?? [];
    case "alterTable":
      return statement.actions.flatMap((action) =>
        how === "add" && action.kind === "addColumn" && action.column.name.name === column
          ? action.column.constraints
          : [],
      );
    default:
      return [];
  }
}

function makesDigits(constraint: Constraint): boolean {
  if (constraint.kind === "generated") return true;
  if (constraint.kind !== "default") return false;
  const { text } = constraint.expression;
  // `now() AT TIME ZONE 'utc'`, `timezone('utc', now())`, and digits written out: `'2026-01-01'`, `timestamp '…'`.
  return /\btime\s+zone\b|\btimezone\b/i.test(text) || /^\W*(?:timestamp\s*)?E?'\s*[\d-]/i.test(text);
}
