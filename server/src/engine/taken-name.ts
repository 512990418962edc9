import type { CatalogReader } from "../catalog/catalog.ts";
import { relationKey, typeKey } from "../catalog/keys.ts";
import { quotedName, quoteIdentifier } from "../catalog/quoted-name.ts";
import { tableById } from "../catalog/resolve.ts";
import type { NamedObject } from "./named-object.ts";

/** What stands in the way of another name for the object in the schema, in words; undefined where nothing does. */
export function takenName(object: NamedObject, newName: string, reader: CatalogReader): string | undefined {
  if (object.kind === "column" || object.kind === "constraint") return takenInTable(object, newName, reader);
  if (object.kind === "routine") return undefined;
  if (object.kind === "type") {
    const { schema } = object.type;
    const named = quotedName(schema, newName);
    if (reader.get(typeKey(schema, newName)) !== undefined) return `A type ${named}`;
    // A table's rows are of a type of its name.
    const relation = reader.get(relationKey(schema, newName));
    return relation?.kind === "table" ? `A table ${named}` : undefined;
  }
  const { schema } = object.kind === "table" ? object.table : object.kind === "index" ? object.owner : object.relation;
  const entry = reader.get(relationKey(schema, newName));
  if (entry !== undefined) return `${articleOf(entry.kind)} ${quotedName(schema, newName)}`;
  return object.kind === "table" && reader.get(typeKey(schema, newName)) !== undefined
    ? `A type ${quotedName(schema, newName)}`
    : undefined;
}

/** The same at the end of a history, for an object that still bears its old name there. */
export function takenAtEnd(object: NamedObject, old: string, newName: string, end: CatalogReader): string | undefined {
  return isThere(object, old, end) ? takenName(object, newName, end) : undefined;
}

function isThere(object: NamedObject, name: string, reader: CatalogReader): boolean {
  if (object.kind === "routine") return false;
  if (object.kind === "column" || object.kind === "constraint") {
    const table = tableById(reader, object.table.id);
    return (
      (object.kind === "column" ? table?.columns : table?.constraints)?.some((each) => each.name === name) === true
    );
  }
  if (object.kind === "type") return reader.get(typeKey(object.type.schema, name)) !== undefined;
  const { schema } = object.kind === "table" ? object.table : object.kind === "index" ? object.owner : object.relation;
  return reader.get(relationKey(schema, name)) !== undefined;
}

function articleOf(kind: string): string {
  return `${/^[aeiou]/.test(kind) ? "An" : "A"} ${kind}`;
}

function takenInTable(
  object: Extract<NamedObject, { kind: "column" | "constraint" }>,
  newName: string,
  reader: CatalogReader,
): string | undefined {
  const table = tableById(reader, object.table.id);
  const named = object.kind === "column" ? table?.columns : table?.constraints;
  if (table === undefined || !named?.some(({ name }) => name === newName)) return undefined;
  return `A ${object.kind} ${quoteIdentifier(newName)} of ${quotedName(table.schema, table.name)}`;
}
