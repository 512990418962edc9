import { quoteIdentifier } from "../../catalog/quoted-name.ts";
import { volatilityOf } from "../../effects/volatility.ts";
import { isMadeHere } from "../../engine/made-here.ts";
import { type ActionContext, defineRule } from "../../engine/rule.ts";
import type { AlterColumn, Expression } from "../../sql/statement.ts";
import { usedRelation } from "../support/used-relation.ts";

/** A default that gives each row another value, set on a column whose rows are there. */
export default defineRule({
  id: "volatile-default-set",
  group: "migration",
  set: "strict",
  title: "Default of its own for each row, set on a column in use",
  severity: "nit",
  tag: "concern",
  why: "SET DEFAULT changes no row: those that are there keep what they hold, null included, and only later ones get a value of their own.",
  remedy: "Fill the old rows in batches, or say that they are meant to stay as they are.",
  sources: ["migrationpilot/MP048"],
  references: ["https://www.postgresql.org/docs/current/sql-altertable.html#SQL-ALTERTABLE-DESC-SET-DROP-DEFAULT"],
  on: {
    action(action, ctx) {
      if (action.kind !== "setDefault" || action.expression === undefined) return;
      if (volatilityOf(action.expression.text) !== "volatile") return;
      const used = usedRelation(ctx.alter.name, ctx);
      if (used === undefined || used.relation !== undefined) return;
      const { name } = action.column;
      const column = used.table?.columns.find((each) => each.name === name);
      // A key's value comes from its sequence; what rows hold is no question there.
      if (isNew(ctx, name) || column?.ownedSequence !== undefined || /\bnextval\b/i.test(action.expression.text))
        return;
      ctx.report({ range: action.expression.range, message: messageFor(used.name, action, action.expression) });
    },
  },
});

/** Whether this file added the column: setting its default apart is how a rewrite is avoided. */
function isNew(ctx: ActionContext, name: string): boolean {
  const column = ctx.table(ctx.alter.name)?.columns.find((each) => each.name === name);
  return isMadeHere(column?.origin, ctx.file);
}

function messageFor(table: string, { column }: AlterColumn, { text }: Expression): string {
  const name = quoteIdentifier(column.name);
  return `${text} gives each new row of ${table} a value of its own; rows that are there keep what ${name} holds, for SET DEFAULT writes none. Where they shall have one too, fill them in batches: UPDATE ${table} SET ${name} = ${text} WHERE ${name} IS NULL, a range of the key at a time.`;
}
