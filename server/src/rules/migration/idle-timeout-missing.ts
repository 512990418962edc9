import { defineRule } from "../../engine/rule.ts";
import { headOf } from "../support/head-of.ts";
import { stoppingLocksIn, whoWaits } from "../support/stopping-locks.ts";
import { firstWithout } from "../support/variable-unset.ts";

/** A transaction that may sit there with its locks when its client is gone. */
export default defineRule({
  id: "idle-timeout-missing",
  group: "migration",
  title: "No idle_in_transaction_session_timeout",
  severity: "nit",
  tag: "concern",
  set: "all",
  why: "Where the client hangs between two statements of a transaction, or is suspended, its locks stay held, and neither lock_timeout nor statement_timeout ends that.",
  remedy: "Set idle_in_transaction_session_timeout in the migration, or for the role that runs migrations.",
  sources: ["pgls/requireIdleInTransactionTimeout", "pgfence/missing-idle-timeout"],
  references: [
    "https://www.postgresql.org/docs/current/runtime-config-client.html#GUC-IDLE-IN-TRANSACTION-SESSION-TIMEOUT",
  ],
  on: {
    migration(migration, ctx) {
      const at = firstWithout(migration, ctx, "idle_in_transaction_session_timeout");
      const lock = at && stoppingLocksIn(at)[0];
      if (at === undefined || lock === undefined) return;
      ctx.report({
        range: ctx.at(at, headOf(at)),
        message: `This takes ${lock.mode} on ${lock.relation}, and in a transaction ${whoWaits(lock)} until its end; where the client hangs before that, nothing ends it. Write SET idle_in_transaction_session_timeout = '30s' at the top, or ALTER ROLE … SET it for the role that runs migrations and switch this rule off.`,
      });
    },
  },
});
