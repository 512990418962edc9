import { defineRule } from "../../engine/rule.ts";
import { headOf } from "../support/head-of.ts";
import { stoppingLocksIn, whoWaits } from "../support/stopping-locks.ts";
import { tooLong } from "../support/timeout-too-long.ts";
import { timeoutMilliseconds } from "../support/timeout-value.ts";

/** A statement_timeout that lets a lock be held for an hour. */
export default defineRule({
  id: "statement-timeout-too-long",
  group: "migration",
  title: "statement_timeout that protects nobody",
  severity: "low",
  tag: "concern",
  set: "strict",
  why: "The statement_timeout is how long a statement may keep others from a table at most; one of hours, or of 0, which is none, is no bound.",
  remedy: "As long as the statement should take, with some room, and no longer than an outage may last.",
  sources: ["pgfence/statement-timeout-too-long"],
  references: ["https://www.postgresql.org/docs/current/runtime-config-client.html#GUC-STATEMENT-TIMEOUT"],
  options: {
    longest: { type: "string", default: "30min", description: "The longest statement_timeout that is not reported." },
  },
  on: {
    migration(migration, ctx) {
      const { longest } = ctx.options;
      const most = timeoutMilliseconds(String(longest)) ?? Number.POSITIVE_INFINITY;
      for (const { setting, under, milliseconds } of tooLong(migration, ctx, "statement_timeout", most)) {
        const [lock] = stoppingLocksIn(under);
        if (lock === undefined) continue;
        const what =
          milliseconds === 0 ? "statement_timeout = 0 is none" : `A statement_timeout of ${setting.value} is long`;
        ctx.report({
          range: ctx.at(setting.by, headOf(setting.by)),
          message: `${what}: under it a statement holds ${lock.mode} on ${lock.relation} for as long as it runs, and ${whoWaits(lock)} that long. Write what the statement should take, with some room.`,
          related: [{ range: ctx.at(under, headOf(under)), message: `Takes ${lock.mode} on ${lock.relation}.` }],
        });
      }
    },
  },
});
