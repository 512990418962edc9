import type { CatalogEntry, CatalogReader, Change, Table } from "../catalog/catalog.ts";
import type { Document } from "./documents.ts";
import { visitMoments } from "./moments.ts";
import type { NameSpace } from "./name-at.ts";
import { columnObject, type NamedObject, typeObject } from "./named-object.ts";

/** A statement that changes an object. */
export interface ObjectChange {
  readonly document: Document;
  /** Counts from 1 what is sent to the server. */
  readonly statement: number;
  readonly change: "made" | "changed" | "gone";
}

/**
 * The statements of the history that make the object, change what it is, or drop it, in order. What only points at it,
 * as another table's foreign key does, is no change of it.
 */
export function changesOf({ timeline }: NameSpace, object: NamedObject): readonly ObjectChange[] {
  const found: ObjectChange[] = [];
  for (const file of timeline) {
    if (file.isDown) continue;
    visitMoments(file, ({ changes, before, after, statement, isUp }) => {
      if (!isUp) return undefined;
      const was = firstOf(changes, ({ key }) => stateOf(object, before.get(key), before));
      const is = firstOf(changes, ({ entry }) => stateOf(object, entry, after));
      if (was === undefined && is === undefined) return undefined;
      const place = { document: file.document, statement };
      if (was === undefined) found.push({ ...place, change: "made" });
      else if (is === undefined) found.push({ ...place, change: "gone" });
      else if (!sameParts(was, is)) found.push({ ...place, change: "changed" });
      return undefined;
    });
  }
  return found;
}

/** The state in the first of the changes that hold the object; a rename takes it from one key to another. */
function firstOf(changes: readonly Change[], state: (change: Change) => State | undefined): State | undefined {
  for (const change of changes) {
    const found = state(change);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** What of an entry is the object, part by part. */
type State = readonly unknown[];

function stateOf(object: NamedObject, entry: CatalogEntry | undefined, reader: CatalogReader): State | undefined {
  if (entry === undefined) return undefined;
  const { kind, id } = object;
  if (kind === "type")
    return entry.kind === "type" && typeObject(entry).id === id ? [{ ...entry, usedBy: 0 }] : undefined;
  if (kind === "relation") {
    if (!("reads" in entry) || `relation ${entry.id}` !== id) return undefined;
    return [entry.schema, entry.name, entry.reads, entry.indexes, entry.columns];
  }
  if (kind === "index") {
    return "indexes" in entry ? only(entry.indexes.find((index) => `index ${index.id}` === id)) : undefined;
  }
  if (entry.kind !== "table") return undefined;
  if (kind === "table") return `table ${entry.id}` === id ? tableState(entry) : undefined;
  if (kind === "constraint") return only(entry.constraints.find((each) => `constraint ${each.id}` === id));
  if (kind !== "column" || entry.id !== object.table.id) return undefined;
  return only(entry.columns.find((column) => columnObject(reader, entry, column).id === id));
}

function only(part: unknown): State | undefined {
  return part === undefined ? undefined : [part];
}

function tableState(table: Table): State {
  const { schema, name, columns, constraints, indexes, policies, triggers, rowSecurity, unlogged, partitionOf } = table;
  return [schema, name, columns, constraints, indexes, policies, triggers, rowSecurity, unlogged, partitionOf];
}

function sameParts(one: State, other: State): boolean {
  return one.every((part, index) => part === other[index] || isSameText(part, other[index]));
}

/** Lists may be made anew without a change of what they hold. */
function isSameText(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}
