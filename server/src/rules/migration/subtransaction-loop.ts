import { defineRule } from "../../engine/rule.ts";
import type { DoBlock, DoStatement, LoopSurrounding } from "../../sql/statement.ts";

/** A subtransaction for each turn of a loop. */
export default defineRule({
  id: "subtransaction-loop",
  group: "migration",
  title: "Exception handler inside a loop",
  severity: "low",
  tag: "concern",
  set: "strict",
  why: "A block with EXCEPTION is a subtransaction, and one that writes takes a transaction id: a loop over many rows burns as many, and beyond 64 at once every snapshot of every session has to look them up on disk.",
  remedy:
    "Write the statement so that it does not fail (ON CONFLICT, WHERE NOT EXISTS), or one handler around the loop.",
  sources: ["migrationpilot/MP076"],
  references: ["https://www.postgresql.org/docs/current/subxacts.html"],
  on: {
    do(block, ctx) {
      const found = block.statements.find((each) => WRITES.has(each.statement.kind) && loopAround(each) !== undefined);
      const loop = found && loopAround(found);
      if (found === undefined || loop === undefined || ctx.nested) return;
      ctx.report({
        range: found.statement.range,
        message: `Each turn of ${shortened(loop)} runs this in a block with EXCEPTION, which is a subtransaction with a transaction id of its own; with more than 64 of them in one transaction every query of every session gets slower while it is open. ${whatToWrite(block)}`,
        related: [{ range: loop.head.range, message: "The loop." }],
      });
    },
  },
});

const WRITES: ReadonlySet<string> = new Set(["insert", "update", "delete", "merge"]);

/** The loop that has the handler inside it. */
function loopAround({ inside }: DoStatement): LoopSurrounding | undefined {
  const attempted = inside.findLastIndex(({ kind }) => kind === "try");
  const loop = inside.slice(0, Math.max(attempted, 0)).findLast(({ kind }) => kind === "loop");
  return loop?.kind === "loop" ? loop : undefined;
}

function shortened({ head }: LoopSurrounding): string {
  const words = head.text.replace(/\s+/g, " ");
  return words.length > 60 ? `${words.slice(0, 60)}…` : words;
}

function whatToWrite({ statements }: DoBlock): string {
  const isInsert = statements.some(({ statement }) => statement.kind === "insert");
  return isInsert
    ? "Write INSERT … ON CONFLICT, which needs no handler, or put one handler around the loop."
    : "Write the condition into the statement's WHERE, or put one handler around the loop.";
}
