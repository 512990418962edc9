import type { CatalogEntry, CatalogReader } from "./catalog.ts";
import { type Chain, chainKey, linkKey, SCHEMAS } from "./keys.ts";
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

/** Links what now stands under the key into its schema's chains; what was ever in one is in it still. */
export function noteMember(writer: Writer, key: string, entry: CatalogEntry): void {
  if (!MEMBERS.has(entry.kind) || !("schema" in entry) || entry.schema === undefined) return;
  if (entry.schema === TEMPORARY_SCHEMA || ("presumed" in entry && entry.presumed)) return;
  link(writer, "member", key, entry.schema);
  if (entry.kind === "routine") link(writer, "routine", key, entry.schema);
}

function link(writer: Writer, chain: Chain, key: string, schema: string): void {
  const own = linkKey(chain, key);
  if (writer.get(own) !== undefined) return;
  const head = chainKey(chain, schema);
  const first = writer.get(head);
  const isKnown = first?.kind === "schemaMember";
  writer.put(own, { kind: "schemaMember", member: key, next: isKnown ? first.member : undefined });
  const before = chain === "member" && !isKnown ? noteSchema(writer, schema) : undefined;
  writer.put(head, { kind: "schemaMember", member: key, next: isKnown ? first.next : before });
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
    const head = reader.get(chainKey("member", schema));
    schema = head?.kind === "schemaMember" ? head.next : undefined;
  }
  return schemas;
}

/** Keys of all that stands in the schema, the latest first. */
export function membersOf(reader: CatalogReader, schema: string): readonly string[] {
  return linked(reader, "member", schema);
}

/** Keys of the routines that stand in the schema, the latest first. */
export function routinesOf(reader: CatalogReader, schema: string): readonly string[] {
  return linked(reader, "routine", schema);
}

function linked(reader: CatalogReader, chain: Chain, schema: string): readonly string[] {
  const keys: string[] = [];
  const head = reader.get(chainKey(chain, schema));
  let key = head?.kind === "schemaMember" ? head.member : undefined;
  while (key !== undefined) {
    if (reader.get(key) !== undefined) keys.push(key);
    const next = reader.get(linkKey(chain, key));
    key = next?.kind === "schemaMember" ? next.next : undefined;
  }
  return keys;
}
