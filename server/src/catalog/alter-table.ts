import type { AddColumn, AlterTable, AlterTableAction, Constraint, ObjectName } from "../sql/statement.ts";
import { addConstraint, noteValidated } from "./add-constraint.ts";
import type { Reach } from "./add-index.ts";
import { addColumn, alterColumn, alterColumnType, changeColumn, setNotNull } from "./alter-column.ts";
import type { Table } from "./catalog.ts";
import type { Draft } from "./draft.ts";
import { noteAddedColumn } from "./known-rows.ts";
import { mapShared } from "./lists.ts";
import { notNullOfName, withoutNotNull } from "./not-null.ts";
import { changeOwner } from "./owners.ts";
import { attachIndexPartition, attachPartition, detachPartition, inherit, noInherit } from "./partitions.ts";
import { fireRule } from "./policies.ts";
import { addsConstraint, presume, presumedTable } from "./presumed-table.ts";
import { putTable } from "./put-table.ts";
import { removeColumn, removeConstraint } from "./remove-part.ts";
import { findIndex, findTableEntry, findType, tableAt } from "./resolve.ts";
import { setClustered, setIndexOptions, setIndexStatistics, setOptions, setReplicaIdentity } from "./table-settings.ts";
import { fireTriggers } from "./triggers.ts";

/** ALTER TABLE. Of a table that the history does not know only keys, and what happens to them, are noted. */
export function alterTable(draft: Draft, statement: AlterTable): void {
  if (statement.objectType === "index") {
    alterIndex(draft, statement);
    return;
  }
  for (const action of statement.actions) changeOwner(draft, statement.name, action);
  const key = findTableEntry(draft, statement.name)?.key ?? presumedKeyFor(draft, statement);
  if (key === undefined) return;
  const target = { draft, key, reach: statement.only ? "only" : "all" } as const;
  let steps = statement.actions.map((action) => stepOf(target, action));
  for (let pass = 0; pass <= LAST_PASS; pass += 1) {
    const later: Step[] = [];
    for (const step of steps) if (step.pass === pass) later.push(...step.run());
    steps = [...steps, ...later];
  }
}

function presumedKeyFor(draft: Draft, statement: AlterTable): string | undefined {
  return addsConstraint(statement) ? presume(draft, statement.name) : presumedTable(draft, statement.name)?.key;
}

function alterIndex(draft: Draft, statement: AlterTable): void {
  for (const action of statement.actions) {
    if (action.kind === "setOptions" || action.kind === "resetOptions") setIndexOptions(draft, statement.name, action);
    if (action.kind === "otherAction" && action.statistics)
      setIndexStatistics(draft, statement.name, action.statistics);
    if (action.kind !== "attachPartition") continue;
    const parent = findIndex(draft, statement.name);
    const child = findIndex(draft, action.partition);
    if (parent !== undefined && child !== undefined) attachIndexPartition(draft, parent, child);
  }
}

/** What ALTER TABLE works on. */
interface Target {
  readonly draft: Draft;
  readonly key: string;
  readonly reach: Reach;
}

/** One piece of work of the statement. Postgres does all of a pass before the next, whatever the order written. */
interface Step {
  readonly pass: number;
  /** Does it and returns what follows from it in later passes. */
  run(): readonly Step[];
}

/** Postgres's own order (`AlterTablePass` in tablecmds.c), as far as it decides about names and what exists. */
const PASS = {
  drop: 0,
  alterType: 1,
  addColumn: 2,
  columnAttributes: 3,
  check: 4,
  index: 5,
  other: 6,
  misc: 7,
} as const;
const LAST_PASS = PASS.misc;

function stepOf(target: Target, action: AlterTableAction): Step {
  return {
    pass: passOf(action),
    run() {
      if (action.kind === "addColumn") return runAddColumn(target, action);
      runAction(target, action);
      return [];
    },
  };
}

function passOf(action: AlterTableAction): number {
  switch (action.kind) {
    case "dropColumn":
    case "dropConstraint":
    case "dropNotNull":
    case "dropDefault":
    case "dropIdentity":
    case "dropExpression":
      return PASS.drop;
    case "alterColumnType":
      return PASS.alterType;
    case "addColumn":
      return PASS.addColumn;
    case "setNotNull":
      return PASS.columnAttributes;
    case "setDefault":
    case "addIdentity":
      return PASS.other;
    case "addConstraint":
      return constraintPass(action.constraint);
    default:
      return PASS.misc;
  }
}

function constraintPass(constraint: Constraint): number {
  switch (constraint.kind) {
    case "primaryKey":
    case "unique":
    case "exclusion":
      return PASS.index;
    case "foreignKey":
      return PASS.other;
    default:
      return PASS.check;
  }
}

function runAddColumn({ draft, key, reach }: Target, action: AddColumn): readonly Step[] {
  if (!addColumn(draft, key, action, reach)) return [];
  noteAddedColumn(draft, key, action);
  const constraints = action.column.constraints.filter((constraint) => constraint.kind !== "notNull");
  return constraints.map((constraint) => ({
    pass: constraintPass(constraint),
    run() {
      addConstraint(draft, key, constraint, reach);
      return [];
    },
  }));
}

