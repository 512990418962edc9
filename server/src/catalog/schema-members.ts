import type { CatalogEntry, CatalogReader } from "./catalog.ts";
import { memberKey, membersKey, SCHEMAS } from "./keys.ts";
import { TEMPORARY_SCHEMA } from "./resolve.ts";

/** What the chain of a schema's members is written to. */
interface Writer extends CatalogReader {
  put(key: string, entry: CatalogEntry | undefined): void;
}

const MEMBERS: ReadonlySet<CatalogEntry["kind"]> = new Set([
  "table",
  "view",
  "materialized view",
  "sequence",
  "type",
  "routine",
]);

/** Links what now stands under the key into its schema's chain; what was ever in it is in it still. */
export function noteMember(writer: Writer, key: string, entry: CatalogEntry): void {
  if (!MEMBERS.has(entry.kind) || !("schema" in entry) || entry.schema === undefined) return;
  if (entry.schema === TEMPORARY_SCHEMA || ("presumed" in entry && entry.presumed)) return;
  const link = memberKey(key);
  if (writer.get(link) !== undefined) return;
  const head = membersKey(entry.schema);
  const first = writer.get(head);
  const isKnown = first?.kind === "schemaMember";
  writer.put(link, { kind: "schemaMember", member: key, next: isKnown ? first.member : undefined });
  writer.put(head, {
    kind: "schemaMember",
    member: key,
    next: isKnown ? first.next : noteSchema(writer, entry.schema),
  });
}

/** Makes the schema the first of all that have members; returns the one that was. */
function noteSchema(writer: Writer, schema: string): string | undefined {
  const first = writer.get(SCHEMAS);
  writer.put(SCHEMAS, { kind: "schemaMember", member: schema, next: undefined });
  return first?.kind === "schemaMember" ? first.member : undefined;
}

/** The schemas in which something was made, the latest first. */
export function schemasWithMembers(reader: CatalogReader): readonly string[] {
  const schemas: string[] = [];
  const first = reader.get(SCHEMAS);
  let schema = first?.kind === "schemaMember" ? first.member : undefined;
  while (schema !== undefined && !schemas.includes(schema)) {
    schemas.push(schema);
    const head = reader.get(membersKey(schema));
    schema = head?.kind === "schemaMember" ? head.next : undefined;
  }
  return schemas;
}

/** Keys of all that stands in the schema, the latest first. */
export function membersOf(reader: CatalogReader, schema: string): readonly string[] {
  const keys: string[] = [];
  const head = reader.get(membersKey(schema));
  let key = head?.kind === "schemaMember" ? head.member : undefined;
  while (key !== undefined) {
    if (reader.get(key) !== undefined) keys.push(key);
    const link = reader.get(memberKey(key));
    key = link?.kind === "schemaMember" ? link.next : undefined;
  }
  return keys;
}
