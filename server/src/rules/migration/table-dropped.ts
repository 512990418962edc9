import type { Table } from "../../catalog/catalog.ts";
import { findRelation } from "../../catalog/resolve.ts";
import { isMadeHere } from "../../engine/made-here.ts";
import { defineRule, type Rewrite, type SqlContext } from "../../engine/rule.ts";
import type { DropObjects, ObjectName } from "../../sql/statement.ts";
import { listed } from "../support/goes-with.ts";
import { isOfLaterDeploy } from "../support/later-deploy.ts";
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
      const gone = statement.names.flatMap((name): readonly Gone[] => {
        const used = usedRelation(name, ctx);
        if (used === undefined || isReplaced(used, name, ctx)) return [];
        return isSaidOtherwise(used, name, ctx) ? [] : [{ name, used }];
      });
      reportGone(statement, gone, ctx);
    },
  },
});

/** A table that goes for good. */
interface Gone {
  readonly name: ObjectName;
  readonly used: UsedRelation;
}

/** Reports a partition, and a table that the same file makes anew, in words of their own. */
function isSaidOtherwise({ name: shown, table }: UsedRelation, name: ObjectName, ctx: SqlContext): boolean {
  if (table?.tableKind === "partition") {
    const message = `The rows of the partition ${shown} are gone with this, and only a backup brings them back; queries of the table that it is a partition of no longer find them. Where that is how old rows leave, all is well.`;
    ctx.report({ range: name.range, message, severity: "low", tag: "concern" });
    return true;
  }
  if (tableNow(name, ctx) === undefined) return false;
  const message = `This empties ${shown}: the file makes a table of that name again, without the rows that this one has. Copy them over first, if they are needed.`;
  ctx.report({ range: name.range, message, severity: "medium", tag: "concern" });
  return true;
}

/** One finding for all of a statement, since they move to another migration together. */
function reportGone(statement: DropObjects, gone: readonly Gone[], ctx: SqlContext): void {
  const [first] = gone;
  const last = gone.at(-1);
  if (first === undefined || last === undefined) return;
  const namings = gone.map(({ name, used }) => {
    const schema = used.table?.schema ?? name.schema ?? "public";
    return stillNamed(ctx, { shown: used.name, schema, table: name.name }, ctx.alone ? "only this" : "more");
  });
  const related = namings.flatMap((naming) => naming.related);
  if (related.length === 0 && isOfLaterDeploy(ctx)) return;
  const gravest = namings.find(({ severity }) => severity === "high") ?? namings[0];
  const shown = listed(gone.map(({ used }) => ({ shown: used.name })));
  const sentences = [...new Set(namings.map(({ sentence }) => sentence))];
  ctx.report({
    range: { start: first.name.range.start, end: last.name.range.end },
    message: [whatHappens(shown), ...sentences, whatToDo(shown, gone.length === 1 ? "it" : "them", ctx)]
      .filter(Boolean)
      .join(" "),
    ...(gravest && { severity: gravest.severity, tag: gravest.tag }),
    related,
    rewrites: ctx.alone || gone.length < statement.names.length ? [] : [inItsOwnMigration(statement, shown, ctx)],
  });
}

function whatHappens(shown: string): string {
  return `From the commit on, code that runs until the deploy is over and still uses ${shown} fails, and the rows are gone.`;
}

function whatToDo(shown: string, them: "it" | "them", { alone }: SqlContext): string {
  if (alone) return `Deploy code that does not use ${shown} before this migration runs.`;
  return `Deploy code that does not use ${shown}, then drop ${them} in a migration of its own.`;
}

/** Whether this file puts another table in its place that was filled under another name. */
function isReplaced({ table }: UsedRelation, name: ObjectName, ctx: SqlContext): boolean {
  const now = tableNow(name, ctx);
  return table !== undefined && now !== undefined && now.id !== table.id && !now.id.endsWith(` ${name.name}`);
}

/** The table of the name that this file leaves behind. */
function tableNow(name: ObjectName, { final, file }: SqlContext): Table | undefined {
  const entry = findRelation(final, name)?.entry;
  return entry?.kind === "table" && isMadeHere(entry.origin, file) ? entry : undefined;
}

function inItsOwnMigration({ names, range }: DropObjects, shown: string, { text }: SqlContext): Rewrite {
  return {
    title: `Drop ${shown} in a migration of its own, after the deploy of code without it`,
    safe: false,
    replaces: range,
    makes: names.map(({ name }) => name),
    steps: [
      {
        sql: text.slice(range.start, range.end),
        transaction: "own",
        deploy: 2,
        comment: `Only when no code is running any more that uses ${shown}: the rows are gone with it.`,
        words: `drop ${names[0]?.name ?? "table"}`,
      },
    ],
  };
}
