import { defineRule } from "../../engine/rule.ts";
import { headOf } from "../support/head-of.ts";
import { statementsBehind } from "../support/statements-behind.ts";
import { transactionSteps } from "../support/transaction-walk.ts";

/** A BEGIN that nothing in its file commits. */
export default defineRule({
  id: "transaction-left-open",
  group: "migration",
  title: "Transaction that is never committed",
  severity: "high",
  tag: "confirmed",
  fixable: true,
  why: "What a transaction did is taken back when its session ends without COMMIT; until then its locks are held and others wait.",
  remedy: "End the file with COMMIT.",
  sources: ["squawk/ban-uncommitted-transaction", "pgfence/unclosed-transaction", "migrationpilot/MP053"],
  references: ["https://www.postgresql.org/docs/current/sql-commit.html"],
  on: {
    migration(migration, ctx) {
      const last = transactionSteps(migration, ctx.file).at(-1);
      const end = migration.statements.filter(({ nested }) => !nested).at(-1);
      if (last?.action !== "begin" || last.open === "tool" || end === undefined) return;
      const begun = last.begun ?? last.at;
      ctx.report({
        range: ctx.at(begun, headOf(begun)),
        message:
          "This BEGIN has no COMMIT in the file: when the session ends, Postgres takes everything back that the file did after it, without an error; where the session lives on, as a pooled one does, the locks stay held and whoever needs them waits. End the file with COMMIT.",
        fixes: [{ title: "Add the COMMIT", safe: false, edits: statementsBehind(end, ["COMMIT"], ctx.lineBreak) }],
      });
    },
  },
});
