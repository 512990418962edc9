import { findIndex } from "../catalog/resolve.ts";
import type { AlterColumn, AlterTable, AlterTableAction } from "../sql/statement.ts";
import { type ActionEffect, changes } from "./action-effect.ts";
import { addColumnEffect, isFilled } from "./add-column.ts";
import {
  alterTypeEffect,
  dropColumnEffect,
  dropNotNullEffect,
  setExpressionEffect,
  setNotNullEffect,
} from "./change-column.ts";
import { addConstraintEffect, namedConstraintEffect } from "./change-constraint.ts";
import type { Fact } from "./fact.ts";
import { stronger } from "./lock-conflicts.ts";
import { attachFacts, detachFacts } from "./partitions.ts";
import {
  type Context,
  family,
  lock,
  lockFamily,
  lockIndexes,
  type Subject,
  subjectOf,
  subjectOfTable,
} from "./subject.ts";
import { tableOption } from "./table-options.ts";

/** What ALTER TABLE does: under the strongest lock of its subcommands, all of them; undefined where one is not known. */
export function alterTableFacts(context: Context, statement: AlterTable): readonly Fact[] | undefined {
  if (statement.objectType === "index") return alterIndexFacts(context, statement);
  const subject = subjectOf(context, statement.name);
  if (statement.objectType === "view") return lock(subject, "ACCESS EXCLUSIVE");
  const isTable = statement.objectType === "table" || statement.objectType === "foreign table";
  if (!isTable || subject.relation !== undefined) return undefined;
  const changed = statement.only ? [subject] : family(context, subject);
  const nullColumns = newNullColumns(statement);
  const facts: Fact[] = [];
  let mode: ActionEffect["mode"] = "ACCESS SHARE";
  let isSpread = false;
  for (const action of statement.actions) {
    const effect = actionEffect(context, subject, changed, action, nullColumns);
    if (effect === undefined) return undefined;
    facts.push(...effect.facts);
    mode = stronger(effect.mode, mode);
    isSpread ||= effect.reach === "family" && !statement.only;
  }
  return [...(isSpread ? lockFamily(context, subject, mode) : lock(subject, mode)), ...facts];
}

// Columns that the same statement adds without a value.
function newNullColumns({ actions }: AlterTable): ReadonlySet<string> {
  const added = actions.flatMap((action) => (action.kind === "addColumn" && !isFilled(action) ? [action] : []));
  return new Set(added.map(({ column }) => column.name.name));
}

function actionEffect(
  context: Context,
  subject: Subject,
  changed: readonly Subject[],
  action: AlterTableAction,
  nullColumns: ReadonlySet<string>,
): ActionEffect | undefined {
  switch (action.kind) {
    case "addColumn":
      return addColumnEffect(context, subject, changed, action);
    case "dropColumn":
      return dropColumnEffect(context, subject, changed, action);
    case "alterColumnType":
      return alterTypeEffect(context, subject, changed, action);
    case "addConstraint":
      return addConstraintEffect(context, subject, changed, action, nullColumns);
    case "dropConstraint":
    case "validateConstraint":
    case "alterConstraint":
      return namedConstraintEffect(context, subject, changed, action);
    case "attachPartition":
      return changes("SHARE UPDATE EXCLUSIVE", "table", attachFacts(context, subject, action));
    case "detachPartition":
      if (action.finalize) return undefined;
      return changes("ACCESS SHARE", "table", detachFacts(context, subject, action));
    case "inherit":
      return changes(
        "ACCESS EXCLUSIVE",
        "table",
        lock(subjectOf(context, action.parent), "SHARE UPDATE EXCLUSIVE", "the table inherits from it from now on"),
      );
    case "noInherit":
      return changes(
        "ACCESS EXCLUSIVE",
        "table",
        lock(subjectOf(context, action.parent), "ACCESS SHARE", "the table inherited from it"),
      );
    case "otherAction":
      return tableOption(subject, action);
    default:
      return columnEffect(context, subject, changed, action);
  }
}

function columnEffect(
  context: Context,
  subject: Subject,
  changed: readonly Subject[],
  action: AlterColumn,
): ActionEffect {
  switch (action.kind) {
    case "setNotNull":
      return setNotNullEffect(subject, changed, action);
    case "dropNotNull":
      return dropNotNullEffect(context, subject, action);
    case "setExpression":
      return setExpressionEffect(changed, subject, action);
    case "setStatistics":
      return changes("SHARE UPDATE EXCLUSIVE", "family");
    case "setColumnOptions":
      return changes("SHARE UPDATE EXCLUSIVE", "table");
    default:
      return changes("ACCESS EXCLUSIVE", "family");
  }
}

// Of what ALTER INDEX does to the index alone, only ATTACH PARTITION has an entry.
function alterIndexFacts(context: Context, { name, actions }: AlterTable): readonly Fact[] | undefined {
  const [action] = actions;
  const parent = findIndex(context.reader, name);
  if (action?.kind !== "attachPartition" || parent?.owner.kind !== "table") return undefined;
  const child = findIndex(context.reader, action.partition);
  if (child?.owner.kind !== "table") return undefined;
  const [above, below] = [subjectOfTable(parent.owner), subjectOfTable(child.owner)];
  return [
    ...lock([above, below], "ACCESS SHARE"),
    ...lockIndexes(above, "SHARE UPDATE EXCLUSIVE", (index) => index === parent.index),
    ...lockIndexes(below, "ACCESS EXCLUSIVE", (index) => index === child.index),
  ];
}
