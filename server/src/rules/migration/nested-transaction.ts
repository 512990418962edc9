import { defineRule, type Fix, type Migration, type MigrationContext } from "../../engine/rule.ts";
import { toolWords } from "../../project/tool-words.ts";
import { headOf } from "../support/head-of.ts";
import { removalOf } from "../support/removal.ts";
import { type TransactionStep, transactionSteps } from "../support/transaction-walk.ts";

/** A BEGIN or COMMIT where its tool, or the file itself, has a transaction open or none. */
export default defineRule({
  id: "nested-transaction",
  group: "migration",
  title: "BEGIN or COMMIT inside a transaction that is open",
  severity: "medium",
  tag: "confirmed",
  fixable: true,
  why: "Postgres has no transaction inside another: a second BEGIN does nothing but warn, and the first COMMIT ends the whole, so what follows, the tool's own record of the migration too, is no longer taken back when something fails.",
  remedy: "Leave BEGIN and COMMIT to the migration tool, or have the tool run the file without a transaction.",
  sources: ["squawk/transaction-nesting", "pgls/transactionNesting"],
  references: ["https://www.postgresql.org/docs/current/sql-begin.html"],
  on: {
    migration(migration, ctx) {
      const steps = transactionSteps(migration, ctx.file);
      steps.forEach((step, index) => {
        const message = messageOf(step, steps[index - 1], toolWords(ctx.file.tool));
        if (message === undefined) return;
        const { at } = step;
        const isHarmless = step.open === "none";
        ctx.report({
          range: ctx.at(at, headOf(at)),
          message,
          ...(isHarmless ? { severity: "low" } : {}),
          fixes: fixesFor(migration, ctx, step, steps[index + 1]),
        });
      });
    },
  },
});

function messageOf(step: TransactionStep, last: TransactionStep | undefined, tool: string): string | undefined {
  const { action, open, begun } = step;
  const word = WORDS[action];
  if (action === "begin" && open === "tool") {
    return `${tool} runs this file in a transaction, so this BEGIN opens none: Postgres warns, and the COMMIT that ends it ends the transaction of ${tool}. What comes after that stays when the migration fails, and its record may be missing. Leave BEGIN and COMMIT out.`;
  }
  if (action === "begin") {
    return open === "file"
      ? "A transaction of this file is open already, so this BEGIN does nothing but warn, and the next COMMIT ends the whole. Leave one of the two out, or use SAVEPOINT for a part that may be taken back."
      : undefined;
  }
  // The BEGIN before it has said so.
  if (open === "tool" && begun !== undefined && last?.action === "begin") return undefined;
  if (open === "tool") {
    return `${tool} runs this file in a transaction, which this ${word} ends: what comes after it stays when the migration fails, and ${tool} finds no transaction to commit. Leave the ${word} out, or have ${tool} run the file without a transaction.`;
  }
  if (open === "none") {
    return `No transaction is open here, so this ${word} does nothing but warn: what stands before it was committed statement by statement, or by the COMMIT before. Leave it out, or put the BEGIN where it belongs.`;
  }
  return undefined;
}

const WORDS = { begin: "BEGIN", end: "COMMIT", "take back": "ROLLBACK" } as const;

/** A ROLLBACK is left to a person: without it the file does what it did not. */
function fixesFor(
  migration: Migration,
  ctx: MigrationContext,
  { at, action, open }: TransactionStep,
  next: TransactionStep | undefined,
): readonly Fix[] {
  if (action === "take back" || next?.action === "take back") return [];
  const isPair = action === "begin" && open === "tool" && next?.action === "end";
  if (action === "begin" && open === "tool" && !isPair) {
    return [{ title: "Take the BEGIN out", safe: false, edits: [removalOf(migration, at)] }];
  }
  const title = isPair
    ? `Take BEGIN and COMMIT out: ${toolWords(ctx.file.tool)} has a transaction open`
    : `Take the ${WORDS[action]} out, which does nothing here`;
  if (action === "end" && open === "tool") {
    return [{ title: "Take the COMMIT out", safe: false, edits: [removalOf(migration, at)] }];
  }
  const edits = [removalOf(migration, at), ...(isPair ? [removalOf(migration, next.at)] : [])];
  return [{ title, safe: !isPair, edits }];
}
