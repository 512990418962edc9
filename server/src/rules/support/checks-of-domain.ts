import type { Column, Table } from "../../catalog/catalog.ts";
import { freeConstraintName } from "../../catalog/generated-name.ts";
import { quotedName, quoteIdentifier } from "../../catalog/quoted-name.ts";
import { findType, tableById } from "../../catalog/resolve.ts";
import type { Rewrite, RewriteStep, SqlContext } from "../../engine/rule.ts";
import { tokenize } from "../../sql/lexer.ts";
import type { AlterDomain, CheckConstraint } from "../../sql/statement.ts";

/** A column of the domain that its table does not have from a parent. */
interface Use {
  readonly table: Table;
  readonly column: Column;
}

/** In place of a new CHECK of a domain one on each column of it, validated table by table; undefined where that cannot be said. */
export function checksInstead({ name, change, range }: AlterDomain, ctx: SqlContext): Rewrite | undefined {
  const uses = usesOf(name, ctx);
  if (change.kind !== "addConstraint" || change.constraint.kind !== "check" || uses.length === 0) return undefined;
  const { constraint } = change;
  const named = uses.map((use) => ({ ...use, check: checkName(constraint, use, uses, ctx) }));
  return {
    title: `Check ${uses.map(({ table, column }) => `${quotedName(table.schema, table.name)} (${column.name})`).join(", ")} instead of the domain ${quotedName(schemaOf(name, ctx), name.name)}`,
    safe: false,
    replaces: range,
    steps: [
      ...named.map(({ table, column, check }): RewriteStep => {
        const condition = withValue(constraint.expression.text, quoteIdentifier(column.name));
        return {
          sql: `ALTER TABLE ${quotedName(table.schema, table.name)} ADD CONSTRAINT ${quoteIdentifier(check)} CHECK (${condition}) NOT VALID`,
          transaction: "with-last",
          words: `add ${check}`,
        };
      }),
      ...named.map(
        ({ table, check }, index): RewriteStep => ({
          sql: `ALTER TABLE ${quotedName(table.schema, table.name)} VALIDATE CONSTRAINT ${quoteIdentifier(check)}`,
          transaction: index === 0 ? "own" : "with-last",
          words: `validate ${check}`,
        }),
      ),
    ],
  };
}

function schemaOf(name: AlterDomain["name"], { before }: SqlContext): string {
  return findType(before, name)?.entry.schema ?? name.schema ?? "public";
}

function usesOf(name: AlterDomain["name"], { before }: SqlContext): readonly Use[] {
  const domain = findType(before, name)?.entry;
  if (domain === undefined) return [];
  const tables = domain.usedBy.flatMap((id) => tableById(before, id) ?? []);
  // Lists of the domain, and what inherits the column, are not said again.
  if (tables.some((table) => table.columns.some((each) => isOf(each, domain) && each.dimensions > 0))) return [];
  return tables.flatMap((table) =>
    table.columns.filter((column) => isOf(column, domain) && !column.inherited).map((column) => ({ table, column })),
  );
}

function isOf({ type, typeSchema }: Column, domain: { readonly schema: string; readonly name: string }): boolean {
  return type === domain.name && (typeSchema === undefined || typeSchema === domain.schema);
}

function checkName({ name }: CheckConstraint, { table, column }: Use, uses: readonly Use[], ctx: SqlContext): string {
  const isOnlyOne = uses.filter((use) => use.table === table).length === 1;
  const isFree = !table.constraints.some((each) => each.name === name?.name);
  if (name !== undefined && isOnlyOne && isFree) return name.name;
  return freeConstraintName(ctx.before, table.schema, { first: table.name, second: column.name, label: "check" });
}

/** The condition with the column in place of VALUE. */
function withValue(condition: string, column: string): string {
  let written = "";
  let end = 0;
  for (const token of tokenize(condition)) {
    const isValue = token.kind === "word" && condition.slice(token.start, token.end).toLowerCase() === "value";
    if (!isValue) continue;
    written += condition.slice(end, token.start) + column;
    end = token.end;
  }
  return written + condition.slice(end);
}
