import { objectName } from "../../catalog/generated-name.ts";
import { notNullNameOf } from "../../catalog/not-null.ts";
import { quoteIdentifier } from "../../catalog/quoted-name.ts";
import { provesNotNull } from "../../effects/implied-not-null.ts";
import { type ActionContext, defineRule, type Rewrite } from "../../engine/rule.ts";
import type { AlterTableAction } from "../../sql/statement.ts";
import { actionScans } from "../support/constraint-scans.ts";
import { knownTable } from "../support/made-constraint.ts";
import { proveNotNull, setNotNullStep, waitingCheck } from "../support/prove-not-null.ts";
import { scanWords } from "../support/scan-words.ts";
import { type UsedRelation, usedRelation } from "../support/used-relation.ts";
import { replacedBy, validateLater, validateStep } from "../support/validate-later.ts";

/** A NOT NULL that is proven for the rows while nobody can read or write the table. */
export default defineRule({
  id: "not-null-scan",
  group: "migration",
  title: "NOT NULL proven while the table is locked",
  severity: "high",
  tag: "critical",
  fixable: true,
  why: "SET NOT NULL holds an ACCESS EXCLUSIVE lock on the table until each row is looked at, unless a validated CHECK proves that there is no null.",
  remedy:
    "Add CHECK (column IS NOT NULL) NOT VALID, validate it, SET NOT NULL and drop the CHECK, each after the other has committed. From Postgres 18 on NOT NULL itself can be added NOT VALID and validated.",
  sources: [
    "squawk/adding-not-nullable-field",
    "pgls/addingNotNullField",
    "eugene/E2",
    "pgfence/alter-column-set-not-null",
    "migrationpilot/MP002",
    "migrationpilot/MP018",
    "migrationpilot/MP081",
    "atlas/PG303",
    "strong_migrations/change_column_null",
    "online_migrations/change_column_null",
    "online_migrations/add_not_null_constraint",
    "safe-pg-migrations/change_column_null",
  ],
  references: ["https://www.postgresql.org/docs/current/sql-altertable.html#SQL-ALTERTABLE-DESC-SET-DROP-NOT-NULL"],
  on: {
    action(action, ctx) {
      const column = columnOf(action, ctx);
      const used = column === undefined ? undefined : usedRelation(ctx.alter.name, ctx);
      if (column === undefined || used === undefined) return;
      if (isProven(column, used, ctx) || isImpossible(column, used, ctx)) return;
      const what = action.kind === "setNotNull" ? "SET NOT NULL" : "ADD … NOT NULL";
      const happens = scanWords(what, actionScans(action, ctx), ctx);
      if (happens === undefined) return;
      ctx.report({
        range: action.range,
        message: `${happens} ${used.since} ${whatToWrite(column, used, ctx)}`,
        rewrites: [rewriteOf(action, column, ctx)],
        ...used.weight,
      });
    },
  },
});

function rewriteOf(action: AlterTableAction, column: string, ctx: ActionContext): Rewrite {
  if (action.kind === "addConstraint" && action.constraint.kind === "notNull") {
    const { constraint } = action;
    const generated = objectName(ctx.alter.name.name, column, "not_null");
    return validateLater({ constraint, addColumn: undefined }, action, constraint.name?.name ?? generated, ctx);
  }
  const waiting =
    ctx.file.engine.version < 18 ? waitingCheck(column, knownTable(ctx.before, ctx.alter.name)) : undefined;
  if (waiting !== undefined) {
    return {
      title: `Validate ${waiting} before ${column} is NOT NULL`,
      safe: false,
      replaces: replacedBy(action, ctx),
      steps: [validateStep(waiting, ctx), setNotNullStep(column, ctx)],
    };
  }
  return {
    title: `Prove that ${column} holds no null before it is NOT NULL`,
    safe: true,
    replaces: replacedBy(action, ctx),
    steps: proveNotNull(column, ctx),
  };
}

/** The column that becomes NOT NULL and has stood before. */
function columnOf(action: AlterTableAction, { file }: ActionContext): string | undefined {
  if (action.kind === "setNotNull") return action.column.name;
  const isAdded = action.kind === "addConstraint" && action.constraint.kind === "notNull";
  // Before 18 Postgres knows no such constraint, and refuses the statement.
  return isAdded && file.engine.version >= 18 ? action.constraint.column?.name : undefined;
}

/** Whether the column waits for what the file's version does not know, so that the history is another one's. */
function isImpossible(column: string, { table }: UsedRelation, { file }: ActionContext): boolean {
  const found = table?.columns.find(({ name }) => name === column);
  return file.engine.version < 18 && found?.notNullNotValid !== undefined;
}

/** Of a table that no file makes: whether a file proves it with a CHECK, or validated one that nobody here has seen. */
function isProven(column: string, { table }: UsedRelation, { alter, before, file }: ActionContext): boolean {
  if (table !== undefined || file.engine.version < 12) return false;
  const presumed = knownTable(before, alter.name);
  if (presumed === undefined) return false;
  const isUnseen = presumed.constraints.some(({ kind, validated, expression }) => {
    return kind === "check" && validated && expression === undefined;
  });
  return isUnseen || provesNotNull(presumed, column);
}

function whatToWrite(column: string, { table }: UsedRelation, { file }: ActionContext): string {
  const found = table?.columns.find(({ name }) => name === column);
  if (table !== undefined && found?.notNullNotValid) {
    return `It has a NOT NULL that waits to be validated: VALIDATE CONSTRAINT ${notNullNameOf(table, found)} reads the rows while everybody goes on.`;
  }
  const waiting = waitingCheck(column, table);
  if (waiting !== undefined && file.engine.version < 18) {
    return `The CHECK ${waiting} says so but is not validated: VALIDATE it first, in a transaction of its own, and SET NOT NULL reads no row.`;
  }
  if (file.engine.version >= 18) {
    return `Add it as a constraint NOT NULL ${quoteIdentifier(column)} NOT VALID, and VALIDATE that after it has committed: it reads the rows while everybody goes on.`;
  }
  return `Add CHECK (${quoteIdentifier(column)} IS NOT NULL) NOT VALID, VALIDATE it after that has committed, and SET NOT NULL then: it reads no row where a valid CHECK proves it. Drop the CHECK last.`;
}
