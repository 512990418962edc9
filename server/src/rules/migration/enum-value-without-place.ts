import { quotedName } from "../../catalog/quoted-name.ts";
import { findType } from "../../catalog/resolve.ts";
import { isMadeHere } from "../../engine/made-here.ts";
import { defineRule } from "../../engine/rule.ts";

/** A value of an enum that sorts last because nobody said where. */
export default defineRule({
  id: "enum-value-without-place",
  group: "migration",
  set: "strict",
  title: "Enum value added without a place",
  severity: "nit",
  tag: "concern",
  why: "The values of an enum sort and compare in the order in which they stand. One that is added without BEFORE or AFTER stands last, and no value can be moved later.",
  remedy: "Write AFTER or BEFORE a value, also where it is meant to be the last.",
  sources: ["squawk/require-enum-value-ordering", "pgfence/alter-enum-no-ordering"],
  references: ["https://www.postgresql.org/docs/current/sql-altertype.html#SQL-ALTERTYPE-ENUM"],
  fixable: true,
  on: {
    alterEnum(statement, ctx) {
      const { change, name, range } = statement;
      if (change.kind !== "addValue" || change.before !== undefined || change.after !== undefined) return;
      const type = findType(ctx.before, name)?.entry;
      if (isMadeHere(type?.origin, ctx.file)) return;
      const last = type?.values.at(-1);
      const shown = quotedName(type?.schema ?? name.schema ?? "public", name.name);
      const place = last === undefined ? "AFTER or BEFORE a value" : `AFTER ${literal(last)}, or BEFORE another value`;
      const message = `${literal(change.value)} stands behind all other values of ${shown}, for ORDER BY, <, min() and max() too, and cannot be moved later. Say where it belongs: ${place}.`;
      const isThere = type?.values.includes(change.value) === true;
      const edits = [{ range: { start: range.end, end: range.end }, text: ` AFTER ${literal(last ?? "")}` }];
      const fixes =
        last === undefined || isThere ? [] : [{ title: `Say that it comes after ${literal(last)}`, safe: true, edits }];
      ctx.report({ range, message, fixes });
    },
  },
});

function literal(value: string): string {
  return `'${value.replaceAll("'", "''")}'`;
}
