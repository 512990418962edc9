import { quotedName, quoteIdentifier } from "../../catalog/quoted-name.ts";
import { membersOf } from "../../catalog/schema-members.ts";
import { isMadeHere } from "../../engine/made-here.ts";
import { defineRule, type SqlContext } from "../../engine/rule.ts";
import type { ObjectName } from "../../sql/statement.ts";
import { listed } from "../support/goes-with.ts";

/** A schema that goes, with CASCADE together with all that is in it. */
export default defineRule({
  id: "schema-dropped",
  group: "migration",
  title: "Schema dropped",
  severity: "high",
  tag: "critical",
  why: "DROP SCHEMA … CASCADE drops every table of the schema with its rows, and what elsewhere depends on them, whatever was put there since the migration was written. Every query that names the schema fails from the commit on.",
  remedy: "Drop what is in it by name, in migrations of their own, and the empty schema last, without CASCADE.",
  sources: [
    "pgls/banDropSchema",
    "pgfence/drop-schema",
    "pgfence/drop-schema-cascade",
    "migrationpilot/MP035",
    "atlas/DS101",
  ],
  references: ["https://www.postgresql.org/docs/current/sql-dropschema.html"],
  on: {
    drop(statement, ctx) {
      if (statement.objectKind !== "schema") return;
      for (const name of statement.names) {
        if (isAllOfThisFile(name.name, ctx)) continue;
        reportSchema(name, statement.cascade ? "cascade" : "alone", ctx);
      }
    },
  },
});

/** Whether the schema holds something, and this file made all of it. */
function isAllOfThisFile(schema: string, { before, file }: SqlContext): boolean {
  const held = membersOf(before, schema).flatMap((key) => before.get(key) ?? []);
  return held.length > 0 && held.every((entry) => "origin" in entry && isMadeHere(entry.origin, file));
}

function reportSchema({ name, range }: ObjectName, how: "cascade" | "alone", ctx: SqlContext): void {
  const shown = quoteIdentifier(name);
  const held = membersOf(ctx.before, name).flatMap((key) => {
    const entry = ctx.before.get(key);
    const isShown = entry !== undefined && "schema" in entry && "name" in entry && entry.kind !== "sequence";
    return isShown ? [{ shown: `the ${entry.kind} ${quotedName(entry.schema ?? name, entry.name)}` }] : [];
  });
  if (how === "alone") {
    const refused = `Postgres refuses this, for the schema holds ${listed(held)}. Drop or move these first.`;
    const bare = `Code that runs until the deploy is over and still names ${shown}, as a qualifier or in search_path, finds it gone from the commit on; while something is in it, Postgres refuses. Deploy code that does not name ${shown} first.`;
    const about = held.length > 0 ? ({} as const) : ({ severity: "low", tag: "concern" } as const);
    ctx.report({ range, message: held.length > 0 ? refused : bare, ...about });
    return;
  }
  const what = held.length > 0 ? `: ${listed(held)}, and whatever else is there when this runs` : "";
  const message = `Everything in ${shown} goes with it, rows included${what}, and what elsewhere depends on that. Only a backup brings it back, and code that still names ${shown} fails from the commit on. Drop what is in it by name, after the deploy of code that does not use it, and the empty schema last, without CASCADE.`;
  ctx.report({ range, message });
}
