import { defineRule } from "../../engine/rule.ts";

/** More differences than these are counted and not named. */
const NAMED = 3;

/** A way back after which the schema is not what it was before the migration. */
export default defineRule({
  id: "down-migration-incomplete",
  group: "migration",
  title: "Down migration that does not restore the schema",
  severity: "medium",
  tag: "confirmed",
  why: "A down migration is run in the night, by somebody in a hurry. What it leaves or does not bring back makes the next up fail, or the old code.",
  remedy: "Undo every change, the last one first; `lockkeeper rollback` writes the statements.",
  sources: [],
  references: ["https://www.postgresql.org/docs/current/ddl-alter.html"],
  on: {
    down({ range, differences, migration }, ctx) {
      if (differences.length === 0) return;
      const named = differences.slice(0, NAMED);
      const more = differences.length - named.length;
      const list = [...named, ...(more > 0 ? [`has ${more} more differences`] : [])];
      const last = list.pop() ?? "";
      const said = list.length === 0 ? last : `${list.join(", ")}, and ${last}`;
      const isRefused = said.startsWith("fails: ");
      const then = isRefused
        ? "Nobody learns that before the night in which it is run. Put it right"
        : `After it the schema is not what it was before ${migration}, so that old code or the next up fails. Undo that too`;
      ctx.report({
        range,
        message: `This way back ${said}. ${then}; \`lockkeeper rollback ${migration}\` prints the statements.`,
      });
    },
  },
});
