import { defineRule, type MigrationStatement } from "../../engine/rule.ts";
import { headOf } from "../support/head-of.ts";
import { stoppingLocksIn } from "../support/stopping-locks.ts";
import { type TransactionGroup, transactionGroups } from "../support/transaction-groups.ts";

/** A transaction that goes on while readers of a table wait for its end. */
export default defineRule({
  id: "statement-after-access-exclusive",
  group: "migration",
  title: "More statements while a table is locked",
  severity: "low",
  tag: "concern",
  set: "strict",
  why: "An ACCESS EXCLUSIVE lock is held until the transaction ends, so every statement behind it makes the readers and writers of that table wait longer.",
  remedy: "Make the statement that takes the lock the last of its transaction, or the only one.",
  sources: [
    "pgls/runningStatementWhileHoldingAccessExclusive",
    "eugene/E4",
    "pgfence/statement-after-access-exclusive",
    "migrationpilot/MP008",
  ],
  references: ["https://www.postgresql.org/docs/current/explicit-locking.html#LOCKING-TABLES"],
  on: {
    migration(migration, ctx) {
      for (const group of transactionGroups(migration, ctx.file)) {
        const found = firstBehindLock(group);
        if (found === undefined) continue;
        const { locking, behind } = found;
        const [lock] = stoppingLocksIn(locking);
        const supposed = group.supposed ? " Nothing tells whether the file runs in a transaction; where it does," : "";
        ctx.report({
          range: ctx.at(behind, headOf(behind)),
          message: `${lock?.mode} on ${lock?.relation} is held from a statement before this one until the transaction ends: every read and write of ${lock?.relation} waits until this is done too.${supposed}${supposed === "" ? " Put" : " put"} it before that statement, or into a migration of its own.`,
          related: [{ range: ctx.at(locking, headOf(locking)), message: `Takes ${lock?.mode} on ${lock?.relation}.` }],
        });
      }
    },
  },
});

interface Behind {
  readonly locking: MigrationStatement;
  readonly behind: MigrationStatement;
}

function firstBehindLock({ statements, supposed }: TransactionGroup): Behind | undefined {
  const at = statements.findIndex((each) => stoppingLocksIn(each)[0]?.blocks.includes("read") === true);
  const locking = statements[at];
  if (locking === undefined) return undefined;
  const behind = statements.slice(at + 1).find((each) => takesTime(each) && (supposed || !readsWholeTable(each)));
  return behind && { locking, behind };
}

/** What only sets something, or changes one line of the catalogue, is over at once. */
const INSTANT: ReadonlySet<string> = new Set(["set", "comment", "grant", "alterOwner"]);

function takesTime({ statement }: MigrationStatement): boolean {
  return !INSTANT.has(statement.kind);
}

/** `backfill-under-lock` says that, more gravely; a plain query, whose plan may spare it the rows, is said here. */
function readsWholeTable({ statement, effects }: MigrationStatement): boolean {
  return statement.kind !== "select" && (effects.scans.length > 0 || effects.rewrites.length > 0);
}
