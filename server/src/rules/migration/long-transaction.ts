import { defineRule } from "../../engine/rule.ts";
import { headOf } from "../support/head-of.ts";
import { stoppingLocksIn } from "../support/stopping-locks.ts";
import { transactionGroups } from "../support/transaction-groups.ts";

/** A transaction in which locks pile up. */
export default defineRule({
  id: "long-transaction",
  group: "migration",
  title: "Many locks in one transaction",
  severity: "low",
  tag: "concern",
  set: "strict",
  why: "Each lock is held until the whole transaction ends, so the first table's users wait for all the work on the others, and one failure at the end takes everything back.",
  remedy: "Several migrations, each committed on its own.",
  sources: [],
  references: ["https://www.postgresql.org/docs/current/explicit-locking.html#LOCKING-TABLES"],
  options: {
    statements: {
      type: "number",
      default: 10,
      description: "How many statements of one transaction may stop readers or writers of tables that stood before.",
    },
  },
  on: {
    migration(migration, ctx) {
      const { statements: most } = ctx.options;
      for (const { statements, supposed } of transactionGroups(migration, ctx.file)) {
        const stopping = statements.filter((each) => stoppingLocksIn(each).length > 0);
        const [first] = stopping;
        const last = stopping.at(-1);
        if (supposed || first === undefined || last === undefined || stopping.length <= Number(most)) continue;
        const [lock] = stoppingLocksIn(first);
        ctx.report({
          range: ctx.at(first, headOf(first)),
          message: `${stopping.length} statements of this transaction take locks that stop readers or writers of tables that stood before, and none is let go before the last has run: those who use ${lock?.relation} wait from here to there. Split it into migrations that are committed one by one.`,
          related: [{ range: ctx.at(last, headOf(last)), message: "The last of them." }],
        });
      }
    },
  },
});