function runAction({ draft, key, reach }: Target, action: Exclude<AlterTableAction, AddColumn>): void {
  switch (action.kind) {
    case "dropColumn":
      removeColumn(draft, key, action.column.name, { reach, cascade: action.cascade });
      break;
    case "alterColumnType":
      alterColumnType(draft, key, action, reach);
      break;
    case "addConstraint":
      addConstraint(draft, key, action.constraint, reach);
      break;
    case "dropConstraint":
      dropConstraint({ draft, key, reach }, action.constraint.name, action.cascade);
      break;
    case "validateConstraint":
      validateConstraint(draft, key, action.constraint.name);
      break;
    case "attachPartition":
    case "detachPartition":
    case "inherit":
    case "noInherit":
      changeParent({ draft, key, reach }, action);
      break;
    case "alterConstraint":
    case "changeOwner":
      break;
    case "setLogged":
    case "setUnlogged":
      setLogging(draft, key, action.kind);
      break;
    case "ofType":
    case "notOf":
      setType(draft, key, action.kind === "ofType" ? action.type : undefined);
      break;
    case "setOptions":
    case "resetOptions":
      setOptions(draft, key, action);
      break;
    case "replicaIdentity":
      setReplicaIdentity(draft, key, action);
      break;
    case "clusterOn":
    case "setWithoutCluster":
      setClustered(draft, key, action.kind === "clusterOn" ? action.name?.name : undefined);
      break;
    case "enableRule":
    case "disableRule":
      fireRule(draft, key, action);
      break;
    case "enableTrigger":
    case "disableTrigger":
      fireTriggers(draft, key, action, reach);
      break;
    default:
      if ("subtype" in action) otherAction(draft, key, action.subtype);
      else alterColumn(draft, key, action, reach);
  }
}

function changeParent(
  { draft, key }: Target,
  action: Extract<AlterTableAction, { kind: "attachPartition" | "detachPartition" | "inherit" | "noInherit" }>,
): void {
  const other = findTableEntry(draft, "partition" in action ? action.partition : action.parent)?.key;
  if (other === undefined) return;
  if (action.kind === "attachPartition") attachPartition(draft, key, other, action);
  else if (action.kind === "detachPartition") detachPartition(draft, key, other);
  else if (action.kind === "inherit") inherit(draft, key, other);
  else noInherit(draft, key, other);
}

/** `SET LOGGED` and `SET UNLOGGED`. */
function setLogging(draft: Draft, key: string, kind: "setLogged" | "setUnlogged"): void {
  const table = tableAt(draft, key);
  if (table === undefined || table.temporary) return;
  const { unlogged: _, ...rest } = table;
  putTable(draft, key, kind === "setLogged" ? rest : { ...rest, unlogged: true });
}

/** `OF type` and `NOT OF`: the columns are the same before and after. */
function setType(draft: Draft, key: string, name: ObjectName | undefined): void {
  const table = tableAt(draft, key);
  const type = name && findType(draft, name)?.key;
  if (table === undefined) return;
  const { ofType: _, ...rest } = table;
  putTable(draft, key, type === undefined ? rest : { ...rest, ofType: type });
}

/** From Postgres 18 on NOT NULL is a constraint by a generated name, and dropping that one drops the NOT NULL. */
function dropConstraint({ draft, key, reach }: Target, name: string, cascade: boolean): void {
  const table = tableAt(draft, key);
  if (table?.constraints.some((constraint) => constraint.name === name)) {
    removeConstraint(draft, key, name, { reach, cascade });
    return;
  }
  const column = notNullOfName(table, name);
  if (column !== undefined) changeColumn(draft, key, column.name, withoutNotNull, reach);
}

/** Validates the constraint, and with it what partitions and inheriting tables have of it. */
function validateConstraint(draft: Draft, key: string, name: string): void {
  const constraint = tableAt(draft, key)?.constraints.find((candidate) => candidate.name === name);
  const column = constraint === undefined ? notNullOfName(tableAt(draft, key), name) : undefined;
  if (column !== undefined) setNotNull(draft, key, column.name, {}, "all");
  else if (constraint === undefined) noteValidated(draft, key, name);
  if (constraint === undefined || constraint.validated) return;
  markValidated(draft, key, (candidate) => candidate.id === constraint.id);
}

function markValidated(
  draft: Draft,
  key: string,
  isMeant: (constraint: Table["constraints"][number]) => boolean,
): void {
  const table = tableAt(draft, key);
  const meant = table?.constraints.find(isMeant);
  if (table === undefined || meant === undefined) return;
  const validated = { ...meant, validated: true };
  putTable(draft, key, {
    ...table,
    constraints: mapShared(table.constraints, (constraint) => (constraint === meant ? validated : constraint)),
  });
  for (const child of table.children) markValidated(draft, child, (constraint) => constraint.parent === meant.id);
}

function otherAction(draft: Draft, key: string, subtype: string): void {
  const table = tableAt(draft, key);
  if (table === undefined) return;
  if (subtype === "AT_EnableRowSecurity" || subtype === "AT_DisableRowSecurity") {
    const rowSecurity = subtype === "AT_EnableRowSecurity";
    if (table.rowSecurity !== rowSecurity) putTable(draft, key, { ...table, rowSecurity });
  } else if (subtype === "AT_ForceRowSecurity" || subtype === "AT_NoForceRowSecurity") {
    const { forceRowSecurity: _, ...rest } = table;
    putTable(draft, key, subtype === "AT_ForceRowSecurity" ? { ...rest, forceRowSecurity: true } : rest);
  }
}
