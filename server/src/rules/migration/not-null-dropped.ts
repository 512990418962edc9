import { quoteIdentifier } from "../../catalog/quoted-name.ts";
import { isMadeHere } from "../../engine/made-here.ts";
import { defineRule } from "../../engine/rule.ts";
import { usedRelation } from "../support/used-relation.ts";

/** A column that may be NULL from now on, which code that reads it may not expect. */
export default defineRule({
  id: "not-null-dropped",
  group: "migration",
  set: "strict",
  title: "NOT NULL dropped",
  severity: "low",
  tag: "concern",
  why: "Code that runs today reads the column without a thought of NULL. Once a writer leaves it out, that code fails or computes with nothing, and NOT NULL cannot come back before every NULL is gone.",
  remedy: "First deploy readers that know what to do with NULL; then drop NOT NULL; then let writers leave it out.",
  sources: ["squawk/ban-drop-not-null", "pgls/banDropNotNull", "pgfence/drop-not-null", "migrationpilot/MP029"],
  references: ["https://www.postgresql.org/docs/current/sql-altertable.html#SQL-ALTERTABLE-DESC-SET-DROP-NOT-NULL"],
  on: {
    action(action, ctx) {
      if (action.kind !== "dropNotNull") return;
      const used = usedRelation(ctx.alter.name, ctx);
      if (used === undefined) return;
      const { name } = action.column;
      const column = used.table?.columns.find((each) => each.name === name);
      // A column that may be NULL already, or that this file made, changes for nobody.
      if (column?.notNull === false || isMadeHere(column?.origin, ctx.file)) return;
      const shown = `${used.name}.${quoteIdentifier(name)}`;
      const message = `From the commit on ${shown} may be NULL, and code that reads it today does not expect that; SET NOT NULL can only come back once every NULL has been filled. Deploy readers that know what to do with NULL before a writer leaves it out.`;
      ctx.report({ range: action.range, message });
    },
  },
});
