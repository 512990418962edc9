import { columnsOf, constraintOf, type Reach } from "./add-index.ts";
import type { Column, Index, References, Table, TableConstraint } from "./catalog.ts";
import { indexUses } from "./column-uses.ts";
import type { Draft } from "./draft.ts";
import { dropViews } from "./drop-view.ts";
import { mentions } from "./expression.ts";
import { filterShared, mapShared, sameSet } from "./lists.ts";
import { sequencesOf } from "./owned-sequences.ts";
import { putTable } from "./put-table.ts";
import { tableAt } from "./resolve.ts";
import { dropStatistics } from "./table-statistics.ts";
import { dropTakingDefaults } from "./taken-sequence.ts";
import { readsColumn } from "./view-columns.ts";

/** Takes indexes and constraints away from a table, and what partitions and inheriting tables have of them. */
export function removeParts(
  draft: Draft,
  key: string,
  isRemoved: { index(index: Index): boolean; constraint(constraint: TableConstraint): boolean },
): void {
  const table = tableAt(draft, key);
  if (table === undefined) return;
  const indexes = filterShared(table.indexes, (index) => !isRemoved.index(index));
  const constraints = filterShared(table.constraints, (constraint) => !isRemoved.constraint(constraint));
  if (indexes === table.indexes && constraints === table.constraints) return;
  const gone = new Set<string | undefined>();
  for (const index of table.indexes) if (!indexes.includes(index)) gone.add(index.id);
  for (const constraint of table.constraints) if (!constraints.includes(constraint)) gone.add(constraint.id);
  putTable(draft, key, { ...table, indexes, constraints });
  for (const child of table.children) {
    const comesFromHere = (part: { readonly parent: string | undefined }) =>
      part.parent !== undefined && gone.has(part.parent);
    removeParts(draft, child, { index: comesFromHere, constraint: comesFromHere });
  }
}

/** Drops a constraint with the index that backs it; with CASCADE also the foreign keys that rest on it. */
export function removeConstraint(
  draft: Draft,
  key: string,
  name: string,
  how: { reach: Reach; cascade: boolean },
): void {
  const table = tableAt(draft, key);
  const constraint = table?.constraints.find((candidate) => candidate.name === name);
  if (table === undefined || constraint === undefined) return;
  const backing = table.indexes.find((index) => constraintOf(table, index) === constraint);
  if (how.cascade && backing !== undefined) removeForeignKeysOn(draft, key, backing);
  if (how.reach === "only") leaveToChildren(draft, table, constraint);
  removeParts(draft, key, {
    index: (index) => constraintOf(table, index) === constraint,
    constraint: (other) => other.id === constraint.id,
  });
}

function leaveToChildren(draft: Draft, table: Table, constraint: TableConstraint): void {
  for (const childKey of table.children) {
    const child = tableAt(draft, childKey);
    if (child === undefined) continue;
    const constraints = mapShared(child.constraints, (own) =>
      own.parent === constraint.id ? { ...own, parent: undefined } : own,
    );
    putTable(draft, childKey, { ...child, constraints });
  }
}

/** Drops the foreign keys of all tables that rest on the index. */
export function removeForeignKeysOn(draft: Draft, key: string, index: Index): void {
  removeForeignKeysTo(draft, key, (references) =>
    references.index === undefined ? sameSet(references.columns, columnsOf(index.keys)) : references.index === index.id,
  );
}

/** Drops the foreign keys of all tables that point at this one in a way which the test accepts. */
export function removeForeignKeysTo(draft: Draft, key: string, rests: (references: References) => boolean): void {
  for (const referencing of [key, ...(tableAt(draft, key)?.referencedBy ?? [])]) {
    removeParts(draft, referencing, {
      index: () => false,
      constraint: ({ references }) => references?.table === key && rests(references),
    });
  }
}

/** Drops a column, and the constraints and indexes that use it; what rests on it elsewhere only with CASCADE. */
export function removeColumn(draft: Draft, key: string, name: string, how: { reach: Reach; cascade: boolean }): void {
  const table = tableAt(draft, key);
  const column = table?.columns.find((candidate) => candidate.name === name);
  if (column === undefined) {
    if (table?.columnsKnown === false) {
      if (how.cascade) removeWhatRests(draft, key, name, how);
      removeUses(draft, key, name);
    }
    return;
  }
  if (how.cascade) removeWhatRests(draft, key, name, how);
  removeUses(draft, key, name);
  if (table !== undefined) dropStatistics(draft, table, name);
  for (const sequence of sequencesOf(column)) {
    if (how.cascade) dropTakingDefaults(draft, sequence);
    draft.put(sequence, undefined);
  }
  const left = tableAt(draft, key);
  if (left === undefined) return;
  putTable(draft, key, { ...left, columns: left.columns.filter((candidate) => candidate.name !== name) });
  for (const child of left.children) removeFromChild(draft, child, name, how);
}

/** Foreign keys that point at the column, views that read it, and columns computed from it. */
function removeWhatRests(draft: Draft, key: string, name: string, how: { reach: Reach; cascade: boolean }): void {
  removeForeignKeysTo(draft, key, ({ columns }) => columns.includes(name));
  const views = tableAt(draft, key)?.dependents.filter((view) => readsColumn(draft, view, key, name)) ?? [];
  dropViews(draft, views);
  const computed = tableAt(draft, key)?.columns.filter((candidate) => isComputedFrom(candidate, name)) ?? [];
  for (const other of computed) removeColumn(draft, key, other.name, how);
}

/** Children lose theirs with their own column, if that goes; a check on one that stays is theirs now. */
function removeUses(draft: Draft, key: string, name: string): void {
  const table = tableAt(draft, key);
  if (table === undefined) return;
  const backing = new Set(table.indexes.filter((index) => indexUses(index, name)).map(({ constraint }) => constraint));
  const isUse = (constraint: TableConstraint) =>
    constraint.columns.includes(name) || mentions(constraint.expression, name) || backing.has(constraint.name);
  for (const constraint of table.constraints) if (isUse(constraint)) leaveToChildren(draft, table, constraint);
  putTable(draft, key, {
    ...table,
    indexes: filterShared(table.indexes, (index) => !indexUses(index, name)),
    constraints: filterShared(table.constraints, (constraint) => !isUse(constraint)),
  });
}

function isComputedFrom(column: Column, name: string): boolean {
  return column.generated !== undefined && column.name !== name && mentions(column.default, name);
}

/** A child loses the column that only its parents gave it; after ONLY it keeps it as its own. */
function removeFromChild(draft: Draft, key: string, name: string, how: { reach: Reach; cascade: boolean }): void {
  const child = tableAt(draft, key);
  const column = child?.columns.find((candidate) => candidate.name === name);
  if (child === undefined || column?.inherited !== true || hasOtherSource(draft, child, name)) return;
  if (how.reach === "all") {
    removeColumn(draft, key, name, how);
    return;
  }
  const own = { ...column, inherited: false };
  putTable(draft, key, { ...child, columns: mapShared(child.columns, (other) => (other === column ? own : other)) });
}

function hasOtherSource(draft: Draft, child: Table, name: string): boolean {
  return child.parents.some((parent) => tableAt(draft, parent)?.columns.some((column) => column.name === name));
}
