import type { DoBlock, DoStatement, Statement, Surrounding } from "../sql/statement.ts";
import type { CatalogReader } from "./catalog.ts";
import { conditionHolds } from "./catalog-condition.ts";
import type { Draft } from "./draft.ts";
import { removeConstraint } from "./remove-part.ts";
import { findTableEntry } from "./resolve.ts";

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
  for (const part of statements) {
    if (!isTaken(draft, part)) continue;
    if (dynamic) dropKeyBefore(draft, part.statement);
    apply(draft, part.statement);
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

function isTaken(reader: CatalogReader, { inside }: DoStatement): boolean {
  return inside.every((around) => mayRun(reader, around));
}

function mayRun(reader: CatalogReader, around: Surrounding): boolean {
  switch (around.kind) {
    case "condition": {
      const holds = conditionHolds(reader, around.condition.text);
      return holds === undefined ? around.holds : holds === around.holds;
    }
    case "handler":
      return false;
    case "afterReturn":
      return !around.inside.every((other) => surelyRuns(reader, other));
    default:
      return true;
  }
}

function surelyRuns(reader: CatalogReader, around: Surrounding): boolean {
  return around.kind === "condition" && conditionHolds(reader, around.condition.text) === around.holds;
}
