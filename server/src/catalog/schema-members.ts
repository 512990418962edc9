import type { CatalogEntry, CatalogReader } from "./catalog.ts";
import { memberKey, membersKey } from "./keys.ts";
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
  const next = first?.kind === "schemaMember" ? first.member : undefined;
  writer.put(link, { kind: "schemaMember", member: key, next });
  writer.put(head, { kind: "schemaMember", member: key, next: undefined });
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
