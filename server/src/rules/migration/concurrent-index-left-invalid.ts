import { quotedName } from "../../catalog/quoted-name.ts";
import { findRelation, findTable } from "../../catalog/resolve.ts";
import {
  defineRule,
  type Fix,
  type Migration,
  type MigrationContext,
  type MigrationStatement,
} from "../../engine/rule.ts";
import type { CreateIndex } from "../../sql/statement.ts";
import { statementsBefore } from "../support/lines-before.ts";

/** An index that IF NOT EXISTS takes for built, though its build broke off. */
export default defineRule({
  id: "concurrent-index-left-invalid",
  group: "migration",
  title: "Invalid index taken for a built one",
  severity: "low",
  tag: "concern",
  set: "strict",
  fixable: true,
  why: "CREATE INDEX CONCURRENTLY that breaks off leaves an INVALID index: no query uses it, every write maintains it, and a unique one may already refuse rows. IF NOT EXISTS finds its name taken and passes it over, so the next try succeeds without an index.",
  remedy: "DROP INDEX CONCURRENTLY IF EXISTS before it clears away what a try before has left.",
  sources: ["migrationpilot/MP070", "strong_migrations/remove_invalid_indexes"],
  references: ["https://www.postgresql.org/docs/current/sql-createindex.html#SQL-CREATEINDEX-CONCURRENTLY"],
  on: {
    migration(migration, ctx) {
      for (const each of migration.statements) {
        const { statement } = each;
        if (statement.kind !== "createIndex" || !isPassedOver(statement, migration, each, ctx)) continue;
        const name = shownName(statement, ctx);
        if (name === undefined) continue;
        const drop = `DROP INDEX CONCURRENTLY IF EXISTS ${name}`;
        const isAlone = ctx.file.transaction === "implicit";
        const advice = isAlone ? "in a migration of its own before this one" : "before it";
        ctx.report({
          range: ctx.at(each, statement.keyword),
          message: `If CREATE INDEX CONCURRENTLY breaks off, it leaves ${name} INVALID: no query uses it, and every write maintains it. The next try finds the name taken and passes it over, so the migration succeeds without its index. Write ${drop} ${advice}.`,
          fixes: isAlone || each.nested ? [] : [dropBefore(drop, migration, each, ctx)],
        });
      }
    },
  },
});

/** Whether it is built CONCURRENTLY unless its name is taken, and nothing in the file has cleared that away. */
function isPassedOver(
  index: CreateIndex,
  { statements }: Migration,
  { transaction, index: place }: MigrationStatement,
  { base }: MigrationContext,
): boolean {
  const { name, table } = index;
  if (!index.concurrently || !index.ifNotExists || name === undefined || transaction !== "none") return false;
  // What an earlier migration has built is there.
  if (findRelation(base, { schema: table.schema, name: name.name }) !== undefined) return false;
  return !statements.some(
    ({ statement, index: other }) =>
      other < place && statement.kind === "drop" && statement.names.some((dropped) => dropped.name === name.name),
  );
}

/** The index's name as a statement of its own writes it: in the schema of its table. */
function shownName({ name, table }: CreateIndex, { base }: MigrationContext): string | undefined {
  const schema = findTable(base, table)?.schema ?? table.schema ?? "public";
  return name && quotedName(schema, name.name);
}

function dropBefore(drop: string, migration: Migration, each: MigrationStatement, ctx: MigrationContext): Fix {
  const edit = statementsBefore(migration, each, [drop], ctx.lineBreak);
  return { title: "Drop what an earlier try has left, before the index is built", safe: false, edits: [edit] };
}
