import { defineRule, type MigrationStatement } from "../../engine/rule.ts";
import { headOf } from "../support/head-of.ts";
import { isConcurrent, timeoutEdits, type Unguarded, unguardedBy, whereToSet } from "../support/missing-timeout.ts";
import { stoppingLocksIn, whoWaits } from "../support/stopping-locks.ts";

/** A statement that may hold its lock for any length of time. */
export default defineRule({
  id: "statement-timeout-missing",
  group: "migration",
  title: "Lock held without a statement_timeout",
  severity: "low",
  tag: "concern",
  set: "strict",
  fixable: true,
  why: "Once a statement has its lock, only its own end or a statement_timeout lets the others go on; on a table larger than anybody thought that end is far away.",
  remedy: "Set a statement_timeout that is longer than the statement should take and shorter than an outage may last.",
  sources: [
    "squawk/require-statement-timeout",
    "squawk/require-timeout-settings",
    "pgls/requireStatementTimeout",
    "pgfence/missing-statement-timeout",
    "migrationpilot/MP020",
  ],
  references: ["https://www.postgresql.org/docs/current/runtime-config-client.html#GUC-STATEMENT-TIMEOUT"],
  options: {
    timeout: { type: "string", default: "5min", description: "The statement_timeout that the fix sets." },
  },
  on: {
    migration(migration, ctx) {
      const { timeout } = ctx.options;
      const value = String(timeout).replaceAll("'", "");
      for (const unguarded of unguardedBy(migration, ctx, "statement_timeout", needsIt)) {
        const { at, lock } = unguarded;
        if (lock === undefined) continue;
        const edits = at.nested
          ? []
          : timeoutEdits(migration, ctx, unguarded, { variable: "statement_timeout", value });
        ctx.report({
          range: ctx.at(at, headOf(at)),
          message: `${whatHappens(unguarded)} Write ${whereToSet(unguarded, ctx, `statement_timeout = '${value}'`)} before it, so that it is taken back when it takes too long.`,
          fixes:
            edits.length === 0
              ? []
              : [{ title: `Set statement_timeout = '${value}'`, safe: at.transaction !== "none", edits }],
        });
      }
    },
  },
});

function needsIt(at: MigrationStatement): boolean {
  return at.statement.kind !== "do" && stoppingLocksIn(at).length > 0 && !isConcurrent(at);
}

function whatHappens({ at, lock, setLater }: Unguarded): string {
  if (lock === undefined) return "";
  const late = setLater === undefined ? "" : " The SET statement_timeout of this file comes only behind it.";
  const { duration } = at.effects;
  const grows = duration.grows === "with-table" ? `, which grows with ${duration.relations.join(" and ")}` : "";
  return `While this runs it holds ${lock.mode} on ${lock.relation}: ${whoWaits(lock)} until it ends${grows}, and nothing ends it early.${late}`;
}
