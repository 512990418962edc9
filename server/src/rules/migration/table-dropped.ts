import { findRelation, tableById } from "../../catalog/resolve.ts";
import { defineRule, type Rewrite, type SqlContext } from "../../engine/rule.ts";
import type { DropObjects, ObjectName } from "../../sql/statement.ts";
import { stillNamed } from "../support/still-named.ts";
import { type UsedRelation, usedRelation } from "../support/used-relation.ts";

/** A table that goes while code that uses it may still be running. */
export default defineRule({
  id: "table-dropped",
  group: "migration",
  title: "Table dropped under running code",
  severity: "medium",
  tag: "concern",
  fixable: true,
  why: "From the commit on every query that names the table fails, in the code that runs until the deploy is over and in every copy of it that is rolled back to; the rows are gone, and only a backup brings them back.",
  remedy:
    "First deploy code that does not use the table; then drop it, in a migration of its own that is deployed after that.",
  sources: [
    "squawk/ban-drop-table",
    "pgls/banDropTable",
    "pgfence/drop-table",
    "migrationpilot/MP026",
    "atlas/DS102",
    "django-migration-linter/DROP_TABLE",
    "strong_migrations/create_table",
    "online_migrations/create_table",
  ],
  references: ["https://www.postgresql.org/docs/current/sql-droptable.html"],
  on: {
    drop(statement, ctx) {
      if (statement.objectKind !== "table" && statement.objectKind !== "foreign table") return;
      for (const name of statement.names) {
        const used = usedRelation(name, ctx);
        if (used !== undefined && !isReplaced(used, name, ctx)) reportDrop(statement, name, used, ctx);
      }
    },
  },
});

function reportDrop(statement: DropObjects, name: ObjectName, used: UsedRelation, ctx: SqlContext): void {
  const { table } = used;
  if (table?.tableKind === "partition") {
    const message = `The rows of the partition ${used.name} are gone with this, and only a backup brings them back; queries of the table that it is a partition of no longer find them. Where that is how old rows leave, all is well.`;
    ctx.report({ range: name.range, message, severity: "low", tag: "concern" });
    return;
  }
  if (isMadeAgain(name, ctx)) {
    const message = `This empties ${used.name}: the file makes a table of that name again, without the rows that this one has. Copy them over first, if they are needed.`;
    ctx.report({ range: name.range, message, severity: "medium", tag: "concern" });
    return;
  }
  const dropped = { shown: used.name, schema: table?.schema ?? name.schema ?? "public", table: name.name };
  const { sentence, ...about } = stillNamed(ctx, dropped);
  ctx.report({
    ...about,
    range: name.range,
    message: [whatHappens(used.name), sentence, whatToDo(used.name, ctx)].filter(Boolean).join(" "),
    rewrites: ctx.alone ? [] : rewritesOf(statement, ctx),
  });
}

function whatHappens(shown: string): string {
  return `From the commit on, code that runs until the deploy is over and still uses ${shown} fails, and its rows are gone.`;
}

function whatToDo(shown: string, { alone }: SqlContext): string {
  if (alone) return `Deploy code that does not use ${shown} before this migration runs.`;
  return `Deploy code that does not use ${shown}, then drop it in a migration of its own.`;
}

/** Whether this file puts another table in its place that was filled under another name. */
function isReplaced({ table }: UsedRelation, name: ObjectName, ctx: SqlContext): boolean {
  const now = tableNow(name, ctx);
  return table !== undefined && now !== undefined && now.id !== table.id && !now.id.endsWith(` ${name.name}`);
}

function isMadeAgain(name: ObjectName, ctx: SqlContext): boolean {
  return tableNow(name, ctx) !== undefined;
}

/** The table of the name that this file leaves behind. */
function tableNow(name: ObjectName, { final, file }: SqlContext) {
  const entry = findRelation(final, name)?.entry;
  if (entry?.kind !== "table" || entry.origin.file !== file.path) return undefined;
  return tableById(final, entry.id);
}

function rewritesOf(statement: DropObjects, ctx: SqlContext): readonly Rewrite[] {
  if (statement.names.some((name) => usedRelation(name, ctx) === undefined)) return [];
  const names = statement.names.map(({ name }) => name);
  const sql = ctx.text.slice(statement.range.start, statement.range.end);
  return [
    {
      title: `Drop ${names.join(", ")} in a migration of its own, after the deploy of code without it`,
      safe: false,
      replaces: statement.range,
      makes: names,
      steps: [
        {
          sql,
          transaction: "own",
          deploy: 2,
          comment: `Only when no code is running any more that uses ${names.join(", ")}: the rows are gone with it.`,
          words: `drop ${names[0] ?? "table"}`,
        },
      ],
    },
  ];
}
