import { quotedName } from "../../catalog/quoted-name.ts";
import { findType } from "../../catalog/resolve.ts";
import { isMadeHere } from "../../engine/made-here.ts";
import { defineRule } from "../../engine/rule.ts";

/** A value that an enum can never lose again, and that running code does not know. */
export default defineRule({
  id: "enum-value-added",
  group: "migration",
  set: "all",
  title: "Enum value added",
  severity: "nit",
  tag: "concern",
  why: "A value cannot be taken off an enum again. Code that was deployed before it may fail on the first row that holds it, where its language maps the labels to a closed list.",
  remedy:
    "Deploy readers that know the value before anything writes it. Where values come and go, keep them in a table with a foreign key.",
  sources: ["pgls/avoidAlterEnumAddValue", "pgfence/alter-enum-add-value", "migrationpilot/MP012"],
  references: ["https://www.postgresql.org/docs/current/sql-altertype.html#SQL-ALTERTYPE-ENUM"],
  on: {
    alterEnum(statement, ctx) {
      const { change, name } = statement;
      if (change.kind !== "addValue") return;
      const type = findType(ctx.before, name)?.entry;
      if (isMadeHere(type?.origin, ctx.file) || type?.values.includes(change.value)) return;
      const shown = quotedName(type?.schema ?? name.schema ?? "public", name.name);
      const message = `'${change.value}' stays a value of ${shown} for good: Postgres takes none off. Code that is running may not know it, so deploy what reads it before anything writes it.`;
      ctx.report({ range: statement.range, message });
    },
  },
});
