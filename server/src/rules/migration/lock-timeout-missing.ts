import { defineRule, type MigrationContext } from "../../engine/rule.ts";
import type { MigrationTool } from "../../project/project.ts";
import { headOf } from "../support/head-of.ts";
import { isConcurrent, timeoutEdits, type Unguarded, unguardedBy, whereToSet } from "../support/missing-timeout.ts";
import { stoppingLocksIn, whoWaits } from "../support/stopping-locks.ts";

/** A lock that is waited for without end, while everybody else queues behind the one who waits. */
export default defineRule({
  id: "lock-timeout-missing",
  group: "migration",
  title: "Lock awaited without a lock_timeout",
  severity: "medium",
  tag: "concern",
  set: "strict",
  fixable: true,
  why: "A statement that waits for its lock behind one long query keeps all others waiting behind it, for as long as that query runs: a change of an instant stops the table for minutes.",
  remedy: "Set lock_timeout before it and run the migration again when it fails.",
  sources: [
    "squawk/require-lock-timeout",
    "squawk/require-timeout-settings",
    "pgls/lockTimeoutWarning",
    "eugene/E9",
    "pgfence/missing-lock-timeout",
    "pgfence/lock-timeout-after-dangerous-statement",
    "migrationpilot/MP004",
  ],
  references: ["https://www.postgresql.org/docs/current/runtime-config-client.html#GUC-LOCK-TIMEOUT"],
  options: {
    timeout: { type: "string", default: "5s", description: "The lock_timeout that the fix sets." },
  },
  on: {
    migration(migration, ctx) {
      const needsIt = (at: (typeof migration.statements)[number]) =>
        at.statement.kind !== "do" && stoppingLocksIn(at).length > 0 && !isConcurrent(at);
      const { timeout } = ctx.options;
      const value = String(timeout).replaceAll("'", "");
      for (const unguarded of unguardedBy(migration, ctx, "lock_timeout", needsIt)) {
        const { at, lock } = unguarded;
        if (lock === undefined) continue;
        const edits = at.nested ? [] : timeoutEdits(migration, ctx, unguarded, { variable: "lock_timeout", value });
        ctx.report({
          range: ctx.at(at, headOf(at)),
          message: `${whatHappens(unguarded)} Write ${whereToSet(unguarded, ctx, `lock_timeout = '${value}'`)} before it, so that it gives up and the others go on; ${retryAdvice(ctx)}`,
          fixes:
            edits.length === 0
              ? []
              : [{ title: `Set lock_timeout = '${value}'`, safe: at.transaction !== "none", edits }],
        });
      }
    },
  },
});

function whatHappens({ lock, setLater }: Unguarded): string {
  if (lock === undefined) return "";
  const late = setLater === undefined ? "" : " The SET lock_timeout of this file comes only behind it.";
  return `This takes ${lock.mode} on ${lock.relation}, and waits for it without end where a query or a transaction still uses the table. Meanwhile ${whoWaits(lock)} behind it, however short the change itself is.${late}`;
}

/** What happens to a migration that gave up, in the tools that say so. */
const RETRY: Readonly<Partial<Record<MigrationTool, string>>> = {
  prisma: "then mark the failed migration with prisma migrate resolve --rolled-back and deploy again.",
  "golang-migrate": "then set the version back with migrate force and run it again.",
  flyway: "then run flyway repair where it kept a failed record, and migrate again.",
  rails: "then run db:migrate again, or let a gem such as strong_migrations try again by itself.",
};

function retryAdvice({ file }: MigrationContext): string {
  const { tool, transaction } = file;
  const known = tool && RETRY[tool];
  if (known !== undefined) return known;
  if (tool === undefined || tool === "plain") return "then run the file again.";
  if (transaction === "none") {
    return `then run ${tool} again, which starts this file from its first statement: what was done before must bear that.`;
  }
  return `then run ${tool} again: it takes the file back as a whole and has recorded nothing.`;
}
