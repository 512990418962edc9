import type { TypeEntry } from "../../catalog/catalog.ts";
import { typeKey } from "../../catalog/keys.ts";
import { quotedName, quoteIdentifier } from "../../catalog/quoted-name.ts";
import { findType } from "../../catalog/resolve.ts";
import { type ActionContext, defineRule } from "../../engine/rule.ts";
import type { AlterColumnType } from "../../sql/statement.ts";
import { listed } from "../support/goes-with.ts";
import { usedRelation } from "../support/used-relation.ts";

/** Values of an enum that are no values any more, though rows or running code may hold them. */
export default defineRule({
  id: "enum-value-removed",
  group: "migration",
  title: "Enum value taken away",
  severity: "medium",
  tag: "confirmed",
  why: "Postgres takes no value off an enum, so the type is made anew and each column converted: the conversion fails where a row holds the value that is gone, and from the commit on code that still writes it fails. Deleting it from pg_enum leaves rows that nobody can read.",
  remedy:
    "Leave the value in the type, move its rows to another one, and keep it out with a CHECK that is added NOT VALID and validated after.",
  sources: ["migrationpilot/MP024"],
  references: ["https://www.postgresql.org/docs/current/datatype-enum.html"],
  on: {
    delete(statement, ctx) {
      const target = statement.targets.find(
        ({ schema, name }) => name === "pg_enum" && (schema === undefined || schema === "pg_catalog"),
      );
      if (target === undefined) return;
      const message =
        'Rows hold an enum\'s value by the number of its row in pg_enum: whatever holds this one cannot be read or dumped any more ("invalid internal value for enum"). Leave the value in the type, move its rows to another one, and keep it out with a CHECK.';
      ctx.report({ range: statement.range, message, severity: "critical", tag: "critical" });
    },
    action(action, ctx) {
      if (action.kind === "alterColumnType") reportConversion(action, ctx);
    },
  },
});

function reportConversion(action: AlterColumnType, ctx: ActionContext): void {
  const used = usedRelation(ctx.alter.name, ctx);
  const column = used?.table?.columns.find(({ name }) => name === action.column.name);
  if (used === undefined || column?.typeSchema === undefined) return;
  const old = ctx.before.get(typeKey(column.typeSchema, column.type));
  const fresh = findType(ctx.before, action.type)?.entry;
  if (old?.kind !== "type" || old.form !== "enum" || fresh?.form !== "enum") return;
  const gone = old.values.filter((value) => !fresh.values.includes(value));
  if (gone.length === 0) return;
  const shown = `${used.name}.${quoteIdentifier(column.name)}`;
  const values = listed(gone.map((value) => ({ shown: literal(value) })));
  const [them, are] = gone.length === 1 ? ["it", "is no value"] : ["one of them", "are no values"];
  ctx.report({
    range: action.type.range,
    message: `${values} ${are} of the new type: this fails on the first row of ${used.name} whose ${quoteIdentifier(column.name)} holds ${them}, unless USING turns it into another, and from the commit on code that still writes ${them} fails. Leave the values in ${typeName(old)}: deploy code that writes none of these, move the rows in batches, and keep them out with CHECK (${quoteIdentifier(column.name)} NOT IN (${gone.map(literal).join(", ")})) on ${shown}, NOT VALID first and validated in the next migration.`,
  });
}

function typeName({ schema, name }: TypeEntry): string {
  return quotedName(schema, name);
}

function literal(value: string): string {
  return `'${value.replaceAll("'", "''")}'`;
}
