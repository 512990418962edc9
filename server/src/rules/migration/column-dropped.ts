import type { Column } from "../../catalog/catalog.ts";
import { quoteIdentifier } from "../../catalog/quoted-name.ts";
import { findTable } from "../../catalog/resolve.ts";
import { isMadeHere } from "../../engine/made-here.ts";
import { type ActionContext, defineRule, type Rewrite } from "../../engine/rule.ts";
import type { DropColumn } from "../../sql/statement.ts";
import { isOfLaterDeploy } from "../support/later-deploy.ts";
import { namesAllColumns, stillNamed } from "../support/still-named.ts";
import { usedRelation } from "../support/used-relation.ts";

/** A column that goes while code that uses it may still be running. */
export default defineRule({
  id: "column-dropped",
  group: "migration",
  title: "Column dropped under running code",
  severity: "medium",
  tag: "concern",
  fixable: true,
  why: "From the commit on every query that names the column fails, in the code that runs until the deploy is over: frameworks that name all columns of a row fail on each read of the table. The values are gone.",
  remedy:
    "First deploy code that neither reads nor writes the column, which may need DROP NOT NULL; then drop it, in a migration of its own that is deployed after that.",
  sources: [
    "squawk/ban-drop-column",
    "pgls/banDropColumn",
    "pgfence/drop-column",
    "migrationpilot/MP017",
    "atlas/DS103",
    "strong_migrations/remove_column",
    "online_migrations/remove_column",
    "django-migration-linter/DROP_COLUMN",
  ],
  references: ["https://www.postgresql.org/docs/current/sql-altertable.html"],
  on: {
    action(action, ctx) {
      if (action.kind !== "dropColumn" || ctx.alter.objectType !== "table") return;
      const used = usedRelation(ctx.alter.name, ctx);
      const { name } = action.column;
      if (used === undefined || isNoLoss(action, ctx)) return;
      const column = used.table?.columns.find((each) => each.name === name);
      const shown = `${used.name}.${quoteIdentifier(name)}`;
      const schema = used.table?.schema ?? ctx.alter.name.schema ?? "public";
      const dropped = { shown, schema, table: ctx.alter.name.name, column: name };
      const does = isContractAlone(ctx) && !isRequired(column) ? "only this" : "more";
      const { sentence, ...about } = stillNamed(ctx, dropped, does);
      if (about.related.length === 0 && isOfLaterDeploy(ctx)) return;
      ctx.report({
        ...about,
        range: { start: action.range.start, end: action.column.range.end },
        message: [whatHappens(shown, ctx), sentence, whatToDo(shown, column, ctx)].filter(Boolean).join(" "),
        rewrites: rewritesOf(action, column, shown, ctx),
      });
    },
  },
});

/** A column that is not there, that this file made, or that this file makes again. */
function isNoLoss({ column: { name } }: DropColumn, ctx: ActionContext): boolean {
  const before = ctx.table(ctx.alter.name);
  const column = before?.columns.find((each) => each.name === name);
  if (before?.columnsKnown === true && before.presumed !== true && column === undefined) return true;
  if (isMadeHere(column?.origin, ctx.file)) return true;
  return (
    findTable(ctx.final, ctx.alter.name)?.columns.some(
      (each) => each.name === name && isMadeHere(each.origin, ctx.file),
    ) === true
  );
}

function whatHappens(shown: string, { file }: ActionContext): string {
  const framework = namesAllColumns(file.tool);
  const because =
    framework === undefined
      ? ""
      : ` (${framework} names all the columns that it knows, so code that never mentions the column fails too)`;
  return `From the commit on, code that runs until the deploy is over and still reads or writes ${shown} fails${because}, and the values are gone.`;
}

/** Whether a writer that leaves the column out is refused. */
function isRequired(column: Column | undefined): boolean {
  if (column?.notNull !== true || column.identity !== undefined) return false;
  return column.default === undefined && column.generated === undefined;
}

function whatToDo(shown: string, column: Column | undefined, ctx: ActionContext): string {
  if (isRequired(column)) {
    return `It is NOT NULL without a default, so code that leaves it out fails until it is gone: write DROP NOT NULL now, deploy code that does not use ${shown}, then drop it in a later migration.`;
  }
  if (isContractAlone(ctx)) return `Deploy code that does not use ${shown} before this migration runs.`;
  return `Deploy code that does not use ${shown}, then drop it in a migration of its own.`;
}

function isContractAlone(ctx: ActionContext): boolean {
  return ctx.alone && ctx.alter.actions.length === 1;
}

function rewritesOf(
  action: DropColumn,
  column: Column | undefined,
  shown: string,
  ctx: ActionContext,
): readonly Rewrite[] {
  const isKeyed = column !== undefined && isInPrimaryKey(column, ctx);
  const needsNull = isRequired(column) && !isKeyed;
  if (isContractAlone(ctx) && !needsNull) return [];
  const { name, only } = ctx.alter;
  const alter = `ALTER TABLE ${only ? "ONLY " : ""}${ctx.text.slice(name.range.start, name.range.end)}`;
  const written = ctx.text.slice(action.column.range.start, action.column.range.end);
  return [
    {
      title: `Drop ${shown} in a migration of its own, after the deploy of code without it${needsNull ? ", and let it be NULL until then" : ""}`,
      safe: false,
      replaces: action.range,
      makes: [action.column.name],
      steps: [
        ...(needsNull
          ? [
              {
                sql: `${alter} ALTER COLUMN ${written} DROP NOT NULL`,
                transaction: "with-last" as const,
                comment: `So that code which does not know ${shown} can write rows before the column goes.`,
                words: `let ${action.column.name} be null`,
              },
            ]
          : []),
        {
          sql: `${alter} ${ctx.text.slice(action.range.start, action.range.end)}`,
          transaction: "own",
          deploy: 2,
          comment: `Only when no code is running any more that reads or writes ${shown}: its values are gone with it.`,
          words: `drop ${name.name} ${action.column.name}`,
        },
      ],
    },
  ];
}

/** Postgres keeps the NOT NULL of a primary key's column. */
function isInPrimaryKey({ name }: Column, ctx: ActionContext): boolean {
  const constraints = ctx.table(ctx.alter.name)?.constraints ?? [];
  return constraints.some(({ kind, columns }) => kind === "primaryKey" && columns.includes(name));
}
