import { quotedName, quoteIdentifier } from "../../catalog/quoted-name.ts";
import { type ActionContext, defineRule, type Rewrite } from "../../engine/rule.ts";
import type { AlterTableAction, Constraint, ForeignKey } from "../../sql/statement.ts";
import { type AddedConstraint, constraintScans, constraintsAdded } from "../support/constraint-scans.ts";
import { madeConstraint } from "../support/made-constraint.ts";
import { isNewAndEmpty } from "../support/new-and-empty.ts";
import { scanWords } from "../support/scan-words.ts";
import { type UsedRelation, usedRelation } from "../support/used-relation.ts";
import { validateLater } from "../support/validate-later.ts";

/** A foreign key whose rows are checked while writers of both its tables wait. */
export default defineRule({
  id: "foreign-key-validated-at-once",
  group: "migration",
  title: "Foreign key checked while writers wait",
  severity: "high",
  tag: "critical",
  fixable: true,
  why: "ADD FOREIGN KEY holds a SHARE ROW EXCLUSIVE lock on the table and on the one that it points at until each row is looked up. Every INSERT, UPDATE and DELETE on either waits that long.",
  remedy:
    "Add it NOT VALID, which takes an instant, and VALIDATE CONSTRAINT after that has committed: it reads the rows while writers go on.",
  sources: [
    "squawk/adding-foreign-key-constraint",
    "squawk/constraint-missing-not-valid",
    "pgls/addingForeignKeyConstraint",
    "pgls/constraintMissingNotValid",
    "eugene/E1",
    "pgfence/add-constraint-fk-no-not-valid",
    "migrationpilot/MP005",
    "atlas/PG306",
    "strong_migrations/add_foreign_key",
    "online_migrations/add_foreign_key",
    "safe-pg-migrations/add_foreign_key",
    "strong_migrations/add_reference",
    "online_migrations/add_reference",
    "sqlfluff/PG02",
  ],
  references: ["https://www.postgresql.org/docs/current/sql-altertable.html#SQL-ALTERTABLE-NOTES"],
  on: {
    action(action, ctx) {
      for (const added of constraintsAdded(action)) if (isKey(added)) reviewKey(added, action, ctx);
    },
  },
});

function isKey(added: AddedConstraint): added is AddedConstraint<ForeignKey> {
  return added.constraint.kind === "foreignKey";
}

function reviewKey(added: AddedConstraint<ForeignKey>, action: AlterTableAction, ctx: ActionContext): void {
  const { constraint, addColumn } = added;
  const used = usedRelation(ctx.alter.name, ctx);
  if (used === undefined) return;
  const what = addColumn === undefined ? "ADD FOREIGN KEY" : "ADD COLUMN … REFERENCES with a default";
  const isEmpty = constraint.columns.every((column) => isNewHere(column.name, used, ctx));
  const scans = constraintScans(added, action, ctx);
  const { table: target } = constraint.references;
  const referenced = quotedName(ctx.table(target)?.schema ?? target.schema ?? "public", target.name);
  // NULL is looked up nowhere, so of the referenced table no row is read.
  const read = isEmpty && referenced !== used.name ? scans.filter((relation) => relation !== referenced) : scans;
  const happens = scanWords(what, read, ctx);
  if (happens === undefined) return;
  const empty = isEmpty
    ? ` The column is new here: as long as nothing fills it, no row of ${referenced} is looked up.`
    : "";
  const name = madeConstraint(constraint, ctx.alter.name, ctx)?.name;
  ctx.report({
    range: constraint.keyword,
    message: `${happens}${empty} ${used.since} ${whatToWrite(added, used, name, ctx)}`,
    ...(isEmpty ? { severity: "medium", tag: "confirmed" } : {}),
    ...used.weight,
    rewrites: rewritesFor(added, action, used, name, ctx),
  });
}

/** Whether this file adds the column, in this statement or one before, and gives it no value. */
function isNewHere(name: string, { table }: UsedRelation, ctx: ActionContext): boolean {
  const isAdded = (action: AlterTableAction) =>
    action.kind === "addColumn" && action.column.name.name === name && !action.column.constraints.some(fills);
  return ctx.alter.actions.some(isAdded) || (table !== undefined && isNewAndEmpty(table, name, ctx));
}

/** A clause that gives the rows that are there a value, or demands one. */
function fills({ kind }: Constraint): boolean {
  return ["default", "generated", "identity", "notNull", "primaryKey"].includes(kind);
}

function isPartitionedBefore18({ table }: UsedRelation, { file }: ActionContext): boolean {
  return table?.tableKind === "partitioned" && file.engine.version < 18;
}

function whatToWrite(
  { addColumn }: AddedConstraint,
  used: UsedRelation,
  name: string | undefined,
  ctx: ActionContext,
): string {
  if (isPartitionedBefore18(used, ctx)) {
    return `It is partitioned, where Postgres takes NOT VALID from 18 on only: give each partition the foreign key NOT VALID, validate each, and add it to ${used.name} last, which then checks no row.`;
  }
  const first = addColumn === undefined ? "Add it NOT VALID" : "Add the column alone and the key NOT VALID behind it";
  const constraint = name === undefined ? "VALIDATE CONSTRAINT" : `VALIDATE CONSTRAINT ${quoteIdentifier(name)}`;
  return `${first}, and run ${constraint} after that has committed: it reads the rows while writers go on.`;
}

function rewritesFor(
  added: AddedConstraint<ForeignKey>,
  action: AlterTableAction,
  used: UsedRelation,
  name: string | undefined,
  ctx: ActionContext,
): readonly Rewrite[] {
  if (name === undefined || isPartitionedBefore18(used, ctx)) return [];
  return [validateLater(added, action, name, ctx)];
}
