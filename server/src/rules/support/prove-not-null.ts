import type { Table } from "../../catalog/catalog.ts";
import { freeConstraintName } from "../../catalog/generated-name.ts";
import { notNullNameOf } from "../../catalog/not-null.ts";
import { quoteIdentifier } from "../../catalog/quoted-name.ts";
import { saysNotNull } from "../../effects/implied-not-null.ts";
import type { ActionContext, RewriteStep } from "../../engine/rule.ts";
import { alterTableText } from "./alter-table-text.ts";
import { knownTable } from "./made-constraint.ts";
import { validateStep } from "./validate-later.ts";

/** From this version on a NOT NULL is a constraint, which can be added NOT VALID. */
const NOT_NULL_NOT_VALID = 18;

/** The steps that make a column NOT NULL without reading it under a lock that others wait for. */
export function proveNotNull(column: string, ctx: ActionContext): readonly RewriteStep[] {
  const table = knownTable(ctx.before, ctx.alter.name);
  const found = table?.columns.find(({ name }) => name === column);
  if (table !== undefined && found?.notNullNotValid) return [validateStep(notNullNameOf(table, found), ctx)];
  return ctx.file.engine.version >= NOT_NULL_NOT_VALID ? asConstraint(column, table, ctx) : byCheck(column, table, ctx);
}

function asConstraint(column: string, table: Table | undefined, ctx: ActionContext): readonly RewriteStep[] {
  // The name that SET NOT NULL would have given it.
  const name = freeName(column, table, ctx);
  const add = `ADD CONSTRAINT ${quoteIdentifier(name)} NOT NULL ${quoteIdentifier(column)} NOT VALID`;
  return [
    { sql: alterTableText(ctx.alter, add), transaction: "with-last", words: `add ${name}` },
    validateStep(name, ctx),
  ];
}

function byCheck(column: string, table: Table | undefined, ctx: ActionContext): readonly RewriteStep[] {
  const name = freeName(column, table, ctx);
  const check = quoteIdentifier(name);
  return [
    {
      sql: alterTableText(
        ctx.alter,
        `ADD CONSTRAINT ${check} CHECK (${quoteIdentifier(column)} IS NOT NULL) NOT VALID`,
      ),
      transaction: "with-last",
      words: `add ${name}`,
    },
    validateStep(name, ctx),
    setNotNullStep(column, ctx),
    { sql: alterTableText(ctx.alter, `DROP CONSTRAINT ${check}`), transaction: "with-last", words: `drop ${name}` },
  ];
}

function freeName(column: string, table: Table | undefined, { alter, before }: ActionContext): string {
  const schema = table?.schema ?? alter.name.schema ?? "public";
  return freeConstraintName(before, schema, {
    first: table?.name ?? alter.name.name,
    second: column,
    label: "not_null",
  });
}

/** SET NOT NULL, which reads no row where a CHECK has been validated before. */
export function setNotNullStep(column: string, { alter }: ActionContext): RewriteStep {
  return {
    sql: alterTableText(alter, `ALTER COLUMN ${quoteIdentifier(column)} SET NOT NULL`),
    transaction: "own",
    words: `${column} not null`,
  };
}

/** A CHECK that says so already and has only to be validated. */
export function waitingCheck(column: string, table: Table | undefined): string | undefined {
  return table?.constraints.find(
    ({ kind, validated, notEnforced, expression }) =>
      kind === "check" && !validated && !notEnforced && expression !== undefined && saysNotNull(expression, column),
  )?.name;
}
