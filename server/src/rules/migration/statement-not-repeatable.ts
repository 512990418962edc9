import { defineRule, type Fix, type Migration, type MigrationContext } from "../../engine/rule.ts";
import { shiftRange } from "../../text/range.ts";
import { statementsBefore } from "../support/lines-before.ts";
import { type UnrepeatableStatement, unrepeatable } from "../support/unrepeatable.ts";

/** A statement that stands in the way of the second try. */
export default defineRule({
  id: "statement-not-repeatable",
  group: "migration",
  title: "Statement that fails at the second try",
  severity: "low",
  tag: "concern",
  set: "strict",
  fixable: true,
  why: "Outside a transaction what ran before a failure stays, so the next run of the same file stops at the first statement whose work is there already.",
  remedy:
    "IF NOT EXISTS, IF EXISTS or OR REPLACE where the grammar has it; before CREATE INDEX CONCURRENTLY drop what a cancelled build left.",
  sources: [
    "squawk/prefer-robust-stmts",
    "pgls/preferRobustStmts",
    "migrationpilot/MP023",
    "pgfence/prefer-robust-create-index",
    "pgfence/prefer-robust-create-table",
    "pgfence/prefer-robust-drop-index",
    "pgfence/prefer-robust-drop-table",
    "safe-pg-migrations/idempotent_statements",
  ],
  references: ["https://www.postgresql.org/docs/current/sql-createtable.html"],
  on: {
    migration(migration, ctx) {
      const isAlone = migration.segments.filter(({ kind }) => kind === "statement").length < 2;
      for (const each of unrepeatable(migration)) {
        const { at, found } = each;
        // What fails alone has done nothing, but for a build, which leaves an INVALID index.
        if (isAlone && found.cure.kind !== "before") continue;
        ctx.report({
          range: ctx.at(at, found.range),
          message: `This runs outside a transaction, so it stays when something after it fails, and the next try of the file ends here: ${found.fails}. ${whatToWrite(each)}.`,
          fixes: fixesFor(migration, ctx, each),
        });
      }
    },
  },
});

function whatToWrite({ found: { cure } }: UnrepeatableStatement): string {
  if (cure.kind === "none") return cure.advice;
  if (cure.kind === "words") return `Write ${cure.words}`;
  return `Write ${cure.sql} before it; IF NOT EXISTS would take the INVALID index that a cancelled build leaves for the real one`;
}

function fixesFor(migration: Migration, ctx: MigrationContext, { at, found }: UnrepeatableStatement): readonly Fix[] {
  const { cure } = found;
  if (cure.kind === "none") return [];
  if (cure.kind === "words") {
    const range = shiftRange({ start: cure.at, end: cure.at }, at.start);
    return [{ title: `Write ${cure.words}`, safe: false, edits: [{ range, text: ` ${cure.words}` }] }];
  }
  const edits = [statementsBefore(migration, at, [cure.sql], ctx.lineBreak)];
  return [{ title: "Drop what a cancelled build left before it", safe: false, edits }];
}
