import { defineRule, type MigrationStatement } from "../../engine/rule.ts";
import { headOf } from "../support/head-of.ts";
import { isTransactionUnknown } from "../support/session-settings.ts";
import { unrepeatable } from "../support/unrepeatable.ts";

/** A file that can stop in the middle and not be started again. */
export default defineRule({
  id: "file-without-transaction",
  group: "migration",
  title: "Several statements outside a transaction",
  severity: "nit",
  tag: "concern",
  set: "all",
  why: "A file that fails in its middle outside a transaction is half applied: neither the old schema nor the new one, and not to be run again as it is.",
  remedy: "Put what may run in a transaction between BEGIN and COMMIT, and what may not into a file of its own.",
  sources: [],
  references: ["https://www.postgresql.org/docs/current/tutorial-transactions.html"],
  on: {
    migration(migration, ctx) {
      const changing = migration.statements.filter(
        (each) => each.transaction === "none" && !each.nested && !SETTLES.has(each.statement.kind),
      );
      const [first] = unrepeatable(migration);
      if (first === undefined || changing.length < 2) return;
      const must = changing.find(({ effects }) => effects.transaction === "must-be-outside");
      ctx.report({
        range: ctx.at(first.at, headOf(first.at)),
        message: `${changing.length} statements of this file run ${isTransactionUnknown(ctx.file) ? "outside a transaction, unless what applies it opens one" : "outside a transaction"}: when one fails, those before it stay, and the next try ends here (${first.found.fails}). ${whatToWrite(must)}`,
      });
    },
  },
});

const SETTLES: ReadonlySet<string> = new Set(["set", "transaction", "select"]);

function whatToWrite(must: MigrationStatement | undefined): string {
  if (must === undefined) return "Put BEGIN before the first and COMMIT behind the last.";
  return "Give what Postgres refuses inside a transaction a file of its own, and put the rest between BEGIN and COMMIT.";
}
