import { defineRule } from "../../engine/rule.ts";
import { headOf } from "../support/head-of.ts";
import { stoppingLocksIn, whoWaits } from "../support/stopping-locks.ts";
import { firstWithout } from "../support/variable-unset.ts";

/** A session that keeps others waiting and does not say who it is. */
export default defineRule({
  id: "application-name-missing",
  group: "migration",
  title: "No application_name",
  severity: "nit",
  tag: "concern",
  set: "all",
  why: "Whoever looks at pg_stat_activity for what blocks the table sees an application_name, which is the driver's or empty where nobody set it.",
  remedy: "Set application_name in the migration, or in the connection string that migrations use.",
  sources: ["pgfence/missing-application-name"],
  references: ["https://www.postgresql.org/docs/current/runtime-config-logging.html#GUC-APPLICATION-NAME"],
  on: {
    migration(migration, ctx) {
      const at = firstWithout(migration, ctx, "application_name");
      const lock = at && stoppingLocksIn(at)[0];
      if (at === undefined || lock === undefined) return;
      const name = (ctx.file.path.split("/").at(-1) ?? "").replace(/\.sql$/i, "").replaceAll("'", "''");
      ctx.report({
        range: ctx.at(at, headOf(at)),
        message: `This takes ${lock.mode} on ${lock.relation}: ${whoWaits(lock)}, and who looks for the reason in pg_stat_activity does not see that it is this migration. Write SET application_name = 'migration ${name}' at the top.`,
      });
    },
  },
});
