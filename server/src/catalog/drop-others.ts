import type { DropObjects, TypeName } from "../sql/statement.ts";
import type { Routine, Table } from "./catalog.ts";
import type { Draft } from "./draft.ts";
import { callsFunction } from "./expression.ts";
import { otherKey, relationKey } from "./keys.ts";
import { mapShared } from "./lists.ts";
import { dropNamedPart } from "./policies.ts";
import { putTable } from "./put-table.ts";
import { removeColumn, removeParts } from "./remove-part.ts";
import { creationSchema, type Found, findRelation, type Name, tableAt } from "./resolve.ts";
import { findRoutine, forgetRoutine } from "./routines.ts";
import { membersOf } from "./schema-members.ts";
import { dropTrigger, triggersAt } from "./triggers.ts";

/** DROP of what is no relation, type or schema: parts of tables that have names of their own, routines, and the rest. */
export function dropOther(draft: Draft, { objectKind, names, on, signatures, cascade }: DropObjects): void {
  for (const [at, name] of names.entries()) {
    switch (objectKind) {
      case "trigger":
      case "policy":
      case "rule":
        if (on !== undefined) dropPart(draft, objectKind, on, name.name);
        break;
      case "function":
      case "procedure":
      case "routine":
      case "aggregate":
        dropRoutine(draft, name, signatures?.[at], cascade);
        break;
      case "extension":
      case "publication":
        draft.put(otherKey(objectKind, name.name), undefined);
        break;
      case "statistics":
        draft.put(otherKey("statistics", `${name.schema ?? creationSchema(draft)}.${name.name}`), undefined);
        break;
      default:
    }
  }
}

function dropPart(draft: Draft, kind: "trigger" | "policy" | "rule", table: Name, name: string): void {
  if (kind !== "trigger") {
    dropNamedPart(draft, table, kind === "policy" ? "policies" : "rules", name);
    return;
  }
  const found = findRelation(draft, table);
  if (found !== undefined) dropTrigger(draft, found.key, name);
}

function dropRoutine(draft: Draft, name: Name, types: readonly TypeName[] | undefined, cascade: boolean): void {
  const found = findRoutine(draft, name, types);
  if (found !== undefined) dropFoundRoutine(draft, found, cascade);
}

/** A routine goes alone; with CASCADE also the triggers that call it, and what tables compute with it. Without, what calls it keeps it. */
export function dropFoundRoutine(draft: Draft, found: Found<Routine>, cascade: boolean): void {
  const { entry, key } = found;
  if (!cascade && entry.usedBy.some((user) => triggersAt(draft, user).some(({ routine }) => routine === key))) return;
  for (const user of entry.usedBy) {
    for (const trigger of triggersAt(draft, user)) if (trigger.routine === key) dropTrigger(draft, user, trigger.name);
  }
  if (cascade) {
    for (const schema of new Set([entry.schema, creationSchema(draft)])) dropComputed(draft, schema, entry.name);
  }
  const left = draft.get(key);
  if (left?.kind === "routine") forgetRoutine(draft, { key, entry: left });
}

/** Defaults, generated columns, checks and indexes of the schema's tables that call the function. */
function dropComputed(draft: Draft, schema: string, name: string): void {
  for (const key of membersOf(draft, schema)) {
    const table = tableAt(draft, key);
    if (table !== undefined) dropComputedOf(draft, table, (text) => text !== undefined && callsFunction(text, name));
  }
}

function dropComputedOf(draft: Draft, table: Table, calls: (text: string | undefined) => boolean): void {
  const key = relationKey(table.schema, table.name);
  for (const column of table.columns) {
    if (column.generated !== undefined && calls(column.default)) {
      removeColumn(draft, key, column.name, { reach: "all", cascade: true });
    }
  }
  const left = tableAt(draft, key);
  if (left === undefined) return;
  const columns = mapShared(left.columns, (column) =>
    calls(column.default) ? { ...column, default: undefined } : column,
  );
  if (columns !== left.columns) putTable(draft, key, { ...left, columns });
  removeParts(draft, key, {
    index: (index) =>
      calls(index.predicate) || index.keys.some(({ column, text }) => column === undefined && calls(text)),
    constraint: (constraint) => calls(constraint.expression),
  });
}
