import { quoteIdentifier } from "../../catalog/quoted-name.ts";
import { type ActionContext, defineRule } from "../../engine/rule.ts";
import type { AlterTableAction, CheckConstraint } from "../../sql/statement.ts";
import { type AddedConstraint, constraintScans, constraintsAdded } from "../support/constraint-scans.ts";
import { madeConstraint } from "../support/made-constraint.ts";
import { scanWords } from "../support/scan-words.ts";
import { usedRelation } from "../support/used-relation.ts";
import { validateLater } from "../support/validate-later.ts";

/** A CHECK that is proven for the rows while nobody can read or write the table. */
export default defineRule({
  id: "check-validated-at-once",
  group: "migration",
  title: "CHECK proven while the table is locked",
  severity: "high",
  tag: "critical",
  fixable: true,
  why: "ADD CHECK holds an ACCESS EXCLUSIVE lock on the table until each row is tested. Every read and write of it waits that long.",
  remedy:
    "Add it NOT VALID, which takes an instant, and VALIDATE CONSTRAINT after that has committed: it reads the rows while readers and writers go on.",
  sources: [
    "squawk/constraint-missing-not-valid",
    "pgls/constraintMissingNotValid",
    "eugene/E1",
    "pgfence/add-constraint-check-no-not-valid",
    "migrationpilot/MP030",
    "atlas/PG305",
    "strong_migrations/add_check_constraint",
    "online_migrations/add_check_constraint",
    "online_migrations/add_text_limit_constraint",
    "sqlfluff/PG02",
  ],
  references: ["https://www.postgresql.org/docs/current/sql-altertable.html#SQL-ALTERTABLE-NOTES"],
  on: {
    action(action, ctx) {
      for (const added of constraintsAdded(action)) if (isCheck(added)) reviewCheck(added, action, ctx);
    },
  },
});

function isCheck(added: AddedConstraint): added is AddedConstraint<CheckConstraint> {
  return added.constraint.kind === "check";
}

function reviewCheck(added: AddedConstraint<CheckConstraint>, action: AlterTableAction, ctx: ActionContext): void {
  const { constraint, addColumn } = added;
  const used = usedRelation(ctx.alter.name, ctx);
  if (used === undefined) return;
  const what = addColumn === undefined ? "ADD CHECK" : "ADD COLUMN … CHECK";
  const happens = scanWords(what, constraintScans(added, action, ctx), ctx);
  if (happens === undefined) return;
  const name = madeConstraint(constraint, ctx.alter.name, ctx)?.name;
  const first = addColumn === undefined ? "Add it NOT VALID" : "Add the column alone and the CHECK NOT VALID behind it";
  const validate = name === undefined ? "VALIDATE CONSTRAINT" : `VALIDATE CONSTRAINT ${quoteIdentifier(name)}`;
  ctx.report({
    range: constraint.range,
    message: `${happens} ${used.since} ${first}, and run ${validate} after that has committed: it reads the rows while everybody goes on.`,
    rewrites: name === undefined ? [] : [validateLater(added, action, name, ctx)],
    ...used.weight,
  });
}
