import { quotedName } from "../../catalog/quoted-name.ts";
import { defineRule, type Migration, type MigrationContext, type MigrationStatement } from "../../engine/rule.ts";
import type { Rename } from "../../sql/statement.ts";
import { lockWords } from "../support/action-effects.ts";
import { isOfThisFileAlone, type Moved, withLeftView } from "../support/left-view.ts";
import { NAMED_IN_QUERIES } from "../support/named-in-queries.ts";
import { usedRelation } from "../support/used-relation.ts";
import { writtenName } from "../support/written-name.ts";

/** A table or view that running code knows by its old name. */
export default defineRule({
  id: "table-renamed",
  group: "migration",
  title: "Table renamed under running code",
  severity: "high",
  tag: "confirmed",
  fixable: true,
  why: "From the commit on there is no relation of the old name: every query of the code that still runs fails, and code that already knows the new name fails before the commit.",
  remedy:
    "Leave a view under the old name in the same transaction, and drop it when no code uses the name; rows can be read and written through it.",
  sources: [
    "squawk/renaming-table",
    "pgls/renamingTable",
    "pgfence/rename-table",
    "migrationpilot/MP028",
    "atlas/BC101",
    "strong_migrations/rename_table",
    "online_migrations/rename_table",
    "django-migration-linter/RENAME_TABLE",
  ],
  references: ["https://www.postgresql.org/docs/current/sql-createview.html#SQL-CREATEVIEW-UPDATABLE-VIEWS"],
  on: {
    migration(migration, ctx) {
      for (const each of migration.statements) {
        if (each.statement.kind === "rename") review(each, each.statement, migration, ctx);
      }
    },
  },
});

function review(each: MigrationStatement, statement: Rename, migration: Migration, ctx: MigrationContext): void {
  if (!NAMED_IN_QUERIES.has(statement.objectKind) || statement.part !== undefined) return;
  const { base, final, file } = ctx;
  const used = usedRelation(statement.name, { before: base, final, file });
  // An index and a sequence may be renamed as a table is.
  if (used === undefined || used.relation?.kind === "sequence") return;
  const schema = used.table?.schema ?? used.relation?.schema ?? statement.name.schema ?? "public";
  const moved: Moved = { from: { schema, name: statement.name.name }, to: { schema, name: statement.newName } };
  if (isOfThisFileAlone(each, migration, moved)) return;
  const lock = lockWords(each.effects, used.name);
  const moment = lock === undefined ? "" : ` The rename itself takes ${lock} for a moment.`;
  const view = `CREATE VIEW ${quotedName(schema, statement.name.name)} AS SELECT * FROM ${quotedName(schema, statement.newName)}`;
  ctx.reportOn(each, {
    range: statement.range,
    message: `From the commit on there is no ${used.name}: code that runs until the new one does fails (relation "${writtenName(statement.name)}" does not exist), and the new code fails until then. ${used.since}${moment} In the same transaction leave a view in its place, through which rows can be read and written: ${view}. Drop it in a later deploy.`,
    rewrites: statement.ifExists || each.nested ? [] : [withLeftView(each, ctx, moved)],
  });
}
