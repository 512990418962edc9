import type { DropObjects } from "../sql/statement.ts";
import { constraintOf } from "./add-index.ts";
import { changeColumn, withDefault } from "./alter-column.ts";
import type { Relation, Table, TypeEntry } from "./catalog.ts";
import type { Draft } from "./draft.ts";
import { dropFoundRoutine, dropOther as dropOtherObjects } from "./drop-others.ts";
import { dropRelationAlone, dropViews } from "./drop-view.ts";
import { relationKey, schemaKey } from "./keys.ts";
import { filterShared } from "./lists.ts";
import { sequencesOf, withSequenceTurned } from "./owned-sequences.ts";
import { forgetPresumed } from "./presumed-table.ts";
import { putIndexNames, putTable } from "./put-table.ts";
import { removeColumn, removeForeignKeysOn, removeForeignKeysTo, removeParts } from "./remove-part.ts";
import { type Found, findRelation, findType, type Name, tableAt, tableById } from "./resolve.ts";
import { membersOf } from "./schema-members.ts";
import { dropStatistics } from "./table-statistics.ts";
import { dropTakingDefaults } from "./taken-sequence.ts";
import { forgetTriggers } from "./triggers.ts";

/** DROP of objects; with CASCADE also of what depends on them, as far as the catalogue holds it. */
export function dropObjects(draft: Draft, statement: DropObjects): void {
  dropOtherObjects(draft, statement);
  for (const name of statement.names) {
    switch (statement.objectKind) {
      case "table":
      case "foreign table":
      case "view":
      case "materialized view":
      case "sequence":
      case "index": {
        const found = findRelation(draft, name);
        if (found === undefined && statement.objectKind === "table") forgetPresumed(draft, name);
        if (found !== undefined && isOfKind(found.entry.kind, statement.objectKind)) {
          dropRelation(draft, found.key, statement.cascade);
        }
        break;
      }
      case "type":
      case "domain":
        dropType(draft, name, statement.cascade);
        break;
      case "schema":
        dropSchema(draft, name.name, statement.cascade);
        break;
      default:
    }
  }
}

function isOfKind(entryKind: string, objectKind: DropObjects["objectKind"]): boolean {
  return entryKind === (objectKind === "foreign table" ? "table" : objectKind);
}

/** A schema goes with all that stands in it, or not at all. */
function dropSchema(draft: Draft, name: string, cascade: boolean): void {
  const members = membersOf(draft, name);
  if (members.length > 0 && !cascade) return;
  for (const key of members) {
    const type = draft.get(key);
    if (type?.kind === "type") dropType(draft, type, cascade);
    else if (type?.kind === "routine") dropFoundRoutine(draft, { key, entry: type }, cascade);
    else dropRelation(draft, key, cascade);
  }
  draft.put(schemaKey(name), undefined);
}

/** Takes away a table, view, sequence or index by its key. */
export function dropRelation(draft: Draft, key: string, cascade: boolean): void {
  const entry = draft.get(key);
  if (entry?.kind === "index") dropIndex(draft, entry.table, entry.name, cascade);
  else if (entry?.kind === "table") dropTable(draft, key, entry, cascade);
  else if (entry !== undefined && "indexes" in entry) dropOther(draft, key, entry, cascade);
}

/** A foreign key to a partitioned table rests on each of its partitions, and goes with any. */
function removeForeignKeysToTree(draft: Draft, key: string): void {
  removeForeignKeysTo(draft, key, () => true);
  const parent = tableAt(draft, key)?.partitionOf;
  if (parent !== undefined) removeForeignKeysToTree(draft, parent);
}

/** A table goes with its indexes, its columns' sequences and its partitions; heirs and foreign keys to it only with CASCADE. */
function dropTable(draft: Draft, key: string, table: Table, cascade: boolean): void {
  if (cascade) removeForeignKeysToTree(draft, key);
  for (const child of table.children) {
    const isPartition = tableAt(draft, child)?.partitionOf === key;
    if (isPartition || cascade) dropRelation(draft, child, cascade);
  }
  if (cascade) dropViews(draft, table.dependents);
  for (const sequence of table.columns.flatMap(sequencesOf)) {
    if (cascade) dropTakingDefaults(draft, sequence);
    draft.put(sequence, undefined);
  }
  forgetTriggers(draft, key, table.triggers);
  dropStatistics(draft, table);
  putTable(draft, key, undefined);
}

function dropOther(draft: Draft, key: string, relation: Relation, cascade: boolean): void {
  if (cascade) dropTakingDefaults(draft, key);
  dropRelationAlone(draft, key, relation, cascade ? "withDependents" : "alone");
  if (relation.ownedBy !== undefined) forgetSequence(draft, relation.ownedBy, key);
}

/** A column whose sequence is dropped owns none. */
function forgetSequence(draft: Draft, tableId: string, key: string): void {
  const table = tableById(draft, tableId);
  const column = table?.columns.find((candidate) => sequencesOf(candidate).includes(key));
  if (table === undefined || column === undefined) return;
  const tableKey = relationKey(table.schema, table.name);
  changeColumn(draft, tableKey, column.name, (own) => withSequenceTurned(own, key, undefined), "all");
}

/** An index goes with what partitions have of it; one that backs a constraint stays, for Postgres refuses to drop it. */
function dropIndex(draft: Draft, key: string, name: string, cascade: boolean): void {
  const owner = draft.get(key);
  if (owner === undefined || !("indexes" in owner)) return;
  if (owner.kind !== "table") {
    const indexes = filterShared(owner.indexes, (index) => index.name !== name);
    draft.put(key, { ...owner, indexes });
    putIndexNames(draft, key, owner.schema, owner.indexes, indexes);
    return;
  }
  const dropped = owner.indexes.find((index) => index.name === name);
  if (cascade && dropped !== undefined) removeForeignKeysOn(draft, key, dropped);
  const isMeant = (index: Table["indexes"][number]) => index.name === name && constraintOf(owner, index) === undefined;
  removeParts(draft, key, { index: isMeant, constraint: () => false });
}

function dropType(draft: Draft, name: Name, cascade: boolean): void {
  const found = findType(draft, name);
  if (found === undefined) return;
  if (cascade) {
    for (const id of found.entry.usedBy) dropUsesOf(draft, tableById(draft, id), found);
  }
  draft.put(found.key, undefined);
}

/** Columns of the type go, and defaults that were converted from it. */
function dropUsesOf(draft: Draft, table: Table | undefined, { key: typeKey, entry: type }: Found<TypeEntry>): void {
  if (table === undefined) return;
  const key = relationKey(table.schema, table.name);
  if (table.ofType === typeKey) {
    dropRelation(draft, key, true);
    return;
  }
  for (const column of table.columns) {
    if (column.defaultTypes?.includes(typeKey)) {
      changeColumn(draft, key, column.name, (own) => withDefault(own, undefined), "only");
    }
    if (column.type !== type.name || column.typeSchema !== type.schema) continue;
    if (table.partitionBy?.keys.includes(column.name)) {
      // Postgres drops the whole table with a column that divides it.
      dropRelation(draft, key, true);
      return;
    }
    removeColumn(draft, key, column.name, { reach: "all", cascade: true });
  }
}
