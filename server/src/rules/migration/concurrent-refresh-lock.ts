import { defineRule } from "../../engine/rule.ts";
import { lockWords } from "../support/action-effects.ts";
import { usedRelation } from "../support/used-relation.ts";

/** A refresh that readers do not wait for, but other refreshes do. */
export default defineRule({
  id: "concurrent-refresh-lock",
  group: "migration",
  title: "Concurrent refresh that other refreshes wait for",
  severity: "low",
  tag: "concern",
  set: "strict",
  why: "REFRESH MATERIALIZED VIEW CONCURRENTLY holds an EXCLUSIVE lock on the view for as long as its query runs and its rows are compared: a refresh that a job starts meanwhile waits, and the jobs behind it pile up.",
  remedy: "Let a job refresh the view, not a migration, or set a lock_timeout where a job already does.",
  sources: ["pgls/concurrentRefreshMatviewLock", "pgfence/refresh-matview-concurrent"],
  references: ["https://www.postgresql.org/docs/current/sql-refreshmaterializedview.html"],
  on: {
    refresh(statement, ctx) {
      const used = statement.concurrently ? usedRelation(statement.name, ctx) : undefined;
      if (used === undefined) return;
      const lock = lockWords(ctx.effects(), used.name) ?? "an EXCLUSIVE lock";
      ctx.report({
        range: statement.keyword,
        message: `REFRESH MATERIALIZED VIEW CONCURRENTLY takes ${lock} on ${used.name}: readers go on, but every other refresh of it waits until its query has run and its rows are compared. ${used.since} Refresh it by a job, or set a lock_timeout.`,
      });
    },
  },
});
