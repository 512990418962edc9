import { defineRule } from "../../engine/rule.ts";

/** A migration that cannot be taken back as the others can. */
export default defineRule({
  id: "down-migration-missing",
  group: "migration",
  title: "Migration without a way back",
  severity: "low",
  tag: "concern",
  set: "strict",
  why: "Whoever takes the last deploy back in a hurry runs the tool's down command, which does nothing here or fails.",
  remedy: "Write the way back beside it; `lockkeeper rollback` makes one.",
  sources: ["django-migration-linter/RUNSQL_REVERSIBLE"],
  references: [],
  on: {
    migration({ segments, downs, statements }, { file, report }) {
      // A file with an Up part alone is of a team that only goes forward.
      const hasPart = segments.some(({ marks }) => marks.some(({ mark }) => mark.section === "down"));
      const isMissing = hasPart ? downs.length === 0 : file.hasDown === false;
      if (!isMissing || statements.length === 0) return;
      const text = segments.map((segment) => segment.text).join("");
      const where = hasPart
        ? "The Down part of this file holds no statement"
        : "Other migrations of this folder have a file that takes them back, and this one has none";
      report({
        range: { start: 0, end: text.search(/\r?\n|$/) },
        message: `${where}: taking the last deploy back stops here, or leaves the schema as it is. Write it; \`lockkeeper rollback ${file.path}\` prints the statements.`,
      });
    },
  },
});
