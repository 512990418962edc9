import type { CreateExtension, CreateSchema, CreateStatistics, Publication, Statement } from "../sql/statement.ts";
import type { CatalogEntry } from "./catalog.ts";
import type { Draft } from "./draft.ts";
import { otherKey, schemaKey, settingKey } from "./keys.ts";
import { creationSchema, findTableEntry, searchPath } from "./resolve.ts";

/** CREATE SCHEMA, with what is made inside it: unqualified names mean the new schema there. */
export function createSchema(
  draft: Draft,
  { name, ifNotExists, elements }: CreateSchema,
  apply: (draft: Draft, statement: Statement) => void,
): void {
  const key = schemaKey(name);
  const isThere = draft.get(key) !== undefined;
  if (isThere && ifNotExists) return;
  if (!isThere) draft.put(key, { kind: "schema", name });
  const inside = withSearchPath(draft, [name, ...searchPath(draft)]);
  for (const element of elements) apply(inside, element);
}

/** The draft as a session with another search path sees it. */
function withSearchPath(draft: Draft, values: readonly string[]): Draft {
  const path = settingKey("search_path");
  const setting: CatalogEntry = { kind: "setting", values, afterTransaction: undefined };
  return { ...draft, get: (key) => (key === path ? setting : draft.get(key)) };
}

/** CREATE EXTENSION. What it brings along is not known. */
export function createExtension(draft: Draft, { name, schema }: CreateExtension): void {
  const key = otherKey("extension", name);
  if (draft.get(key) === undefined) draft.put(key, { kind: "extension", name, schema, origin: draft.origin });
}

/** CREATE STATISTICS. */
export function createStatistics(draft: Draft, { name, tables, columns }: CreateStatistics): void {
  const table = tables[0] && findTableEntry(draft, tables[0]);
  if (name === undefined || table === undefined) return;
  const schema = name.schema ?? creationSchema(draft);
  const key = otherKey("statistics", `${schema}.${name.name}`);
  if (draft.get(key) !== undefined) return;
  draft.put(key, { kind: "statistics", schema, name: name.name, table: table.entry.id, columns, origin: draft.origin });
  draft.put(table.key, { ...table.entry, statistics: [...(table.entry.statistics ?? []), key] });
}

/** CREATE and ALTER PUBLICATION. */
export function changePublication(draft: Draft, statement: Publication): void {
  const key = otherKey("publication", statement.name);
  const before = draft.get(key);
  const named = statement.tables.flatMap((table) => findTableEntry(draft, table)?.entry.id ?? []);
  const schemas = statement.schemas.map((schema) => (schema === "" ? creationSchema(draft) : schema));
  if (statement.kind === "createPublication") {
    if (before !== undefined) return;
    const { name, allTables } = statement;
    draft.put(key, { kind: "publication", name, tables: named, allTables, schemas, origin: draft.origin });
    return;
  }
  if (before?.kind !== "publication" || statement.action === undefined || statement.action === "options") return;
  const change = MEMBERS[statement.action];
  draft.put(key, { ...before, tables: change(before.tables, named), schemas: change(before.schemas, schemas) });
}

/** What ALTER PUBLICATION does with the tables and schemas. */
const MEMBERS: Readonly<
  Record<"add" | "drop" | "set", (own: readonly string[], named: readonly string[]) => readonly string[]>
> = {
  add: (own, named) => Array.from(new Set([...own, ...named])),
  drop: (own, named) => own.filter((item) => !named.includes(item)),
  set: (_, named) => named,
};
