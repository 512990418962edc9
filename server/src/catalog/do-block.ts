import type { ConditionSurrounding, DoBlock, Statement, Surrounding } from "../sql/statement.ts";
import { conditionHolds } from "./catalog-condition.ts";
import type { Draft } from "./draft.ts";
import { removeConstraint } from "./remove-part.ts";
import { findTableEntry } from "./resolve.ts";

/** Whether a condition holds, as it was when its first statement was reached. */
type Conditions = (around: ConditionSurrounding) => boolean | undefined;

/**
 * DO: its statements in order, as far as they are likely to run. A condition on what the schema holds is looked up. Of
 * one that cannot be known the THEN branch is taken, for what it guards is what the block was written for, and ELSE is
 * not. Exception handlers run only after what the catalogue takes as refused, and are left out.
 */
export function doBlock(
  draft: Draft,
  { statements, dynamic }: DoBlock,
  apply: (draft: Draft, statement: Statement) => void,
): void {
  const conditions = conditionsOf(draft);
  for (const { statement, inside } of statements) {
    if (!inside.every((around) => mayRun(conditions, around))) continue;
    if (dynamic) dropKeyBefore(draft, statement);
    apply(draft, statement);
  }
}

/** A condition is decided once, before its branch changes what it asked for. */
function conditionsOf(draft: Draft): Conditions {
  const decided = new Map<number, boolean | undefined>();
  return ({ condition }) => {
    const { start } = condition.range;
    if (!decided.has(start)) decided.set(start, conditionHolds(draft, condition.text));
    return decided.get(start);
  };
}

function mayRun(conditions: Conditions, around: Surrounding): boolean {
  switch (around.kind) {
    case "condition":
      return (conditions(around) ?? true) === around.holds;
    case "handler":
      return false;
    case "afterReturn":
      return !around.inside.every((other) => other.kind === "condition" && conditions(other) === other.holds);
    default:
      return true;
  }
}

/** A block that adds a primary key where there is one has dropped that by EXECUTE before, for Postgres takes no second. */
function dropKeyBefore(draft: Draft, statement: Statement): void {
  if (statement.kind !== "alterTable") return;
  const adds = statement.actions.some(
    (action) => action.kind === "addConstraint" && action.constraint.kind === "primaryKey",
  );
  const found = adds ? findTableEntry(draft, statement.name) : undefined;
  const key = found?.entry.constraints.find(({ kind }) => kind === "primaryKey");
  if (found !== undefined && key !== undefined) {
    removeConstraint(draft, found.key, key.name, { reach: "all", cascade: false });
  }
}
