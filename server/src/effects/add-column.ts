import { serialType } from "../catalog/column-type.ts";
import type { AddColumn, Constraint } from "../sql/statement.ts";
import { type ActionEffect, changes } from "./action-effect.ts";
import { assumption, type Fact } from "./fact.ts";
import { checkKey, foreignKeysIn, lockReferenced } from "./foreign-key.ts";
import { type Context, rewrite, type Subject, scan, withPartitions } from "./subject.ts";
import { isConstrainedDomain } from "./type-change.ts";
import { unknownCall, volatilityOf } from "./volatility.ts";

/** What ADD COLUMN does; `changed` are the table and what is below it; `filled`: some column of the statement gets a value. */
export function addColumnEffect(
  context: Context,
  table: Subject,
  changed: readonly Subject[],
  action: AddColumn,
  filled: "filled" | "null",
): ActionEffect {
  const { column } = action;
  const isThere = table.table?.columns.some(({ name }) => name === column.name.name) === true;
  if (action.ifNotExists && isThere) return alreadyThere(context, table, changed, action, filled);
  return changes("ACCESS EXCLUSIVE", "family", [
    ...fillFacts(context, changed, action),
    ...checkFacts(context, table, changed, action),
    ...foreignKeysIn(column.constraints).flatMap((key) => [
      ...lockReferenced(context, key, table),
      ...checkNewKey(context, table, action, key, filled),
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

// Until 12 only the column itself was passed over; its constraints came nevertheless.
function alreadyThere(
  context: Context,
  table: Subject,
  changed: readonly Subject[],
  action: AddColumn,
  filled: "filled" | "null",
): ActionEffect {
  const { constraints } = action.column;
  if (context.version > 12) return changes("ACCESS EXCLUSIVE", "table");
  const isShared = constraints.some(({ kind }) => kind === "check");
  return changes("ACCESS EXCLUSIVE", isShared ? "family" : "table", [
    ...(isShared ? scan(changed) : []),
    ...(constraints.some(isKey) ? scan(withPartitions(context, table)) : []),
    ...foreignKeysIn(constraints).flatMap((key) => [
      ...lockReferenced(context, key, table),
      ...checkNewKey(context, table, action, key, filled),
    ]),
  ]);
}

function isKey({ kind }: Constraint): boolean {
  return kind === "unique" || kind === "primaryKey";
}

// Keys are for the table and its partitions, everything else for tables that inherit too.
function checkFacts(
  context: Context,
  table: Subject,
  changed: readonly Subject[],
  { column: { constraints } }: AddColumn,
): readonly Fact[] {
  // NOT NULL without a default fails on the first row, but only a table without rows is not read for it.
  const hasValue = defaultOf(constraints) !== undefined;
  const isChecked = constraints.some(
    (constraint) =>
      (constraint.kind === "check" && !constraint.notEnforced) || (constraint.kind === "notNull" && !hasValue),
  );
  if (isChecked) return scan(changed);
  return constraints.some(isKey) ? scan(withPartitions(context, table)) : [];
}

// Without a default all new values are null, and Postgres knows that nulls point nowhere. On 12 a default of another
// column of the statement made it look at the rows, to find nothing that it had to look for at the other end.
function checkNewKey(
  context: Context,
  table: Subject,
  { column }: AddColumn,
  key: ReturnType<typeof foreignKeysIn>[number],
  filled: "filled" | "null",
): readonly Fact[] {
  const isLookedAt = isFilled({ column }) || (context.version < 13 && filled === "filled");
  if (!isLookedAt || key.notEnforced) return [];
  const checked = withPartitions(context, table);
  const isNull = !isFilled({ column }) || defaultOf(column.constraints)?.toLowerCase() === "null";
  return isNull ? scan(checked) : checkKey(context, key, checked);
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
