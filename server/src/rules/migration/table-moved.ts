import { quotedName, quoteIdentifier } from "../../catalog/quoted-name.ts";
import { searchPath } from "../../catalog/resolve.ts";
import { defineRule, type Migration, type MigrationContext, type MigrationStatement } from "../../engine/rule.ts";
import type { SetSchema } from "../../sql/statement.ts";
import { lockWords } from "../support/action-effects.ts";
import { isOfThisFileAlone, type Moved, withLeftView } from "../support/left-view.ts";
import { NAMED_IN_QUERIES } from "../support/named-in-queries.ts";
import { usedRelation } from "../support/used-relation.ts";
import { writtenName } from "../support/written-name.ts";

/** A table or view that running code looks for in another schema. */
export default defineRule({
  id: "table-moved",
  group: "migration",
  title: "Table moved to another schema under running code",
  severity: "high",
  tag: "confirmed",
  fixable: true,
  why: "From the commit on the old schema holds no such relation: code that still runs does not find it, unless its search_path leads to the new schema and it never names the old one.",
  remedy: "Leave a view in the old schema in the same transaction, and drop it when no code uses it.",
  sources: ["migrationpilot/MP098"],
  references: ["https://www.postgresql.org/docs/current/sql-altertable.html#SQL-ALTERTABLE-DESC-SET-SCHEMA"],
  on: {
    migration(migration, ctx) {
      for (const each of migration.statements) {
        if (each.statement.kind === "setSchema") review(each, each.statement, migration, ctx);
      }
    },
  },
});

function review(each: MigrationStatement, statement: SetSchema, migration: Migration, ctx: MigrationContext): void {
  if (!NAMED_IN_QUERIES.has(statement.objectKind)) return;
  const { base, final, file } = ctx;
  const used = usedRelation(statement.name, { before: base, final, file });
  if (used === undefined || used.relation?.kind === "sequence") return;
  const { name } = statement.name;
  const schema = used.table?.schema ?? used.relation?.schema ?? statement.name.schema ?? "public";
  const moved: Moved = { from: { schema, name }, to: { schema: statement.newSchema, name } };
  if (schema === statement.newSchema || isOfThisFileAlone(each, migration, moved)) return;
  const lock = lockWords(each.effects, used.name);
  const moment = lock === undefined ? "" : ` The move itself takes ${lock} for a moment.`;
  const [old, own] = [quotedName(schema, name), quotedName(statement.newSchema, name)];
  const path = searchPath(base).includes(statement.newSchema)
    ? ""
    : ` No search_path that the files set leads to ${quoteIdentifier(statement.newSchema)}.`;
  ctx.reportOn(each, {
    range: statement.range,
    message: `From the commit on there is no ${old}: code that runs until the new one does fails where it looks for it there (relation "${writtenName(statement.name)}" does not exist). ${used.since}${path}${moment} In the same transaction leave a view in its place, through which rows can be read and written: CREATE VIEW ${old} AS SELECT * FROM ${own}. Drop it in a later deploy.`,
    rewrites: statement.ifExists || each.nested ? [] : [withLeftView(each, ctx, moved)],
  });
}
