import { defineRule } from "../../engine/rule.ts";
import { headOf } from "../support/head-of.ts";
import { stoppingLocksIn, whoWaits } from "../support/stopping-locks.ts";
import { tooLong } from "../support/timeout-too-long.ts";
import { timeoutMilliseconds } from "../support/timeout-value.ts";

/** A lock_timeout that is none. */
export default defineRule({
  id: "lock-timeout-too-long",
  group: "migration",
  title: "lock_timeout that protects nobody",
  severity: "medium",
  tag: "concern",
  set: "strict",
  why: "For as long as a statement waits for its lock, everybody else waits behind it; a lock_timeout of minutes, or of 0, which is none, lets that be an outage.",
  remedy: "A few seconds: long enough to come between two short transactions, short enough for a request to wait.",
  sources: ["pgfence/lock-timeout-zero", "pgfence/lock-timeout-too-long"],
  references: ["https://www.postgresql.org/docs/current/runtime-config-client.html#GUC-LOCK-TIMEOUT"],
  options: {
    longest: { type: "string", default: "30s", description: "The longest lock_timeout that is not reported." },
  },
  on: {
    migration(migration, ctx) {
      const { longest } = ctx.options;
      const most = timeoutMilliseconds(String(longest)) ?? Number.POSITIVE_INFINITY;
      for (const { setting, under, milliseconds } of tooLong(migration, ctx, "lock_timeout", most)) {
        const [lock] = stoppingLocksIn(under);
        if (lock === undefined) continue;
        const what = milliseconds === 0 ? "lock_timeout = 0 is none" : `A lock_timeout of ${setting.value} is long`;
        ctx.report({
          range: ctx.at(setting.by, headOf(setting.by)),
          message: `${what}: under it a statement asks for ${lock.mode} on ${lock.relation}, and while that waits behind a long query, ${whoWaits(lock)} too. Write a few seconds, and run the migration again when it gives up.`,
          related: [{ range: ctx.at(under, headOf(under)), message: `Takes ${lock.mode} on ${lock.relation}.` }],
        });
      }
    },
  },
});
