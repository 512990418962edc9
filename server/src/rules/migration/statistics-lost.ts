import { columnType } from "../../catalog/column-type.ts";
import { quoteIdentifier } from "../../catalog/quoted-name.ts";
import { findTable } from "../../catalog/resolve.ts";
import { defineRule, type MigrationContext, type MigrationStatement, type Rewrite } from "../../engine/rule.ts";
import type { AlterColumnType, AlterTable, ObjectName } from "../../sql/statement.ts";
import { usedRelation } from "../support/used-relation.ts";

/** A column whose type was changed, and with it what the planner knew of its values. */
export default defineRule({
  id: "statistics-lost",
  group: "migration",
  set: "strict",
  fixable: true,
  title: "Planner's statistics lost with a column's type",
  severity: "low",
  tag: "confirmed",
  why: "ALTER COLUMN … TYPE takes away what ANALYZE learned of the column, whether it writes rows or not: until it runs again, queries are planned as if nothing were known of the values.",
  remedy: "ANALYZE the column in the same migration; it reads a sample and keeps nobody waiting.",
  sources: ["migrationpilot/MP088"],
  references: ["https://www.postgresql.org/docs/current/sql-altertable.html#SQL-ALTERTABLE-DESC-SET-DATA-TYPE"],
  on: {
    migration(migration, ctx) {
      migration.statements.forEach((each, index) => {
        const { statement } = each;
        if (statement.kind !== "alterTable" || each.nested) return;
        const isAnalyzed = migration.statements.slice(index + 1).some((later) => analyzes(later, statement.name));
        if (!isAnalyzed) review(each, statement, ctx);
      });
    },
  },
});

function review(each: MigrationStatement, statement: AlterTable, ctx: MigrationContext): void {
  const used = usedRelation(statement.name, { before: ctx.base, final: ctx.final, file: ctx.file });
  if (used === undefined || used.relation !== undefined || used.table?.tableKind === "foreign") return;
  const changed = statement.actions.filter(
    (action): action is AlterColumnType => action.kind === "alterColumnType" && !isSame(statement.name, action, ctx),
  );
  const [first, ...others] = changed;
  if (first === undefined) return;
  const columns = changed.map(({ column }) => quoteIdentifier(column.name)).join(", ");
  const analyze = `ANALYZE ${used.name} (${columns})`;
  ctx.reportOn(each, {
    range: first.range,
    message: `What ANALYZE knew of ${columns} of ${used.name} is gone with the old type, so queries that filter or join by it are planned blind until autovacuum comes by, which may take until a tenth of the rows have changed. Write ${analyze} behind it: it reads a sample under a SHARE UPDATE EXCLUSIVE lock, and readers and writers go on.`,
    related: others.map(({ range }) => ({ range, message: "This column's are gone as well." })),
    rewrites: [rewriteOf(each, statement, analyze)],
  });
}

function rewriteOf({ segment }: MigrationStatement, { name, range }: AlterTable, analyze: string): Rewrite {
  const words = `analyze ${name.name}`;
  return {
    title: `Write ${analyze} behind it`,
    safe: false,
    replaces: range,
    steps: [
      { sql: segment.text.slice(range.start, range.end), edits: [], transaction: "with-last", words },
      { sql: analyze, transaction: "with-last", words },
    ],
  };
}

function isSame(table: ObjectName, { column, type }: AlterColumnType, { base }: MigrationContext): boolean {
  const before = findTable(base, table)?.columns.find(({ name }) => name === column.name);
  const after = columnType(base, type);
  return before !== undefined && before.type === after.type && before.modifiers.join() === after.modifiers.join();
}

function analyzes({ statement }: MigrationStatement, name: ObjectName): boolean {
  if (statement.kind !== "analyze" && !(statement.kind === "vacuum" && statement.analyze)) return false;
  return statement.tables.length === 0 || statement.tables.some(({ table }) => table.name === name.name);
}
