import { serialType } from "../catalog/column-type.ts";
import type { AddColumn, Constraint } from "../sql/statement.ts";
import { type ActionEffect, changes } from "./action-effect.ts";
import { assumption, type Fact } from "./fact.ts";
import { checkKey, foreignKeysIn, lockReferenced } from "./foreign-key.ts";
import { type Context, rewrite, type Subject, scan } from "./subject.ts";
import { isConstrainedDomain } from "./type-change.ts";
import { unknownCall, volatilityOf } from "./volatility.ts";

/** What ADD COLUMN does; `changed` are the table and what is below it. */
export function addColumnEffect(
  context: Context,
  table: Subject,
  changed: readonly Subject[],
  action: AddColumn,
): ActionEffect {
  const { column } = action;
  const isThere = table.table?.columns.some(({ name }) => name === column.name.name) === true;
  if (action.ifNotExists && isThere) return changes("ACCESS EXCLUSIVE", "table");
  return changes("ACCESS EXCLUSIVE", "family", [
    ...fillFacts(context, changed, action),
    ...(checksRows(column.constraints) ? scan(changed) : []),
    ...foreignKeysIn(column.constraints).flatMap((key) => [
      ...lockReferenced(context, key, table),
      ...checkNewKey(context, changed, action, key),
    ]),
  ]);
}

// A value that is the same for all rows is kept once in the catalogue; any other is written into every row.
function fillFacts(context: Context, changed: readonly Subject[], { column }: AddColumn): readonly Fact[] {
  const { constraints, type } = column;
  const isSerial = type !== undefined && serialType(type) !== undefined;
  const isStored = constraints.some((each) => each.kind === "generated" && each.storage === "stored");
  const isIdentity = constraints.some(({ kind }) => kind === "identity");
  if (isSerial || isStored || isIdentity) return rewrite(changed);
  if (type !== undefined && isConstrainedDomain(context, type)) return rewrite(changed);
  const text = defaultOf(constraints);
  const volatility = text === undefined ? "same for all rows" : volatilityOf(text);
  if (text === undefined || volatility === "same for all rows") return [];
  if (volatility === "volatile") return rewrite(changed);
  return [
    ...rewrite(changed),
    assumption(`The function ${unknownCall(text)} is volatile: a stable one would rewrite no rows.`),
  ];
}

function checksRows(constraints: readonly Constraint[]): boolean {
  // NOT NULL without a default fails on the first row, but only a table without rows is not read for it.
  const hasValue = defaultOf(constraints) !== undefined;
  return constraints.some(
    (constraint) =>
      constraint.kind === "unique" ||
      constraint.kind === "primaryKey" ||
      (constraint.kind === "check" && !constraint.notEnforced) ||
      (constraint.kind === "notNull" && !hasValue),
  );
}

// Without a default all new values are null, and Postgres knows that nulls point nowhere.
function checkNewKey(
  context: Context,
  changed: readonly Subject[],
  { column }: AddColumn,
  key: ReturnType<typeof foreignKeysIn>[number],
): readonly Fact[] {
  if (!isFilled({ column })) return [];
  const isNull = defaultOf(column.constraints)?.toLowerCase() === "null";
  return isNull ? scan(changed) : checkKey(context, key, changed);
}

/** Whether the new column gets something else than null, as far as its text says: a default, a sequence, an expression. */
export function isFilled({ column }: Pick<AddColumn, "column">): boolean {
  const { constraints, type } = column;
  if (type !== undefined && serialType(type) !== undefined) return true;
  return constraints.some(({ kind }) => kind === "default" || kind === "identity" || kind === "generated");
}

function defaultOf(constraints: readonly Constraint[]): string | undefined {
  for (const constraint of constraints) if (constraint.kind === "default") return constraint.expression.text;
  return undefined;
}
