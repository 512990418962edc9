import { defineRule } from "../../engine/rule.ts";
import { stoppingLocksOf, whoWaits } from "../support/stopping-locks.ts";

/** LOCK TABLE on what others are using. */
export default defineRule({
  id: "explicit-table-lock",
  group: "migration",
  title: "Table locked until the transaction ends",
  severity: "medium",
  tag: "concern",
  set: "strict",
  why: "LOCK TABLE holds its lock until the transaction ends, through all that comes after it, and others wait that long, however little of it needs the lock.",
  remedy:
    "Let each statement take the lock that it needs, in a transaction as short as that statement. Where the lock is meant, put a lock_timeout before it and nothing slow behind it.",
  sources: ["migrationpilot/MP065"],
  references: ["https://www.postgresql.org/docs/current/sql-lock.html"],
  on: {
    lockTable(lock, ctx) {
      const [strongest, ...others] = stoppingLocksOf(ctx);
      if (strongest === undefined) return;
      const alsoLocked =
        others.length > 0 ? `, and so it is with ${others.map(({ relation }) => relation).join(", ")}` : "";
      ctx.report({
        range: lock.range,
        message: `LOCK TABLE takes ${strongest.mode} on ${strongest.relation} and holds it until the transaction ends: ${whoWaits(strongest)} for all that follows${alsoLocked}. ${strongest.relation} existed before this file, so others may be using it. Leave the lock to the statements that need it, or set a lock_timeout before it and commit right behind what it is for.`,
      });
    },
  },
});
