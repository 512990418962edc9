import type { Index, Table } from "./catalog.ts";
import type { Draft } from "./draft.ts";
import { constraintNameKey, idKey, relationKey, typeKey } from "./keys.ts";
import { excluding, including } from "./lists.ts";
import { tableAt } from "./resolve.ts";

/**
 * Puts a table under its key, or takes it away, and keeps in step all that points at it: its indexes' names, its
 * constraints' names, its id, and what its foreign keys, parents and column types point back with.
 */
export function putTable(draft: Draft, key: string, next: Table | undefined): void {
  const previous = tableAt(draft, key);
  if (previous === next) return;
  draft.put(key, next);
  const owner = next ?? previous;
  if (owner === undefined) return;
  if (previous === undefined || next === undefined) draft.put(idKey(owner.id), next && { kind: "id", key });
  putIndexNames(draft, key, owner.schema, previous?.indexes ?? [], next?.indexes ?? []);
  if (previous?.constraints !== next?.constraints) {
    putConstraintNames(draft, owner.schema, previous, next);
    eachDifference(referencedTables(key, previous), referencedTables(key, next), (target, had) =>
      pointBack(draft, target, "referencedBy", key, had),
    );
  }
  if (previous?.parents !== next?.parents) {
    eachDifference(new Set(previous?.parents), new Set(next?.parents), (parent, had) =>
      pointBack(draft, parent, "children", key, had),
    );
  }
  if (previous?.columns !== next?.columns || previous?.ofType !== next?.ofType) {
    eachDifference(usedTypes(previous), usedTypes(next), (type, had) => useType(draft, type, owner.id, had));
    eachDifference(takenSequences(previous), takenSequences(next), (key, had) => take(draft, key, owner.id, had));
  }
}

/** Keeps the names of a table's or a materialized view's indexes in the namespace that they share with relations. */
export function putIndexNames(
  draft: Draft,
  key: string,
  schema: string,
  previous: readonly Index[],
  next: readonly Index[],
): void {
  if (previous === next) return;
  const names = (indexes: readonly Index[]) => new Set(indexes.map((index) => index.name));
  eachDifference(names(previous), names(next), (name, had) =>
    draft.put(relationKey(schema, name), had ? undefined : { kind: "index", table: key, name }),
  );
}

/** Calls back for each item that only one of the sets has, and says whether it was the first; those that go come first. */
function eachDifference(
  previous: ReadonlySet<string>,
  next: ReadonlySet<string>,
  call: (item: string, had: boolean) => void,
): void {
  for (const item of previous) if (!next.has(item)) call(item, true);
  for (const item of next) if (!previous.has(item)) call(item, false);
}

function putConstraintNames(draft: Draft, schema: string, previous: Table | undefined, next: Table | undefined): void {
  const names = (table: Table | undefined) => new Set(table?.constraints.map((constraint) => constraint.name));
  eachDifference(names(previous), names(next), (name, had) => countConstraintName(draft, schema, name, had ? -1 : 1));
}

/** Adds to how many constraints of the schema bear the name. */
export function countConstraintName(draft: Draft, schema: string, name: string, by: number): void {
  const key = constraintNameKey(schema, name);
  const entry = draft.get(key);
  const uses = (entry?.kind === "constraintName" ? entry.uses : 0) + by;
  draft.put(key, uses > 0 ? { kind: "constraintName", uses } : undefined);
}

function referencedTables(key: string, table: Table | undefined): ReadonlySet<string> {
  const targets = table?.constraints.map((constraint) => constraint.references?.table) ?? [];
  return new Set(targets.filter((target) => target !== undefined && target !== key).map(String));
}

function pointBack(
  draft: Draft,
  target: string,
  list: "referencedBy" | "children",
  key: string,
  remove: boolean,
): void {
  const table = tableAt(draft, target);
  if (table !== undefined) draft.put(target, { ...table, [list]: (remove ? excluding : including)(table[list], key) });
}

function usedTypes(table: Table | undefined): ReadonlySet<string> {
  const keys = table?.columns.flatMap((column) => {
    const own = column.typeSchema === undefined ? [] : [typeKey(column.typeSchema, column.type)];
    return [...own, ...(column.defaultTypes ?? [])];
  });
  return new Set(table?.ofType === undefined ? keys : [...(keys ?? []), table.ofType]);
}

function useType(draft: Draft, key: string, tableId: string, remove: boolean): void {
  const type = draft.get(key);
  if (type?.kind !== "type") return;
  draft.put(key, { ...type, usedBy: (remove ? excluding : including)(type.usedBy, tableId) });
}

function takenSequences(table: Table | undefined): ReadonlySet<string> {
  const keys = table?.columns.map(({ takesFrom }) => takesFrom) ?? [];
  return new Set(keys.filter((key) => key !== undefined));
}

function take(draft: Draft, key: string, tableId: string, remove: boolean): void {
  const sequence = draft.get(key);
  if (sequence?.kind !== "sequence") return;
  draft.put(key, { ...sequence, takers: (remove ? excluding : including)(sequence.takers ?? [], tableId) });
}
