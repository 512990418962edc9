import { quotedName } from "../../catalog/quoted-name.ts";
import { defineRule, type Fix, type GivenType, type SqlContext } from "../../engine/rule.ts";
import type { TypeName } from "../../sql/statement.ts";
import { restsOnClockDigits } from "../rests-on-clock-digits.ts";

/** A moment stored as clock digits without the zone they were read in. */
export default defineRule({
  id: "timestamp-without-time-zone",
  group: "schema",
  title: "Moment stored without its time zone",
  severity: "medium",
  tag: "confirmed",
  fixable: true,
  why: "`timestamp` keeps the digits of a clock and drops the zone, so the same row means another moment to every session whose TimeZone differs.",
  remedy: "`timestamptz` stores the moment itself in the same eight bytes, and shows it in each session's own zone.",
  sources: [
    "squawk/prefer-timestamp-tz",
    "pgls/preferTimestamptz",
    "pgfence/prefer-timestamptz",
    "migrationpilot/MP040",
    "schemalint/prefer-timestamptz-to-timestamp",
  ],
  references: ["https://www.postgresql.org/docs/current/datatype-datetime.html#DATATYPE-TIMEZONES"],
  on: {
    columnType(type, ctx) {
      if (type.schema !== undefined || type.name !== "timestamp" || isTemporary(ctx)) return;
      ctx.report({ range: type.range, message: messageFor(type, ctx.given), fixes: fixesFor(type, ctx, ctx.given) });
    },
  },
});

function messageFor(type: TypeName, given: GivenType): string {
  const owner = quotedName(given.owner.schema ?? "public", given.owner.name);
  const what = given.column === undefined ? `The domain ${owner}` : `${owner}.${given.column}`;
  const instead = withTimeZone(type);
  return `${what} keeps clock digits without their time zone: another TimeZone setting reads another moment. Write ${instead}: it keeps the moment, in the same eight bytes.`;
}

/** The same type with time zone: precision, array marks and the writer's case kept. */
function withTimeZone(type: TypeName): string {
  const word = type.text === type.text.toUpperCase() ? "TIMESTAMPTZ" : "timestamptz";
  const precision = type.modifiers.length > 0 ? `(${type.modifiers.join(", ")})` : "";
  return `${word}${precision}${arrayMarks(type)}`;
}

/** `[]`, `[3]` or ` ARRAY[3]` as they were written. */
function arrayMarks(type: TypeName): string {
  if (type.dimensions === 0) return "";
  const keyword = /\sarray\b/i.exec(type.text);
  const bracket = type.text.indexOf("[");
  const from = keyword?.index ?? bracket;
  return from < 0 ? "" : type.text.slice(from).trimEnd();
}

function fixesFor(type: TypeName, ctx: SqlContext, given: GivenType): Fix[] {
  // A comment inside the type would be lost.
  if (/--|\/\*/.test(type.text) || restsOnClockDigits(ctx, given)) return [];
  const instead = withTimeZone(type);
  return [{ title: `Make it ${instead}`, safe: false, edits: [{ range: type.range, text: instead }] }];
}

/** Rows of a temporary table are one session's, and so is the time zone that they are in. */
function isTemporary({ statement, table }: SqlContext): boolean {
  if (statement.kind === "createTable") return statement.persistence === "temporary";
  return statement.kind === "alterTable" && table(statement.name)?.temporary === true;
}
