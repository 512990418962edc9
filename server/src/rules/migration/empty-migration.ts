import { defineRule } from "../../engine/rule.ts";

/** A migration that does nothing. */
export default defineRule({
  id: "empty-migration",
  group: "migration",
  title: "Migration without a statement",
  severity: "low",
  tag: "concern",
  set: "strict",
  why: "A migration with no statement is recorded as applied, so what was meant to be in it can only come with another one.",
  remedy: "Write the statements, or delete the file before anybody has applied it.",
  sources: [],
  references: [],
  on: {
    migration({ segments }, ctx) {
      const { tool } = ctx.file;
      if (tool === undefined || segments.some(({ kind }) => kind !== "empty")) return;
      const text = segments.map((segment) => segment.text).join("");
      const end = text.search(/\r?\n|$/);
      ctx.report({
        range: { start: 0, end },
        message: `Nothing in this file is sent to the server, and ${tool === "plain" ? "whatever applies it" : tool} records it as applied all the same: what is written into it later never runs where it was. Write the statements, or delete the file while nobody has applied it.`,
      });
    },
  },
});
