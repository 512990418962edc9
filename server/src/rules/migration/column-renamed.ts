import type { Column } from "../../catalog/catalog.ts";
import { typeText } from "../../catalog/column-type.ts";
import { quoteIdentifier } from "../../catalog/quoted-name.ts";
import { tableById } from "../../catalog/resolve.ts";
import { isMadeHere } from "../../engine/made-here.ts";
import { defineRule, type Rewrite, type SqlContext } from "../../engine/rule.ts";
import type { Rename } from "../../sql/statement.ts";
import { lockWords } from "../support/action-effects.ts";
import { growingTable } from "../support/growing-table.ts";
import { replaceByName } from "../support/replace-column.ts";
import { isReplaceable, type Shadow } from "../support/shadow-column.ts";
import { type UsedRelation, usedRelation } from "../support/used-relation.ts";

/** A column that running code knows by its old name. */
export default defineRule({
  id: "column-renamed",
  group: "migration",
  title: "Column renamed under running code",
  severity: "high",
  tag: "confirmed",
  fixable: true,
  why: "From the commit on the old name is no column: every query of the code that still runs fails if it names it, and code that already knows the new name fails before the commit.",
  remedy:
    "Add a column with the new name, keep both in step by a trigger, fill it in batches, let the code change over, then drop the old one.",
  sources: [
    "squawk/renaming-column",
    "pgls/renamingColumn",
    "pgfence/rename-column",
    "migrationpilot/MP010",
    "migrationpilot/MP071",
    "atlas/BC102",
    "strong_migrations/rename_column",
    "online_migrations/rename_column",
    "django-migration-linter/RENAME_COLUMN",
  ],
  references: ["https://www.postgresql.org/docs/current/sql-altertable.html#SQL-ALTERTABLE-DESC-RENAME"],
  on: {
    rename(statement, ctx) {
      const { objectKind, part, name } = statement;
      if (objectKind !== "column" || part === undefined) return;
      const used = usedRelation(name, ctx);
      if (used === undefined || used.relation?.kind === "sequence") return;
      const column = used.table?.columns.find((each) => each.name === part);
      // Nobody knows a column that this file added, and nobody misses one whose name another one takes over.
      if (isMadeHere(column?.origin, ctx.file) || isTakenOver(used, part, ctx)) return;
      if (takesOver(used, statement)) return;
      ctx.report({
        range: statement.range,
        message: messageFor(statement, part, used, ctx),
        rewrites: rewritesFor(statement, used, column, ctx),
      });
    },
  },
});

function isTakenOver({ table }: UsedRelation, name: string, ctx: SqlContext): boolean {
  const later = table && tableById(ctx.final, table.id);
  return later?.columns.some((each) => each.name === name) === true;
}

/** Whether it gets the name that another column of the table had: what code says goes on to mean a column. */
function takesOver({ table }: UsedRelation, { part, newName }: Rename): boolean {
  return table?.columns.some(({ name, firstName }) => name !== part && firstName === newName) === true;
}

function messageFor({ newName }: Rename, part: string, { name, since }: UsedRelation, ctx: SqlContext): string {
  const [from, to] = [quoteIdentifier(part), quoteIdentifier(newName)];
  const lock = lockWords(ctx.effects(), name);
  const moment = lock === undefined ? "" : ` The rename itself takes ${lock} for a moment.`;
  return `From the commit on ${name} has no column ${from}: code that runs until the new one does fails (column "${part}" does not exist), and the new code fails until then. ${since}${moment} Instead: add ${to}, keep both in step by a trigger, fill it in batches, deploy code that uses ${to}, and drop ${from} in a later deploy.`;
}

function rewritesFor(
  statement: Rename,
  used: UsedRelation,
  column: Column | undefined,
  ctx: SqlContext,
): readonly Rewrite[] {
  const growing = growingTable(used);
  if (growing === undefined || column === undefined || column.identity !== undefined || statement.ifExists) return [];
  const { table } = growing;
  // A trigger or a policy may speak of the column, and holds it then.
  if (table.triggers.length > 0 || table.policies.length > 0 || !isReplaceable(ctx, table, column, column)) return [];
  if (table.columns.some((each) => each.name === statement.newName)) return [];
  const [old, own] = [quoteIdentifier(column.name), quoteIdentifier(statement.newName)];
  const collation = column.collation === undefined ? "" : ` COLLATE ${quoteIdentifier(column.collation)}`;
  const shadow: Shadow = {
    ...growing,
    column,
    shadow: statement.newName,
    type: typeText(column) + collation,
    sync: syncLines(old, own, column),
    value: old,
    missing: `${own} IS NULL AND ${old} IS NOT NULL`,
  };
  const steps = replaceByName(ctx, shadow);
  if (steps === undefined) return [];
  const title = `Let ${column.name} and ${statement.newName} stand side by side until no code uses ${column.name}`;
  return [{ title, safe: false, replaces: statement.range, ...steps }];
}

/** Types that Postgres has no equality for; their text has. */
const WITHOUT_EQUALITY: ReadonlySet<string> = new Set(["json", "xml", "point", "polygon"]);

/**
 * What is written to one is written to the other; where both are, the new name is meant, for the old one may have a
 * default. A row that is not filled yet is filled by whatever changes it, for a NOT NULL is demanded of it then.
 */
function syncLines(old: string, own: string, { type }: Column): readonly string[] {
  const cast = WITHOUT_EQUALITY.has(type) ? "::text" : "";
  return [
    `IF TG_OP = 'INSERT' THEN`,
    `  IF NEW.${own} IS NULL THEN`,
    `    NEW.${own} := NEW.${old};`,
    `  ELSE`,
    `    NEW.${old} := NEW.${own};`,
    `  END IF;`,
    `ELSIF NEW.${own}${cast} IS DISTINCT FROM OLD.${own}${cast} THEN`,
    `  NEW.${old} := NEW.${own};`,
    `ELSIF NEW.${old}${cast} IS DISTINCT FROM OLD.${old}${cast} OR NEW.${own} IS NULL THEN`,
    `  NEW.${own} := NEW.${old};`,
    `END IF;`,
  ];
}
