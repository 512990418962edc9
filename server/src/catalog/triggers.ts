import type { CreateTrigger, TriggerSetting } from "../sql/statement.ts";
import type { Reach } from "./add-index.ts";
import type { CatalogReader, Relation, Table, Trigger } from "./catalog.ts";
import type { Draft } from "./draft.ts";
import { filterShared, mapShared } from "./lists.ts";
import { putTable } from "./put-table.ts";
import { findRelation, type Name, tableAt } from "./resolve.ts";
import { findRoutine, useRoutine } from "./routines.ts";

/** CREATE TRIGGER. A row's trigger of a partitioned table is its partitions' too. */
export function createTrigger(draft: Draft, statement: CreateTrigger): void {
  const found = findRelation(draft, statement.table);
  if (found === undefined || found.entry.kind === "index" || !("indexes" in found.entry)) return;
  const { name } = statement.name;
  const before = triggersOf(found.entry).find((trigger) => trigger.name === name);
  if (before !== undefined && !statement.orReplace) return;
  if (before !== undefined) dropTrigger(draft, found.key, name);
  const { schema, name: routineName } = statement.routine;
  const routine = findRoutine(draft, statement.routine)?.key;
  addTrigger(draft, found.key, {
    id: `${draft.origin.segment} ${found.entry.name} ${name}`,
    name,
    routine: routine ?? (schema === undefined ? routineName : `${schema}.${routineName}`),
    constraint: statement.constraint,
    rowLevel: statement.rowLevel,
    parent: undefined,
    origin: draft.origin,
  });
}

function triggersOf(entry: Table | Relation): readonly Trigger[] {
  return entry.triggers ?? [];
}

function addTrigger(draft: Draft, key: string, trigger: Trigger): void {
  const entry = draft.get(key);
  if (entry === undefined || !("indexes" in entry)) return;
  if (entry.kind === "table") putTable(draft, key, { ...entry, triggers: [...entry.triggers, trigger] });
  else draft.put(key, { ...entry, triggers: [...triggersOf(entry), trigger] });
  useRoutine(draft, trigger.routine, key, "added");
  if (entry.kind !== "table") return;
  if (entry.tableKind !== "partitioned" || !trigger.rowLevel) return;
  for (const child of entry.children) shareTrigger(draft, child, trigger);
}

/** Gives a partition its parent's trigger, unless it has one of the name. */
export function shareTrigger(draft: Draft, childKey: string, parent: Trigger): void {
  const child = tableAt(draft, childKey);
  if (child === undefined || child.triggers.some(({ name }) => name === parent.name)) return;
  const { comment: _, ...copied } = parent;
  addTrigger(draft, childKey, { ...copied, id: `${parent.id} ${child.name}`, parent: parent.id });
}

/** Takes a trigger away, and what partitions have of it. */
export function dropTrigger(draft: Draft, key: string, name: string): void {
  const entry = draft.get(key);
  if (entry === undefined || !("indexes" in entry)) return;
  const trigger = triggersOf(entry).find((candidate) => candidate.name === name);
  if (trigger === undefined) return;
  const triggers = filterShared(triggersOf(entry), (other) => other !== trigger);
  if (entry.kind === "table") putTable(draft, key, { ...entry, triggers });
  else draft.put(key, { ...entry, triggers });
  useRoutine(
    draft,
    trigger.routine,
    key,
    triggers.some(({ routine }) => routine === trigger.routine) ? "kept" : "gone",
  );
  if (entry.kind !== "table") return;
  for (const child of entry.children) {
    const copy = tableAt(draft, child)?.triggers.find(({ parent }) => parent === trigger.id);
    if (copy !== undefined) dropTrigger(draft, child, copy.name);
  }
}

/** ALTER TRIGGER … RENAME, for partitions' too. */
export function renameTrigger(draft: Draft, table: Name, name: string, newName: string): void {
  const found = findRelation(draft, table);
  if (found !== undefined) changeTrigger(draft, found.key, name, (trigger) => ({ ...trigger, name: newName }), "all");
}

/** ENABLE and DISABLE TRIGGER. Of all triggers and the user's those that foreign keys are made of are no one's here. */
export function fireTriggers(
  draft: Draft,
  key: string,
  { kind, which, name, fires }: TriggerSetting,
  reach: Reach,
): void {
  const named = triggersAt(draft, key).filter((trigger) => which !== "named" || trigger.name === name?.name);
  const enabled = kind === "disableTrigger" ? "disabled" : fires;
  const change = ({ enabled: _, ...trigger }: Trigger): Trigger =>
    enabled === "origin" ? trigger : { ...trigger, enabled };
  for (const trigger of named) changeTrigger(draft, key, trigger.name, change, reach);
}

/** Changes the trigger of the name, and what partitions have of it where the reach says so. */
function changeTrigger(
  draft: Draft,
  key: string,
  name: string,
  change: (trigger: Trigger) => Trigger,
  reach: Reach,
): void {
  const entry = draft.get(key);
  if (entry === undefined || !("indexes" in entry)) return;
  const trigger = triggersOf(entry).find((candidate) => candidate.name === name);
  if (trigger === undefined) return;
  const triggers = mapShared(triggersOf(entry), (other) => (other === trigger ? change(other) : other));
  if (entry.kind !== "table") {
    draft.put(key, { ...entry, triggers });
    return;
  }
  putTable(draft, key, { ...entry, triggers });
  if (reach === "only") return;
  for (const child of entry.children) {
    const copy = tableAt(draft, child)?.triggers.find(({ parent }) => parent === trigger.id);
    if (copy !== undefined) changeTrigger(draft, child, copy.name, change, reach);
  }
}

/** The triggers of the table or view under the key. */
export function triggersAt(reader: CatalogReader, key: string): readonly Trigger[] {
  const entry = reader.get(key);
  return entry !== undefined && "indexes" in entry ? triggersOf(entry) : [];
}

/** Notes on the routines that they call that these triggers are gone, with the table or view under the key. */
export function forgetTriggers(draft: Draft, key: string, triggers: readonly Trigger[] | undefined): void {
  for (const { routine } of triggers ?? []) useRoutine(draft, routine, key, "gone");
}
