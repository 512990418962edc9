import type { CatalogEntry } from "../../catalog/catalog.ts";
import { quotedName, quoteIdentifier } from "../../catalog/quoted-name.ts";
import { findRelation, findTable, findType } from "../../catalog/resolve.ts";
import { findRoutine } from "../../catalog/routines.ts";
import { isMadeHere } from "../../engine/made-here.ts";
import { defineRule, type SqlContext } from "../../engine/rule.ts";
import type { DropObjects, ObjectKind, ObjectName, TypeName } from "../../sql/statement.ts";
import { usedRelation } from "../support/used-relation.ts";

/** A view, a routine, a type or a default that code may still rest on. */
export default defineRule({
  id: "object-dropped",
  group: "migration",
  set: "strict",
  title: "View, function, type or default dropped",
  severity: "low",
  tag: "concern",
  why: "From the commit on, queries that read the view or call the function fail, casts to the type fail, and writers that left a column to its default write NULL.",
  remedy: "First deploy code that does not use it, then drop it, in a migration of its own.",
  sources: ["squawk/ban-drop-view", "squawk/ban-drop-function", "squawk/ban-drop-type", "squawk/ban-drop-default"],
  references: ["https://www.postgresql.org/docs/current/ddl-depend.html"],
  on: {
    drop(statement, ctx) {
      const what = USES[statement.objectKind];
      if (what === undefined) return;
      for (const [place, name] of statement.names.entries()) {
        const signature = statement.signatures?.[place];
        const before = entryOf(statement.objectKind, name, signature, ctx.before);
        // What this file made nobody uses yet, and what it makes again stays.
        if (isOfThisFile(before, ctx)) continue;
        if (isOfThisFile(entryOf(statement.objectKind, name, signature, ctx.final), ctx)) continue;
        const shown = quotedName(schemaOf(before) ?? name.schema ?? "public", name.name);
        const message = `From the commit on, code that runs until the deploy is over and still ${what} ${shown} fails. Deploy code that does not use ${shown} first, then drop it.`;
        ctx.report({ range: name.range, message });
      }
    },
    action(action, ctx) {
      if (action.kind !== "dropDefault") return;
      const used = usedRelation(ctx.alter.name, ctx);
      if (used === undefined) return;
      const { name } = action.column;
      const inTheEnd = findTable(ctx.final, ctx.alter.name)?.columns.find((column) => column.name === name);
      const before = used.table?.columns.find((column) => column.name === name);
      if (used.table?.columnsKnown === true && before?.default === undefined) return;
      if (inTheEnd?.default !== undefined || inTheEnd?.identity !== undefined) return;
      const shown = `${used.name}.${quoteIdentifier(name)}`;
      const effect = before?.notNull === true ? "is refused, for the column is NOT NULL" : "writes NULL";
      const message = `From the commit on, code that runs until the deploy is over and leaves ${shown} to its default ${effect}. Deploy code that always gives the value first, then drop the default.`;
      ctx.report({ range: action.range, message });
    },
  },
});

const USES: Readonly<Partial<Record<ObjectKind, string>>> = {
  view: "reads",
  "materialized view": "reads",
  function: "calls",
  procedure: "calls",
  routine: "calls",
  aggregate: "calls",
  type: "casts to",
  domain: "casts to",
};

function entryOf(
  kind: DropObjects["objectKind"],
  name: ObjectName,
  signature: readonly TypeName[] | undefined,
  reader: SqlContext["before"],
): CatalogEntry | undefined {
  if (kind === "view" || kind === "materialized view") return findRelation(reader, name)?.entry;
  if (kind === "type" || kind === "domain") return findType(reader, name)?.entry;
  // A function that is made again may take other arguments.
  return findRoutine(reader, name, signature)?.entry ?? findRoutine(reader, name)?.entry;
}

function isOfThisFile(entry: CatalogEntry | undefined, { file }: SqlContext): boolean {
  return entry !== undefined && "origin" in entry && isMadeHere(entry.origin, file);
}

function schemaOf(entry: CatalogEntry | undefined): string | undefined {
  return entry !== undefined && "schema" in entry ? entry.schema : undefined;
}
