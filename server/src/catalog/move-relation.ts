import type { CatalogEntry, Relation, Table } from "./catalog.ts";
import type { Draft } from "./draft.ts";
import { idKey, relationKey } from "./keys.ts";
import { mapShared } from "./lists.ts";
import { withNotNullNamed } from "./not-null.ts";
import { sequencesOf, withSequenceTurned } from "./owned-sequences.ts";
import { countConstraintName } from "./put-table.ts";
import { tableById } from "./resolve.ts";
import { useRoutine } from "./routines.ts";
import { sequenceDefault } from "./taken-sequence.ts";
import { forgetTriggers } from "./triggers.ts";

/**
 * Gives a table, view or sequence another name or schema and follows with all that points at it. A name that is taken
 * changes nothing, for Postgres refuses it.
 */
export function moveRelation(draft: Draft, key: string, schema: string, name: string): void {
  const entry = draft.get(key);
  const newKey = relationKey(schema, name);
  if (entry === undefined || !isRelation(entry) || draft.get(newKey) !== undefined) return;
  for (const neighbour of neighboursOf(entry)) {
    const other = draft.get(neighbour);
    if (other !== undefined && neighbour !== key) draft.put(neighbour, withKeyReplaced(other, key, newKey));
  }
  const named = entry.kind === "table" && name !== entry.name ? notNullsNamed(entry) : entry;
  const moved = withKeyReplaced({ ...named, schema, name }, key, newKey);
  draft.put(key, undefined);
  draft.put(newKey, moved);
  moveIndexNames(draft, entry, newKey, schema);
  forgetTriggers(draft, key, entry.triggers);
  for (const { routine } of entry.triggers ?? []) useRoutine(draft, routine, newKey, "added");
  if (entry.kind === "table") moveTable(draft, entry, newKey, schema);
  if (entry.kind !== "sequence") return;
  const users = entry.ownedBy === undefined ? [] : [entry.ownedBy];
  for (const table of new Set([...users, ...(entry.takers ?? [])])) moveUsed(draft, table, key, newKey, name);
}

function notNullsNamed(table: Table): Table {
  return { ...table, columns: mapShared(table.columns, (column) => withNotNullNamed(table, column)) };
}

function isRelation(entry: CatalogEntry): entry is Table | Relation {
  return "indexes" in entry;
}

/** Keys of all that may point at the table or view. */
function neighboursOf(entry: Table | Relation): ReadonlySet<string> {
  if (entry.kind !== "table") return new Set([...entry.reads, ...entry.dependents]);
  const targets = entry.constraints.map((constraint) => constraint.references?.table);
  const tables = [...entry.referencedBy, ...entry.parents, ...entry.children, ...targets];
  return new Set([...tables, ...entry.dependents].filter((key) => key !== undefined));
}

/** The entry with every pointer to one key turned to another. */
function withKeyReplaced<Entry extends CatalogEntry>(entry: Entry, key: string, newKey: string): Entry {
  const turned = (pointer: string) => (pointer === key ? newKey : pointer);
  if (entry.kind === "table") {
    return {
      ...entry,
      parents: mapShared(entry.parents, turned),
      children: mapShared(entry.children, turned),
      referencedBy: mapShared(entry.referencedBy, turned),
      dependents: mapShared(entry.dependents, turned),
      partitionOf: entry.partitionOf && turned(entry.partitionOf),
      constraints: mapShared(entry.constraints, (constraint) =>
        constraint.references?.table === key
          ? { ...constraint, references: { ...constraint.references, table: newKey } }
          : constraint,
      ),
    };
  }
  if (!isRelation(entry)) return entry;
  const read =
    entry.readColumns && mapShared(entry.readColumns, (own) => (own.table === key ? { ...own, table: newKey } : own));
  return {
    ...entry,
    reads: mapShared(entry.reads, turned),
    ...(read && { readColumns: read }),
    dependents: mapShared(entry.dependents, turned),
  };
}

function moveIndexNames(draft: Draft, entry: Table | Relation, newKey: string, schema: string): void {
  for (const { name } of entry.indexes) {
    draft.put(relationKey(entry.schema, name), undefined);
    draft.put(relationKey(schema, name), { kind: "index", table: newKey, name });
  }
}

/** A table takes along its id, its constraints' names and, to another schema, the sequences of its columns. */
function moveTable(draft: Draft, table: Table, newKey: string, schema: string): void {
  draft.put(idKey(table.id), { kind: "id", key: newKey });
  if (schema === table.schema) return;
  for (const { name } of table.constraints) {
    countConstraintName(draft, table.schema, name, -1);
    countConstraintName(draft, schema, name, 1);
  }
  for (const key of table.columns.flatMap(sequencesOf)) {
    const sequence = draft.get(key);
    if (sequence?.kind === "sequence") moveRelation(draft, key, schema, sequence.name);
  }
}

/** The column that owns a sequence follows its new name, and so do the defaults that take from it. */
function moveUsed(draft: Draft, tableId: string, key: string, newKey: string, name: string): void {
  const table = tableById(draft, tableId);
  if (table === undefined) return;
  const columns = mapShared(table.columns, (column) => {
    const owned = withSequenceTurned(column, key, newKey);
    return owned.takesFrom === key ? { ...owned, takesFrom: newKey, default: sequenceDefault(name) } : owned;
  });
  draft.put(relationKey(table.schema, table.name), { ...table, columns });
}
