import { quoteIdentifier } from "../../catalog/quoted-name.ts";
import { defineRule, type MigrationContext, type MigrationStatement, type Rewrite } from "../../engine/rule.ts";
import type { AddConstraint, AlterTable, NamedConstraintAction } from "../../sql/statement.ts";
import { shiftRange } from "../../text/range.ts";
import { alterTableText } from "../support/alter-table-text.ts";
import { constraintName } from "../support/generated-constraint-name.ts";
import { heldWords, listed } from "../support/scan-words.ts";
import { stoppingLocks } from "../support/stopping-locks.ts";
import { transactionGroups } from "../support/transaction-groups.ts";

/** A constraint that is validated under the lock of the statement that added it NOT VALID. */
export default defineRule({
  id: "validated-in-same-transaction",
  group: "migration",
  title: "NOT VALID and VALIDATE in one transaction",
  severity: "high",
  tag: "critical",
  fixable: true,
  why: "The lock that ADD CONSTRAINT … NOT VALID takes is held until its transaction ends. Validated in the same one, the rows are read while everybody waits, as if NOT VALID were not there.",
  remedy: "VALIDATE CONSTRAINT in a transaction of its own, after the first has committed.",
  sources: [
    "squawk/constraint-missing-not-valid",
    "pgls/requireSeparateConstraintValidation",
    "pgfence/not-valid-validate-same-tx",
    "strong_migrations/validate_foreign_key",
    "strong_migrations/validate_check_constraint",
    "online_migrations/validate_foreign_key",
    "online_migrations/validate_check_constraint",
  ],
  references: ["https://www.postgresql.org/docs/current/sql-altertable.html#SQL-ALTERTABLE-DESC-VALIDATE-CONSTRAINT"],
  on: {
    migration(migration, ctx) {
      const seen = new Set<NamedConstraintAction>();
      const shared = transactionGroups(migration, ctx.file).filter(({ supposed }) => !supposed);
      // One ALTER TABLE is a transaction by itself, whatever stands around it.
      const alone = migration.statements.map((each) => ({ statements: [each] }));
      for (const { statements } of [...shared, ...alone]) reviewTransaction(statements, ctx, seen);
    },
  },
});

/** A constraint that was added NOT VALID, and by what. */
interface Added {
  readonly action: AddConstraint;
  readonly by: MigrationStatement;
}

function reviewTransaction(
  statements: readonly MigrationStatement[],
  ctx: MigrationContext,
  seen: Set<NamedConstraintAction>,
): void {
  const waiting = new Map<string, Added>();
  for (const each of statements) {
    const { statement } = each;
    if (statement.kind !== "alterTable") continue;
    const keyOf = (name: string) => JSON.stringify([statement.name.schema ?? "", statement.name.name, name]);
    for (const action of statement.actions) {
      const name = notValidName(action, statement);
      if (action.kind === "addConstraint" && name !== undefined) waiting.set(keyOf(name), { action, by: each });
    }
    for (const action of statement.actions) {
      if (action.kind !== "validateConstraint" || seen.has(action)) continue;
      const added = waiting.get(keyOf(action.constraint.name));
      if (added === undefined) continue;
      seen.add(action);
      reportValidation(action, statement, each, added, ctx);
    }
  }
}

/** The name of the constraint that the subcommand adds NOT VALID; NOT ENFORCED is never validated. */
function notValidName(action: AlterTable["actions"][number], { name }: AlterTable): string | undefined {
  if (action.kind !== "addConstraint") return undefined;
  const { constraint } = action;
  const isNotValid = "notValid" in constraint && constraint.notValid;
  const isEnforced = !("notEnforced" in constraint && constraint.notEnforced);
  return isNotValid && isEnforced ? constraintName(constraint, name.name) : undefined;
}

function reportValidation(
  action: NamedConstraintAction,
  alter: AlterTable,
  each: MigrationStatement,
  added: Added,
  ctx: MigrationContext,
): void {
  const held = stoppingLocks(added.by.locks);
  const { scans } = each.effects;
  // Nobody waits for a table that this file made.
  if (!held.some(({ because }) => because === undefined) || scans.length === 0) return;
  const { name } = action.constraint;
  const shift = added.by.start - each.start;
  ctx.reportOn(each, {
    range: action.range,
    message: `VALIDATE CONSTRAINT ${name} reads every row of ${listed(scans)} in the transaction that added it NOT VALID, which still holds ${heldWords(held)} until that is done, as without NOT VALID. Validate it in a transaction of its own, after this one has committed.`,
    related: [{ range: shiftRange(added.action.range, shift), message: `${name} is added NOT VALID.` }],
    rewrites: each.nested ? [] : [rewriteOf(action, alter)],
  });
}

function rewriteOf(action: NamedConstraintAction, alter: AlterTable): Rewrite {
  const { name } = action.constraint;
  return {
    title: `Validate ${name} in a transaction of its own`,
    safe: true,
    replaces: alter.actions.length === 1 ? alter.range : action.range,
    steps: [
      {
        sql: alterTableText(alter, `VALIDATE CONSTRAINT ${quoteIdentifier(name)}`),
        transaction: "own",
        words: `validate ${name}`,
      },
    ],
  };
}
