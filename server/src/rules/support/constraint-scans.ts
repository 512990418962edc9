import { effectsOf } from "../../effects/effects-of.ts";
import type { ActionContext } from "../../engine/rule.ts";
import type { AddColumn, AlterTableAction, Constraint } from "../../sql/statement.ts";

/** A constraint that a subcommand of ALTER TABLE adds. */
export interface AddedConstraint<Kind extends Constraint = Constraint> {
  readonly constraint: Kind;
  /** The ADD COLUMN that it stands at, where it stands inline. */
  readonly addColumn: AddColumn | undefined;
}

/** The constraints that the subcommand adds: its own, or those of its column. */
export function constraintsAdded(action: AlterTableAction): readonly AddedConstraint[] {
  if (action.kind === "addConstraint") return [{ constraint: action.constraint, addColumn: undefined }];
  if (action.kind !== "addColumn") return [];
  return action.column.constraints.map((constraint) => ({ constraint, addColumn: action }));
}

/** The relations whose every row is read for this constraint, and not for another part of the statement. */
export function constraintScans(
  { constraint, addColumn }: AddedConstraint,
  action: AlterTableAction,
  ctx: ActionContext,
): readonly string[] {
  if (addColumn === undefined) return actionScans(action, ctx);
  const already = actionScans(withConstraints(addColumn, []), ctx, action);
  return actionScans(withConstraints(addColumn, [constraint]), ctx, action).filter(
    (relation) => !already.includes(relation),
  );
}

/**
 * The relations whose every row the subcommand reads by itself, on the file's version; `instead` is the statement's own
 * one that it stands for.
 */
export function actionScans(
  action: AlterTableAction,
  { alter, before, file }: ActionContext,
  instead: AlterTableAction = action,
): readonly string[] {
  const scansOf = (actions: readonly AlterTableAction[]) =>
    effectsOf({ ...alter, actions }, before, file.engine.version).scans;
  // New columns without a value, and what is dropped first, decide what must be looked at.
  const others = alter.actions.filter((other) => other !== instead && PREPARES.has(other.kind));
  return scansOf([...others.filter((other) => scansOf([other]).length === 0), action]);
}

const PREPARES: ReadonlySet<AlterTableAction["kind"]> = new Set([
  "addColumn",
  "dropColumn",
  "dropConstraint",
  "dropNotNull",
]);

/** The same new column with what gives it its values, and with these constraints in place of the others. */
function withConstraints(action: AddColumn, constraints: readonly Constraint[]): AddColumn {
  const fills = action.column.constraints.filter(({ kind }) => FILLS.has(kind));
  return { ...action, column: { ...action.column, constraints: [...fills, ...constraints] } };
}

const FILLS: ReadonlySet<Constraint["kind"]> = new Set(["default", "identity", "generated"]);
