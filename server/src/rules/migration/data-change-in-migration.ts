import { quotedName } from "../../catalog/quoted-name.ts";
import { findRelation } from "../../catalog/resolve.ts";
import { isMadeHere } from "../../engine/made-here.ts";
import { defineRule, type SqlContext } from "../../engine/rule.ts";
import type { DataChange, ObjectName } from "../../sql/statement.ts";

/** A migration that changes rows of a table that stood before. */
export default defineRule({
  id: "data-change-in-migration",
  group: "migration",
  title: "Rows changed by a migration of the schema",
  severity: "low",
  tag: "concern",
  set: "strict",
  why: "A change of rows takes as long as there are rows and may fail on one of them, and a deploy that waits for it, or is rolled back with it, is held up by data.",
  remedy:
    "Keep migrations to the schema; change rows in batches by a script or a job of its own, between the deploy that writes both shapes and the one that reads the new one.",
  sources: ["migrationpilot/MP080"],
  references: ["https://www.postgresql.org/docs/current/populate.html"],
  on: {
    insert: saysChange,
    update: saysChange,
    delete: saysChange,
    merge: saysChange,
  },
});

function saysChange(change: DataChange, ctx: SqlContext): void {
  const target = change.targets.find((each) => stoodBefore(each, ctx));
  if (target === undefined) return;
  const table = quotedName(target.schema ?? "public", target.name);
  const verb = change.kind.toUpperCase();
  ctx.report({
    range: { start: change.range.start, end: Math.max(target.range.end, change.range.start) },
    message: `${verb} changes rows of ${table}, which existed before this file, while the migration runs: how long it takes and whether it succeeds hang on what the rows are in each environment. Change them by a script or a job of its own, and keep the migration to the schema.`,
  });
}

/** Rows of a table that the file makes are part of what it makes. */
function stoodBefore(name: ObjectName, ctx: SqlContext): boolean {
  const found = findRelation(ctx.before, name)?.entry;
  if (found === undefined) return true;
  const isTemporary = found.kind === "table" && found.temporary;
  return !isTemporary && !("origin" in found && isMadeHere(found.origin, ctx.file));
}
