import type { RelationLock } from "../../effects/effects.ts";
import { defineRule, type MigrationStatement } from "../../engine/rule.ts";
import { headOf } from "../support/head-of.ts";
import { stoppingLocksIn } from "../support/stopping-locks.ts";
import { transactionGroups } from "../support/transaction-groups.ts";

/** A transaction that stops the readers of several tables at once. */
export default defineRule({
  id: "many-tables-locked",
  group: "migration",
  title: "Several tables locked in one transaction",
  severity: "medium",
  tag: "concern",
  set: "strict",
  why: "A transaction gathers its locks one by one and holds all of them to its end: it keeps the first table's users waiting while it waits for the second, and a query that takes the two the other way round deadlocks with it.",
  remedy: "A migration of its own for each table.",
  sources: ["pgls/avoidWideLockWindow", "pgfence/wide-lock-window", "migrationpilot/MP008"],
  references: ["https://www.postgresql.org/docs/current/explicit-locking.html#LOCKING-DEADLOCKS"],
  on: {
    migration(migration, ctx) {
      for (const { statements, supposed } of transactionGroups(migration, ctx.file)) {
        if (supposed) continue;
        const taken = tablesStopped(statements);
        const [first, second] = taken;
        if (first === undefined || second === undefined) continue;
        const names = taken.map(({ lock }) => lock.relation);
        ctx.report({
          range: ctx.at(second.by, headOf(second.by)),
          message: `This takes ${second.lock.mode} on ${second.lock.relation} in the transaction that holds ${first.lock.mode} on ${first.lock.relation} already: every read and write of ${first.lock.relation} goes on waiting while this one waits for its turn, and who uses the two in the other order deadlocks with it.${names.length > 2 ? ` In all it stops ${names.join(", ")}.` : ""} Give each table a migration of its own.`,
          related: [
            {
              range: ctx.at(first.by, headOf(first.by)),
              message: `Takes ${first.lock.mode} on ${first.lock.relation}.`,
            },
          ],
        });
      }
    },
  },
});

interface Taken {
  readonly by: MigrationStatement;
  readonly lock: RelationLock;
}

/** The relations whose readers wait, each with the statement that first stops them; only what statements name, not what comes along. */
function tablesStopped(statements: readonly MigrationStatement[]): readonly Taken[] {
  const taken = new Map<string, Taken>();
  for (const by of statements) {
    for (const lock of stoppingLocksIn(by)) {
      const isOwn = lock.blocks.includes("read") && lock.because === undefined;
      if (isOwn && !taken.has(lock.relation)) taken.set(lock.relation, { by, lock });
    }
  }
  return [...taken.values()];
}
