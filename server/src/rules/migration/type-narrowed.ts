import { columnType, typeText } from "../../catalog/column-type.ts";
import { quoteIdentifier } from "../../catalog/quoted-name.ts";
import { withoutDomain } from "../../effects/type-change.ts";
import { type ActionContext, defineRule } from "../../engine/rule.ts";
import type { AlterColumnType } from "../../sql/statement.ts";
import { narrowing } from "../support/narrowing.ts";
import { type UsedRelation, usedRelation } from "../support/used-relation.ts";

/** A column's type changed to one that does not hold all that the old one did. */
export default defineRule({
  id: "type-narrowed",
  group: "migration",
  title: "Type that holds less than the one before",
  severity: "medium",
  tag: "confirmed",
  why: "One row whose value does not fit makes the whole migration fail, after it has held its lock; where the value is rounded or cut instead, what it was is lost.",
  remedy:
    "Look first for rows that do not fit. Keep them out by a CHECK that is added NOT VALID, mend them, validate it, and then change the type.",
  sources: ["migrationpilot/MP044"],
  references: ["https://www.postgresql.org/docs/current/sql-altertable.html#SQL-ALTERTABLE-DESC-SET-DATA-TYPE"],
  on: {
    action(action, ctx) {
      if (action.kind !== "alterColumnType") return;
      const used = usedRelation(ctx.alter.name, ctx);
      const column = used?.table?.columns.find(({ name }) => name === action.column.name);
      if (used === undefined || column === undefined) return;
      const context = { reader: ctx.before, version: ctx.file.engine.version };
      const from = withoutDomain(context, column).type;
      const to = withoutDomain(context, columnType(ctx.before, action.type)).type;
      const lost = narrowing(from, to, action.using === undefined ? "assigned" : "converted");
      if (lost === undefined) return;
      ctx.report({ range: action.type.range, message: messageFor(action, used, typeText(column), lost, ctx) });
    },
  },
});

function messageFor(
  { column, type }: AlterColumnType,
  { name }: UsedRelation,
  from: string,
  lost: NonNullable<ReturnType<typeof narrowing>>,
  { transaction }: ActionContext,
): string {
  const own = quoteIdentifier(column.name);
  const what = `${name}.${own} is ${from} now, and ${type.text} does not hold all that may stand there: ${lost.what}.`;
  const taken = transaction === "none" ? "" : ", and with it all that its transaction did";
  if (lost.fails) {
    return `${what} One such row makes the statement fail${taken}. Look for rows that do not fit before you run it; a CHECK that is added NOT VALID keeps further ones out meanwhile.`;
  }
  return `${what} Nothing fails, and no later migration brings it back. Where it is needed, keep the old column beside the new one.`;
}
