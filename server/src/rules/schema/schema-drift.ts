import type { SchemaDifference } from "../../catalog/difference.ts";
import { quotedName } from "../../catalog/quoted-name.ts";
import { type Drift, defineRule } from "../../engine/rule.ts";

/** A dump or a Prisma schema that does not say what the migrations beside it make. */
export default defineRule({
  id: "schema-drift",
  group: "schema",
  title: "Schema file that differs from its migrations",
  severity: "low",
  tag: "confirmed",
  why: "A database that is set up from the file and one that ran the migrations are not the same: what works on a developer's machine or in a test fails in production, or the other way round.",
  remedy: "Add the migration that is missing, or dump the schema anew.",
  sources: [],
  references: ["https://www.prisma.io/docs/orm/prisma-migrate/workflows/team-development"],
  on: {
    drift(drift, ctx) {
      const isPrisma = ctx.file.path.endsWith(".prisma");
      ctx.report({ range: drift.range, message: `${what(drift.difference)} ${remedy(drift, isPrisma)}` });
    },
  },
});

function what(difference: SchemaDifference): string {
  const { table, column, dump, history, inHistory } = difference;
  const name = quotedName(table.schema, table.name);
  const made = inHistory === undefined ? "" : ` (${inHistory.file})`;
  switch (difference.what) {
    case "table":
      return dump === undefined
        ? `The migrations make a table ${name}${made} that is not in this file.`
        : `No migration makes the table ${name}.`;
    case "column":
      return dump === undefined
        ? `The migrations give ${name} a column ${column} of type ${history}${made}, which is not in this file.`
        : `No migration gives ${name} the column ${column}, here ${dump}.`;
    case "type":
      return `${name}.${column} is ${dump} here and ${history} after the migrations${made}.`;
    case "notNull":
      return `${name}.${column} is ${dump} here and ${history} after the migrations${made}.`;
  }
}

function remedy({ difference }: Drift, isPrisma: boolean): string {
  const isNew = difference.history === undefined;
  if (isPrisma)
    return isNew ? "Make the migration with `prisma migrate dev`." : "Let the schema and the migrations agree.";
  return isNew
    ? "Write the migration, or dump the schema anew."
    : "Dump the schema anew, or write the migration that is missing.";
}
