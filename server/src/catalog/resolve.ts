import type { ObjectName } from "../sql/statement.ts";
import type { CatalogEntry, CatalogReader, Index, Relation, Table, TypeEntry } from "./catalog.ts";
import { idKey, relationKey, settingKey, typeKey } from "./keys.ts";

/** Where temporary objects stand; Postgres looks there before the search path. */
export const TEMPORARY_SCHEMA = "pg_temp";

/** A name without or with its schema, as statements give it. */
export type Name = Pick<ObjectName, "schema" | "name">;

/** An entry and the key that it stands under. */
export interface Found<Entry extends CatalogEntry = CatalogEntry> {
  readonly key: string;
  readonly entry: Entry;
}

const DEFAULT_PATH: readonly string[] = ["public"];

/** The schemas that an unqualified name is looked up in, in order; never empty, `public` where nothing says otherwise. */
export function searchPath(reader: CatalogReader): readonly string[] {
  const setting = reader.get(settingKey("search_path"));
  if (setting?.kind !== "setting" || setting.values.length === 0) return DEFAULT_PATH;
  return setting.values;
}

/** The schema in which an unqualified name is created: the first of the search path. */
export function creationSchema(reader: CatalogReader): string {
  return searchPath(reader)[0] ?? "public";
}

/** The relation (table, view, sequence or index) that the name means, and its key. */
export function findRelation(reader: CatalogReader, name: Name): Found | undefined {
  return find(reader, name, relationKey);
}

/** The table that the name means, and its key. */
export function findTableEntry(reader: CatalogReader, name: Name): Found<Table> | undefined {
  const found = findRelation(reader, name);
  return found?.entry.kind === "table" ? { key: found.key, entry: found.entry } : undefined;
}

/** The table that the name means, or undefined where the history knows none. */
export function findTable(reader: CatalogReader, name: Name): Table | undefined {
  return findTableEntry(reader, name)?.entry;
}

/** The type, enum or domain that the name means, and its key. */
export function findType(reader: CatalogReader, name: Name): Found<TypeEntry> | undefined {
  const found = find(reader, name, typeKey);
  return found?.entry.kind === "type" ? { key: found.key, entry: found.entry } : undefined;
}

/** An index, the table or materialized view that holds it, and that relation's key. */
export interface FoundIndex {
  readonly key: string;
  readonly owner: Table | Relation;
  readonly index: Index;
}

/** The index that the name means, and what holds it. */
export function findIndex(reader: CatalogReader, name: Name): FoundIndex | undefined {
  const found = findRelation(reader, name);
  if (found?.entry.kind !== "index") return undefined;
  const { table: key, name: indexName } = found.entry;
  const owner = reader.get(key);
  if (owner === undefined || !("indexes" in owner)) return undefined;
  const index = owner.indexes.find((candidate) => candidate.name === indexName);
  return index && { key, owner, index };
}

/** The key of the relation that the name means, or would get if it were created now. */
export function keyOf(reader: CatalogReader, name: Name): string {
  return findRelation(reader, name)?.key ?? relationKey(name.schema ?? creationSchema(reader), name.name);
}

/** Whether a relation of the schema has the name; a composite type counts, for Postgres keeps it among them. */
export function isRelationName(reader: CatalogReader, schema: string, name: string): boolean {
  if (reader.get(relationKey(schema, name)) !== undefined) return true;
  const type = reader.get(typeKey(schema, name));
  return type?.kind === "type" && type.form === "composite";
}

/** The table under a key, or undefined where something else or nothing stands there. */
export function tableAt(reader: CatalogReader, key: string): Table | undefined {
  const entry = reader.get(key);
  return entry?.kind === "table" ? entry : undefined;
}

/** The table with the id, wherever renames have moved it. */
export function tableById(reader: CatalogReader, id: string): Table | undefined {
  const pointer = reader.get(idKey(id));
  return pointer?.kind === "id" ? tableAt(reader, pointer.key) : undefined;
}

function find(reader: CatalogReader, name: Name, keyIn: (schema: string, name: string) => string): Found | undefined {
  const schemas = name.schema === undefined ? [TEMPORARY_SCHEMA, ...searchPath(reader)] : [name.schema];
  for (const schema of schemas) {
    const key = keyIn(schema, name.name);
    const entry = reader.get(key);
    if (entry !== undefined) return { key, entry };
  }
  return undefined;
}
