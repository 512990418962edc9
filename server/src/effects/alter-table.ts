import type { AlterColumn, AlterTable, AlterTableAction } from "../sql/statement.ts";
import { type ActionEffect, changes } from "./action-effect.ts";
import { addColumnEffect, isFilled } from "./add-column.ts";
import { alterIndexFacts } from "./alter-index.ts";
import {
  alterTypeEffect,
  dropColumnEffect,
  dropNotNullEffect,
  rewritesRows,
  setExpressionEffect,
  setNotNullEffect,
} from "./change-column.ts";
import { addConstraintEffect, namedConstraintEffect } from "./change-constraint.ts";
import { contextAfter } from "./context-after.ts";
import type { Fact } from "./fact.ts";
import { stronger } from "./lock-conflicts.ts";
import { attachFacts, detachFacts } from "./partitions.ts";
import { type Context, family, isPartitioned, lock, lockFamily, type Subject, subjectOf } from "./subject.ts";
import { tableOption } from "./table-options.ts";
import { tablesOfType } from "./typed-tables.ts";

/** What ALTER TABLE does: under the strongest lock of its subcommands, all of them; undefined where one is not known. */
export function alterTableFacts(context: Context, statement: AlterTable): readonly Fact[] | undefined {
  if (statement.objectType === "index") return alterIndexFacts(context, statement);
  const subject = subjectOf(context, statement.name);
  if (statement.objectType === "view") return lock(subject, "ACCESS EXCLUSIVE");
  if (statement.objectType === "sequence" || subject.relation?.kind === "sequence") return [];
  if (statement.objectType === "type") return attributeFacts(context, statement);
  const effects = effectsOfActions(context, statement);
  if (effects === undefined) return undefined;
  const mode = effects.map((each) => each.mode).reduce((one, other) => stronger(one, other), "ACCESS SHARE");
  const isSpread = !statement.only && effects.some(({ reach }) => reach === "family");
  return [
    ...(isSpread ? lockFamily(context, subject, mode) : lock(subject, mode)),
    ...effects.flatMap(({ facts, underLock }) => [...facts, ...(underLock?.(mode) ?? [])]),
  ];
}

// With CASCADE, without which Postgres refuses, the tables of the type follow, each as if the column were its own.
function attributeFacts(context: Context, statement: AlterTable): readonly Fact[] | undefined {
  const tables = tablesOfType(context, statement.name);
  const facts = tables.map(({ schema, name }) => {
    const own: AlterTable = { ...statement, objectType: "table", name: { ...statement.name, schema, name } };
    return alterTableFacts(context, own);
  });
  return facts.includes(undefined) ? undefined : facts.flatMap((each) => each ?? []);
}

// What is dropped goes first, wherever it stands; the others work on what is left.
function effectsOfActions(context: Context, statement: AlterTable): readonly ActionEffect[] | undefined {
  const drops = statement.actions.filter(({ kind }) => DROPS.has(kind));
  const left = drops.length === 0 ? context : contextAfter(context, { ...statement, actions: drops });
  const others: Others = {
    nullColumns: newNullColumns(left, statement),
    filled: statement.actions.some((action) => action.kind === "addColumn" && isFilled(action)) ? "filled" : "null",
    rewritten: isRewritten(left, statement) ? "rewritten" : "kept",
  };
  const effects = statement.actions.map((action) => {
    const own = DROPS.has(action.kind) ? context : left;
    const subject = subjectOf(own, statement.name);
    return actionEffect(own, subject, statement.only ? [subject] : family(own, subject), action, others);
  });
  return effects.includes(undefined) ? undefined : effects.flatMap((effect) => effect ?? []);
}

const DROPS: ReadonlySet<AlterTableAction["kind"]> = new Set(["dropColumn", "dropConstraint", "dropNotNull"]);

/** What the statement's other subcommands do that one of them must know. */
interface Others {
  readonly nullColumns: ReadonlySet<string>;
  readonly rewritten: "rewritten" | "kept";
  /** Whether any new column gets a value. */
  readonly filled: "filled" | "null";
}

// By a change of type, or of whether the table is logged; what ADD COLUMN writes comes later.
function isRewritten(context: Context, { name, actions }: AlterTable): boolean {
  const subject = subjectOf(context, name);
  return actions.some(
    (action) =>
      (action.kind === "alterColumnType" && rewritesRows(context, subject, action)) ||
      ((action.kind === "setLogged" || action.kind === "setUnlogged" || action.kind === "setAccessMethod") &&
        tableOption(context, subject, action).facts.some(({ kind }) => kind === "rewrite")),
  );
}

// Columns that the same statement adds without a value.
function newNullColumns(context: Context, { name, actions }: AlterTable): ReadonlySet<string> {
  const { table } = subjectOf(context, name);
  const isNew = (column: string) => table?.columns.every((each) => each.name !== column) !== false;
  const added = actions.flatMap((action) =>
    action.kind === "addColumn" && !isFilled(action) && isNew(action.column.name.name) ? [action] : [],
  );
  return new Set(added.map(({ column }) => column.name.name));
}

function actionEffect(
  context: Context,
  subject: Subject,
  changed: readonly Subject[],
  action: AlterTableAction,
  { nullColumns, rewritten, filled }: Others,
): ActionEffect | undefined {
  switch (action.kind) {
    case "addColumn":
      return addColumnEffect(context, subject, changed, action, filled);
    case "dropColumn":
      return dropColumnEffect(context, subject, changed, action);
    case "alterColumnType":
      return alterTypeEffect(context, subject, changed, action, rewritten);
    case "addConstraint":
      return addConstraintEffect(context, subject, changed, action, nullColumns);
    case "dropConstraint":
    case "validateConstraint":
    case "alterConstraint":
      return namedConstraintEffect(context, subject, changed, action);
    case "attachPartition":
      return changes("SHARE UPDATE EXCLUSIVE", "table", attachFacts(context, subject, action));
    case "detachPartition":
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
      return undefined;
    default:
      if ("subtype" in action) return tableOption(context, subject, action);
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
      return setNotNullEffect(context, subject, changed, action);
    case "dropNotNull":
      return dropNotNullEffect(context, subject, action);
    case "setExpression":
      return setExpressionEffect(changed, subject, action);
    case "setStatistics":
      return changes("SHARE UPDATE EXCLUSIVE", "family");
    case "setColumnOptions":
      return changes("SHARE UPDATE EXCLUSIVE", "table");
    case "setCompression":
      return changes("ACCESS EXCLUSIVE", "table");
    case "addIdentity":
    case "setIdentity":
    case "dropIdentity":
      // From 17 on partitions number their rows with their parent's sequence; tables that inherit never do.
      return changes("ACCESS EXCLUSIVE", context.version >= 17 && isPartitioned(subject) ? "family" : "table");
    default:
      return changes("ACCESS EXCLUSIVE", "family");
  }
}
