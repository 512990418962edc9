import { schemaKey } from "../../catalog/keys.ts";
import { quoteIdentifier } from "../../catalog/quoted-name.ts";
import { defineRule, type Migration } from "../../engine/rule.ts";

/** A schema that running code knows by its old name. */
export default defineRule({
  id: "schema-renamed",
  group: "migration",
  title: "Schema renamed under running code",
  severity: "high",
  tag: "confirmed",
  why: "From the commit on each statement that names the old schema fails, and each search_path that names it finds nothing, in functions as well: until every process has been replaced, the application is down.",
  remedy:
    "Keep the name. Where it must go, move one table at a time, with a view left in its place until nothing uses that.",
  sources: ["pgfence/rename-schema", "strong_migrations/rename_schema"],
  references: ["https://www.postgresql.org/docs/current/sql-alterschema.html"],
  on: {
    migration(migration, ctx) {
      for (const each of migration.statements) {
        const { statement } = each;
        if (statement.kind !== "rename" || statement.objectKind !== "schema") continue;
        const { name } = statement.name;
        if (ctx.base.get(schemaKey(name)) === undefined && isMadeHere(migration, name)) continue;
        const message = messageFor(quoteIdentifier(name), quoteIdentifier(statement.newName));
        ctx.report({ range: ctx.at(each, statement.range), message });
      }
    },
  },
});

function isMadeHere({ statements }: Migration, name: string): boolean {
  return statements.some(({ statement }) => statement.kind === "createSchema" && statement.name === name);
}

function messageFor(from: string, to: string): string {
  return `From the commit on there is no schema ${from}: every query, function body and search_path that names it fails, in all of the code that runs until the new one does. Keep ${from}. Where the name must go, make ${to}, move one table at a time, and leave a view of it in ${from} until nothing uses that.`;
}
