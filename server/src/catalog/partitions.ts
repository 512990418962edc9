import type { PartitionAction } from "../sql/statement.ts";
import { shareForeignKey } from "./add-constraint.ts";
import { attachIndex, constraintOf, shareIndex } from "./add-index.ts";
import { changeColumn } from "./alter-column.ts";
import type { Table } from "./catalog.ts";
import type { Draft } from "./draft.ts";
import { excluding, including, mapShared } from "./lists.ts";
import { putTable } from "./put-table.ts";
import { type FoundIndex, tableAt } from "./resolve.ts";
import { dropTrigger, shareTrigger } from "./triggers.ts";

/** Gives a partition the indexes, keys and foreign keys of its parent, or attaches its own that match. */
export function fillPartition(draft: Draft, parentKey: string, key: string): void {
  const parent = tableAt(draft, parentKey);
  if (parent === undefined) return;
  for (const index of parent.indexes) shareIndex(draft, key, index, constraintOf(parent, index), "sameKind");
  for (const constraint of parent.constraints) {
    if (constraint.kind === "foreignKey") shareForeignKey(draft, key, constraint);
  }
  for (const trigger of parent.triggers) if (trigger.rowLevel) shareTrigger(draft, key, trigger);
}

/** What ATTACH says of the rows that a partition takes. */
type Bounds = Pick<PartitionAction, "isDefault" | "bound">;

/** `ATTACH PARTITION` of a table. */
export function attachPartition(draft: Draft, parentKey: string, key: string, bounds: Bounds): void {
  const parent = tableAt(draft, parentKey);
  const table = tableAt(draft, key);
  if (parent === undefined || table === undefined || table.partitionOf !== undefined) return;
  if (isAncestor(draft, key, parentKey)) return;
  putTable(draft, key, {
    ...table,
    tableKind: table.tableKind === "table" ? "partition" : table.tableKind,
    parents: including(table.parents, parentKey),
    partitionOf: parentKey,
    isDefaultPartition: bounds.isDefault,
    ...(bounds.bound === undefined ? {} : { partitionBound: bounds.bound }),
    columns: mapShared(table.columns, (column) => ({ ...column, inherited: true })),
    constraints: withParentChecks(table, parent),
  });
  fillPartition(draft, parentKey, key);
}

/** Whether `above` is the table itself or one that it descends from; Postgres refuses a circle. */
function isAncestor(draft: Draft, above: string, key: string): boolean {
  if (above === key) return true;
  return tableAt(draft, key)?.parents.some((parent) => isAncestor(draft, above, parent)) === true;
}

function withParentChecks(table: Table, parent: Table): Table["constraints"] {
  return mapShared(table.constraints, (constraint) => {
    if (constraint.kind !== "check") return constraint;
    const above = parent.constraints.find((other) => other.kind === "check" && other.name === constraint.name);
    return above ? { ...constraint, parent: above.id } : constraint;
  });
}

/** `DETACH PARTITION`: what came from the parent stays and is the table's own, but for its identity. */
export function detachPartition(draft: Draft, parentKey: string, key: string): void {
  if (tableAt(draft, key)?.partitionOf !== parentKey) return;
  for (const trigger of tableAt(draft, key)?.triggers ?? []) {
    if (trigger.parent !== undefined) dropTrigger(draft, key, trigger.name);
  }
  const table = tableAt(draft, key);
  if (table === undefined) return;
  putTable(draft, key, {
    ...table,
    tableKind: table.tableKind === "partition" ? "table" : table.tableKind,
    parents: excluding(table.parents, parentKey),
    partitionOf: undefined,
    isDefaultPartition: false,
    columns: mapShared(table.columns, (column) => (column.inherited ? { ...column, inherited: false } : column)),
    constraints: mapShared(table.constraints, (own) =>
      own.parent === undefined ? own : { ...own, parent: undefined },
    ),
    indexes: mapShared(table.indexes, (own) => (own.parent === undefined ? own : { ...own, parent: undefined })),
  });
  for (const column of table.columns) {
    if (column.identity === undefined) continue;
    changeColumn(draft, key, column.name, (own) => ({ ...own, identity: undefined, ownedSequence: undefined }), "all");
  }
}

/** `INHERIT`. */
export function inherit(draft: Draft, key: string, parentKey: string): void {
  const parent = tableAt(draft, parentKey);
  const table = tableAt(draft, key);
  if (parent === undefined || table === undefined || isAncestor(draft, key, parentKey)) return;
  putTable(draft, key, {
    ...table,
    parents: including(table.parents, parentKey),
    constraints: withParentChecks(table, parent),
  });
}

/** `NO INHERIT`: columns and checks stay. */
export function noInherit(draft: Draft, key: string, parentKey: string): void {
  const table = tableAt(draft, key);
  const parent = tableAt(draft, parentKey);
  if (table === undefined || !table.parents.includes(parentKey)) return;
  const given = new Set(parent?.constraints.map((constraint) => constraint.id));
  putTable(draft, key, {
    ...table,
    parents: excluding(table.parents, parentKey),
    columns: mapShared(table.columns, (column) => (column.inherited ? { ...column, inherited: false } : column)),
    constraints: mapShared(table.constraints, (own) =>
      own.parent !== undefined && given.has(own.parent) ? { ...own, parent: undefined } : own,
    ),
  });
}

/** `ALTER INDEX … ATTACH PARTITION`: the parent's index is valid once every partition has its part. */
export function attachIndexPartition(draft: Draft, parent: FoundIndex, child: FoundIndex): void {
  if (parent.owner.kind !== "table" || child.index.parent !== undefined) return;
  const constraint = constraintOf(parent.owner, parent.index);
  attachIndex(draft, child.key, child.index, parent.index.id, constraint?.id);
  validateWhenComplete(draft, parent.key, parent.index.id);
}

function validateWhenComplete(draft: Draft, key: string, id: string): void {
  const table = tableAt(draft, key);
  const index = table?.indexes.find((candidate) => candidate.id === id);
  if (table === undefined || index === undefined || index.valid) return;
  const isComplete = table.children.every((child) =>
    tableAt(draft, child)?.indexes.some((part) => part.parent === id && part.valid),
  );
  if (!isComplete) return;
  const indexes = mapShared(table.indexes, (other) => (other === index ? { ...other, valid: true } : other));
  putTable(draft, key, { ...table, indexes });
  if (index.parent !== undefined && table.partitionOf !== undefined) {
    validateWhenComplete(draft, table.partitionOf, index.parent);
  }
}
