import type { CommentOn, ObjectName } from "../sql/statement.ts";
import type { CatalogEntry, CatalogReader, Described, NamedPart, Table } from "./catalog.ts";
import type { Draft } from "./draft.ts";
import { otherKey, schemaKey } from "./keys.ts";
import { mapShared } from "./lists.ts";
import { creationSchema, type Found, findIndex, findRelation, findType } from "./resolve.ts";
import { findRoutine } from "./routines.ts";

/** COMMENT ON. */
export function commentOn(draft: Draft, statement: CommentOn): void {
  const { objectKind, name, part, text } = statement;
  if (objectKind === "index") {
    commentIndex(draft, name, text);
    return;
  }
  const found = describedEntry(draft, statement);
  if (found === undefined) return;
  const next = part === undefined ? described(found.entry, text) : withPartDescribed(found.entry, statement, part);
  if (next !== undefined) draft.put(found.key, next);
}

/** What COMMENT ON, OWNER TO and GRANT name; of a column, a constraint and their like what they belong to. */
export function describedEntry(
  draft: CatalogReader,
  { objectKind, name, signature }: Pick<CommentOn, "objectKind" | "name" | "signature">,
): Found | undefined {
  switch (objectKind) {
    case "function":
    case "procedure":
    case "routine":
    case "aggregate":
      return findRoutine(draft, name, signature);
    case "type":
    case "domain":
    case "attribute":
      return findType(draft, name);
    case "schema":
      return entryAt(draft, schemaKey(name.name));
    case "extension":
    case "publication":
      return entryAt(draft, otherKey(objectKind, name.name));
    case "statistics":
      return entryAt(draft, otherKey(objectKind, `${name.schema ?? creationSchema(draft)}.${name.name}`));
    case "column":
      return findRelation(draft, name) ?? findType(draft, name);
    default:
      return findRelation(draft, name);
  }
}

function entryAt(draft: CatalogReader, key: string): Found | undefined {
  const entry = draft.get(key);
  return entry && { key, entry };
}

/** The value with another comment, or none. */
function described<Value extends Pick<Described, "comment">>(value: Value, text: string | undefined): Value;
function described(value: CatalogEntry, text: string | undefined): CatalogEntry;
function described(value: object, text: string | undefined): object {
  const { comment: _, ...rest } = value as Described;
  return text === undefined ? rest : { ...rest, comment: text };
}

function commentIndex(draft: Draft, name: ObjectName, text: string | undefined): void {
  const found = findIndex(draft, name);
  if (found === undefined) return;
  const indexes = mapShared(found.owner.indexes, (index) => (index === found.index ? described(index, text) : index));
  draft.put(found.key, { ...found.owner, indexes });
}

function withPartDescribed(
  entry: CatalogEntry,
  { objectKind, text }: CommentOn,
  part: string,
): CatalogEntry | undefined {
  const among = <Part extends Pick<NamedPart, "name" | "comment">>(parts: readonly Part[]): readonly Part[] =>
    mapShared(parts, (own) => (own.name === part ? described(own, text) : own));
  if (entry.kind === "type" && entry.attributes !== undefined) return { ...entry, attributes: among(entry.attributes) };
  if (entry.kind === "table") return tableDescribed(entry, objectKind, among);
  if (entry.kind !== "view" && entry.kind !== "materialized view") return undefined;
  if (objectKind === "column" && entry.columns !== undefined) return { ...entry, columns: among(entry.columns) };
  if (objectKind === "trigger" && entry.triggers !== undefined) return { ...entry, triggers: among(entry.triggers) };
  return undefined;
}

function tableDescribed(
  table: Table,
  objectKind: CommentOn["objectKind"],
  among: <Part extends Pick<NamedPart, "name" | "comment">>(parts: readonly Part[]) => readonly Part[],
): Table | undefined {
  switch (objectKind) {
    case "column":
      return { ...table, columns: among(table.columns) };
    case "constraint":
      return { ...table, constraints: among(table.constraints) };
    case "trigger":
      return { ...table, triggers: among(table.triggers) };
    case "policy":
      return { ...table, policies: among(table.policies) };
    case "rule":
      return { ...table, rules: among(table.rules) };
    default:
      return undefined;
  }
}
