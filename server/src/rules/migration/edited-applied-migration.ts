import { defineRule } from "../../engine/rule.ts";
import type { MigrationTool } from "../../project/project.ts";

/** A migration that databases may have applied already, edited or put in front. */
export default defineRule({
  id: "edited-applied-migration",
  group: "migration",
  title: "Change of a migration that is applied already",
  severity: "high",
  tag: "confirmed",
  why: "What is on the main branch has run somewhere. No tool runs it again, so that a database which has applied it and one that is made anew differ from then on.",
  remedy: "Restore the file, and write what is to change into a new migration behind the last one.",
  sources: ["atlas/non-linear"],
  references: [],
  on: {
    applied(applied, ctx) {
      const { branch, range } = applied;
      if (applied.kind === "edited") {
        const message = `This migration stands on ${branch} with another text. A database that has applied it does not apply it again${checksWords(ctx.file.tool)}; one that is made anew gets another schema. Restore it (git restore --source ${branch}), and put the change into a new migration.`;
        ctx.report({ range, message });
        return;
      }
      const [first = "", ...others] = applied.behind;
      const more = others.length === 0 ? "" : ` and ${others.length} more`;
      const message = `${first}${more}, which ${others.length === 0 ? "comes" : "come"} after this new migration, ${others.length === 0 ? "is" : "are"} on ${branch} already. A database that has applied ${others.length === 0 ? "it" : "them"} refuses this one or passes it over, as its tool has it. Give it a version behind ${applied.behind.at(-1) ?? first}.`;
      ctx.report({ range, message });
    },
  },
});

/** Tools that keep a hash of what they have applied, and stop where a file does not have it any more. */
const CHECKING: ReadonlySet<MigrationTool | undefined> = new Set<MigrationTool>([
  "flyway",
  "liquibase",
  "sqlx",
  "postgres-migrations",
  "graphile-migrate",
]);

function checksWords(tool: MigrationTool | undefined): string {
  return CHECKING.has(tool) ? `, and ${tool} stops there, because the file's checksum is not the one it has noted` : "";
}
