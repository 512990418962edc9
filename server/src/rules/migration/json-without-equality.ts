import { quotedName, quoteIdentifier } from "../../catalog/quoted-name.ts";
import { defineRule, type GivenType, type SqlContext } from "../../engine/rule.ts";

/** A column of the type json, which Postgres cannot compare. */
export default defineRule({
  id: "json-without-equality",
  group: "migration",
  set: "strict",
  title: "Column of json, which has no equality",
  severity: "low",
  tag: "concern",
  why: "Postgres has no equality for `json`: a SELECT DISTINCT, UNION or GROUP BY that comes to hold the column fails, SELECT * ones on the day that it is added.",
  remedy:
    "`jsonb` has equality, can be indexed, and reads faster; only the text's spaces, key order and doubled keys are lost.",
  sources: [
    "eugene/E3",
    "strong_migrations/add_column_json",
    "online_migrations/add_column_json",
    "pgfence/add-column-json",
  ],
  references: ["https://www.postgresql.org/docs/current/datatype-json.html"],
  on: {
    columnType(type, ctx) {
      const { given } = ctx;
      if (type.name !== "json" || type.dimensions > 0 || !(type.schema === undefined || type.schema === "pg_catalog"))
        return;
      if (given.how === "composite" || isTemporary(ctx)) return;
      ctx.report({ range: type.range, message: messageFor(given) });
    },
  },
});

function messageFor({ owner, column, how }: GivenType): string {
  const name = quotedName(owner.schema ?? "public", owner.name);
  const what = column === undefined ? `The domain ${name} is` : `${name}.${quoteIdentifier(column)} is`;
  const when =
    how === "create" || how === "domain" ? "that holds it" : "that holds it from now on, SELECT DISTINCT * among them,";
  return `${what} json, for which Postgres has no equality: each SELECT DISTINCT, UNION or GROUP BY ${when} fails with "could not identify an equality operator for type json". Write jsonb, unless the text itself must be kept as it came.`;
}

function isTemporary({ statement, table }: SqlContext): boolean {
  if (statement.kind === "createTable") return statement.persistence === "temporary";
  return statement.kind === "alterTable" && table(statement.name)?.temporary === true;
}
