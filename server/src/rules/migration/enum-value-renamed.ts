import { quotedName } from "../../catalog/quoted-name.ts";
import { findType } from "../../catalog/resolve.ts";
import { isMadeHere } from "../../engine/made-here.ts";
import { defineRule } from "../../engine/rule.ts";

/** A value of an enum that running code knows by its old label. */
export default defineRule({
  id: "enum-value-renamed",
  group: "migration",
  title: "Enum value renamed under running code",
  severity: "high",
  tag: "confirmed",
  why: "From the commit on the old label is no value of the type: code that writes or compares it fails with an error, and code that reads rows meets a label that it does not know.",
  remedy: "Add the new label, let the code know both, move the rows in batches, and stop using the old one.",
  sources: ["migrationpilot/MP060", "strong_migrations/rename_enum_value"],
  references: ["https://www.postgresql.org/docs/current/sql-altertype.html"],
  on: {
    alterEnum(statement, ctx) {
      const { change, name } = statement;
      if (change.kind !== "renameValue") return;
      const type = findType(ctx.before, name)?.entry;
      if (isMadeHere(type?.origin, ctx.file)) return;
      const [from, to] = [`'${change.from}'`, `'${change.to}'`];
      const shown = quotedName(type?.schema ?? name.schema ?? "public", name.name);
      const message = `From the commit on ${from} is no value of ${shown}: code that runs until the new one does fails when it writes or compares ${from} ("invalid input value for enum"), and reads ${to}, which it does not know. Write ALTER TYPE ${shown} ADD VALUE ${to}, deploy code that reads both labels and then writes the new one, move the rows in batches, and leave ${from} unused.`;
      ctx.report({ range: statement.range, message });
    },
  },
});
