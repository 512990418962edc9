import { quoteIdentifier } from "../../catalog/quoted-name.ts";
import { findRelation } from "../../catalog/resolve.ts";
import { type ActionContext, defineRule, type SqlContext } from "../../engine/rule.ts";
import type { DropObjects, ObjectName, Rename } from "../../sql/statement.ts";
import type { Range } from "../../text/range.ts";
import { routinesNaming, triggersTaking } from "../support/breaks-with.ts";
import { type Dependent, dependentsOfColumn, dependentsOfDrop, listed } from "../support/goes-with.ts";
import { NAMED_IN_QUERIES } from "../support/named-in-queries.ts";
import { usedRelation } from "../support/used-relation.ts";

/** Something that goes or changes though objects of the database still use it. */
export default defineRule({
  id: "drop-breaks-dependents",
  group: "migration",
  title: "Still used in the database",
  severity: "high",
  tag: "confirmed",
  why: "Postgres refuses to drop what a view, a foreign key, a default or a trigger rests on, and to change the type of a column that a view reads: the migration fails. It does not look into the bodies of functions: those fail when they are next called, and a trigger's function fails each write.",
  remedy: "Change or drop what uses it first, in the same migration or an earlier one.",
  sources: ["migrationpilot/MP052"],
  references: ["https://www.postgresql.org/docs/current/ddl-depend.html"],
  on: {
    drop(statement, ctx) {
      if (ctx.nested || !hasOrder(ctx)) return;
      const dependents = statement.cascade ? [] : dependentsOfDrop(ctx.before, statement);
      if (dependents.length > 0) reportRefusal(statement.keyword, dependents, ctx);
      else reportBodies(statement, ctx);
    },
    action(action, ctx) {
      if (ctx.nested || !hasOrder(ctx) || (action.kind !== "dropColumn" && action.kind !== "alterColumnType")) return;
      const table = ctx.table(ctx.alter.name);
      if (table === undefined) return;
      const { name, range } = action.column;
      const found = dependentsOfColumn(ctx.before, table, name).filter(({ shown }) => !isGoneBeside(shown, ctx));
      if (action.kind === "alterColumnType") {
        const readers = found.filter(({ loss }) => loss !== "rule");
        if (readers.length > 0) reportTypeRefusal(range, readers, ctx);
        return;
      }
      if (!action.cascade && found.length > 0) reportRefusal(range, found, ctx);
      else reportBody({ range, name: ctx.alter.name, column: name, does: "is gone" }, ctx);
    },
    rename(statement, ctx) {
      const { name, objectKind, part, range } = statement;
      const isColumn = objectKind === "column";
      if (ctx.nested || !hasOrder(ctx) || (!isColumn && !NAMED_IN_QUERIES.has(objectKind))) return;
      reportBody({ range, name, column: isColumn ? part : undefined, does: `is called ${newName(statement)}` }, ctx);
    },
  },
});

/** In which order scripts run that belong to no history, and so what still stands when one drops something, is not known. */
function hasOrder({ file }: SqlContext): boolean {
  return file.folder !== undefined;
}

function newName({ newName: name }: Rename): string {
  return quoteIdentifier(name);
}

/** A column that the same statement drops before. */
function isGoneBeside(shown: string, { alter, statement }: ActionContext): boolean {
  if (statement.kind !== "alterTable") return false;
  return alter.actions.some(
    (each) => each.kind === "dropColumn" && shown.endsWith(`.${quoteIdentifier(each.column.name)}`),
  );
}

function reportRefusal(range: Range, dependents: readonly Dependent[], ctx: SqlContext): void {
  const [rest, them] = dependents.length === 1 ? ["rests", "it"] : ["rest", "them"];
  const message = `Postgres refuses this, and the migration fails: ${listed(dependents)} ${rest} on it. Change or drop ${them} first, once no running code uses ${them}; CASCADE would take ${them} along without a word.`;
  ctx.report({ range, message });
}

function reportTypeRefusal(range: Range, readers: readonly Dependent[], ctx: SqlContext): void {
  const [read, them] = readers.length === 1 ? ["reads", "it"] : ["read", "them"];
  const message = `Postgres refuses to change the type of this column, and the migration fails: ${listed(readers)} ${read} it. Drop ${them} before and make ${them} again behind it, in one transaction.`;
  ctx.report({ range, message });
}

function reportBodies(statement: DropObjects, ctx: SqlContext): void {
  if (!NAMED_IN_QUERIES.has(statement.objectKind)) return;
  for (const name of statement.names) reportBody({ range: name.range, name, column: undefined, does: "is gone" }, ctx);
}

/** What a function's body may name, and what becomes of it. */
interface Change {
  readonly range: Range;
  readonly name: ObjectName;
  readonly column: string | undefined;
  readonly does: string;
}

function reportBody({ range, name, column, does }: Change, ctx: SqlContext): void {
  const used = usedRelation(name, ctx);
  const schema = (used?.table ?? used?.relation)?.schema;
  if (used === undefined || schema === undefined || isMadeAgain(name, ctx)) return;
  const named = { schema, relation: name.name, ...(column !== undefined && { column }) };
  const taking = triggersTaking(ctx, named);
  const routines = taking.length > 0 ? taking : routinesNaming(ctx, named);
  if (routines.length === 0) return;
  const shown = column === undefined ? used.name : `${used.name}.${quoteIdentifier(column)}`;
  const isOne = routines.length === 1;
  const who = `${upper(listed(routines))} ${isOne ? "names" : "name"} ${shown}`;
  const each = taking.length > 0 ? `each write to ${used.name}` : `each call of ${isOne ? "it" : "them"}`;
  const message = `${who} in the body, which Postgres does not look into: once ${shown} ${does}, ${each} fails. Replace ${isOne ? "it" : "them"} in this migration.`;
  ctx.report({ range, message, ...(taking.length > 0 ? {} : { severity: "medium", tag: "concern" }) });
}

function upper(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** Whether there is a relation of the name in the end, so that a body that names it may mean that one. */
function isMadeAgain(name: ObjectName, { final, statement }: SqlContext): boolean {
  return statement.kind === "drop" && findRelation(final, name) !== undefined;
}
