import { quotedName } from "../../catalog/quoted-name.ts";
import { findTable } from "../../catalog/resolve.ts";
import {
  defineRule,
  type Migration,
  type MigrationContext,
  type MigrationStatement,
  type Rewrite,
} from "../../engine/rule.ts";
import { readRowChange } from "../../sql/row-change.ts";
import type { CreateIndex, DataChange, ObjectName } from "../../sql/statement.ts";
import { extentOf } from "../support/bounded-rows.ts";
import { headOf } from "../support/head-of.ts";
import { usedRelation } from "../support/used-relation.ts";

/** What the planner does not know of values that a migration makes. */
export default defineRule({
  id: "statistics-missing",
  group: "migration",
  title: "New values that the planner knows nothing of",
  severity: "low",
  tag: "confirmed",
  set: "strict",
  fixable: true,
  why: "An index of an expression, extended statistics and a column that was just filled mean nothing to the planner until ANALYZE has looked at the rows; autovacuum looks once a tenth of them have changed, which for an index may be never.",
  remedy: "ANALYZE the table behind it; it reads a sample and keeps nobody waiting.",
  sources: ["migrationpilot/MP088"],
  references: ["https://www.postgresql.org/docs/current/sql-analyze.html"],
  on: {
    migration(migration, ctx) {
      for (const each of migration.statements) {
        if (each.nested) continue;
        if (each.statement.kind === "createIndex") reviewIndex(each, each.statement, migration, ctx);
        if (each.statement.kind === "createStatistics") {
          const words = "The extended statistics hold nothing until ANALYZE";
          for (const table of each.statement.tables) review(each, table, words, migration, ctx);
        }
        if (each.statement.kind === "update") reviewUpdate(each, each.statement, migration, ctx);
      }
    },
  },
});

function reviewIndex(each: MigrationStatement, index: CreateIndex, migration: Migration, ctx: MigrationContext): void {
  const expression = index.keys.find(({ column }) => column === undefined);
  if (expression === undefined) return;
  const words = `What values ${expression.text} has the planner learns from ANALYZE alone: until then it guesses whether the index helps`;
  review(each, index.table, words, migration, ctx);
}

function reviewUpdate(
  each: MigrationStatement,
  statement: DataChange,
  migration: Migration,
  ctx: MigrationContext,
): void {
  const [target] = statement.targets;
  const change = readRowChange(each.segment.text.slice(statement.range.start, statement.range.end));
  if (target === undefined || change === undefined) return;
  if (extentOf(change, findTable(ctx.base, target), "alone") !== "every row") return;
  const columns = (statement.columns ?? []).join(", ");
  review(each, target, `What the planner knows of ${columns} is what was there before the UPDATE`, migration, ctx);
}

function review(
  each: MigrationStatement,
  table: ObjectName,
  words: string,
  migration: Migration,
  ctx: MigrationContext,
): void {
  const used = usedRelation(table, { before: ctx.base, final: ctx.final, file: ctx.file });
  if (used === undefined || used.table?.tableKind === "foreign" || used.relation?.kind === "view") return;
  if (migration.statements.some((later) => later.index > each.index && analyzes(later, table))) return;
  const name = quotedName(used.table?.schema ?? used.relation?.schema ?? table.schema ?? "public", table.name);
  ctx.reportOn(each, {
    range: headOf(each),
    message: `${words}, and queries of ${used.name} are planned without it. ${used.since} Write ANALYZE ${name} behind it: it reads a sample, and readers and writers go on.`,
    // ANALYZE of a partitioned table locks its partitions as well, which the statement itself need not have done.
    rewrites: used.table?.tableKind === "partitioned" ? [] : rewritesOf(each, name, ctx),
  });
}

/** An UPDATE takes a weaker lock than ANALYZE, so there it is for a person to say where that may be held. */
function rewritesOf(each: MigrationStatement, name: string, ctx: MigrationContext): readonly Rewrite[] {
  const { statement, segment } = each;
  const mustBeAlone = ctx.file.transaction === "implicit" && each.effects.transaction === "must-be-outside";
  if (statement.kind === "update" || mustBeAlone) return [];
  const { start, end } = statement.range;
  const words = `analyze ${name}`;
  return [
    {
      title: "ANALYZE the table behind it",
      safe: false,
      replaces: statement.range,
      steps: [
        { sql: segment.text.slice(start, end), edits: [], transaction: "with-last", words },
        { sql: `ANALYZE ${name}`, transaction: "with-last", words },
      ],
    },
  ];
}

function analyzes({ statement }: MigrationStatement, table: ObjectName): boolean {
  if (statement.kind !== "analyze" && !(statement.kind === "vacuum" && statement.analyze)) return false;
  return statement.tables.length === 0 || statement.tables.some((each) => each.table.name === table.name);
}
