import { defineRule, type Migration, type MigrationStatement } from "../../engine/rule.ts";
import { headOf } from "../support/head-of.ts";
import { removalOf } from "../support/removal.ts";
import { transactionSteps } from "../support/transaction-walk.ts";

/** BEGIN and COMMIT with nothing between them. */
export default defineRule({
  id: "empty-transaction",
  group: "migration",
  title: "Transaction with nothing in it",
  severity: "low",
  tag: "confirmed",
  fixable: true,
  why: "A transaction around nothing does nothing: what was meant to stand in it stands outside, and stays when something fails.",
  remedy: "Put the statements between BEGIN and COMMIT, or leave both out.",
  sources: [],
  references: ["https://www.postgresql.org/docs/current/sql-begin.html"],
  on: {
    migration(migration, ctx) {
      const steps = transactionSteps(migration, ctx.file);
      steps.forEach(({ at, action, open }, index) => {
        const next = steps[index + 1];
        if (action !== "begin" || open !== "none" || next === undefined || next.action === "begin") return;
        if (!isNothingBetween(migration, at, next.at)) return;
        const word = next.action === "end" ? "COMMIT" : "ROLLBACK";
        ctx.report({
          range: ctx.at(at, headOf(at)),
          message: `Nothing stands between this BEGIN and the ${word}, so the transaction does nothing, and what stands outside it runs statement by statement. Put what belongs together between the two, or leave both out.`,
          fixes: [
            {
              title: `Take BEGIN and ${word} out`,
              safe: true,
              edits: [removalOf(migration, at), removalOf(migration, next.at)],
            },
          ],
        });
      });
    },
  },
});

/** Statements that do not parse count, and so does what psql itself does. */
function isNothingBetween({ segments }: Migration, first: MigrationStatement, last: MigrationStatement): boolean {
  return segments.slice(first.index + 1, last.index).every(({ kind }) => kind === "empty");
}
