import { defineRule } from "../../engine/rule.ts";
import type { DoBlock, Words } from "../../sql/statement.ts";

/** A block that does what its text does not say. */
export default defineRule({
  id: "do-block-unreadable",
  group: "migration",
  title: "DO block that nobody can review",
  severity: "low",
  tag: "concern",
  set: "strict",
  why: "What a DO block runs by EXECUTE of a text that it puts together, or through a function, is known only when it runs, so neither a reviewer nor a tool can say what it locks.",
  remedy:
    "Write the statements out. Where names come from the catalogue, run the query beforehand and put the statements that it gives into the migration.",
  sources: ["migrationpilot/MP063"],
  references: ["https://www.postgresql.org/docs/current/sql-do.html"],
  on: {
    do(block, ctx) {
      const [first, ...others] = block.dynamicParts;
      if (first === undefined || ctx.nested) return;
      ctx.report({
        range: block.language === "plpgsql" ? first.range : block.range,
        message: `${whatIsHidden(block, first)}, so what this block locks and changes is not reviewed. Write the statements out, or put what the block would run into the migration.`,
        related: others.map(({ range }) => ({ range, message: "This is known only when it runs, too." })),
      });
    },
  },
});

function whatIsHidden({ language }: DoBlock, { text }: Words): string {
  if (language !== "plpgsql") return `What a block in ${language} does is not read here`;
  if (/^execute\b/i.test(text)) return "EXECUTE runs a text that is put together when the block runs";
  return "What these words run is known only when the block runs";
}
