import type { CatalogIndexKey, CatalogReader } from "./catalog.ts";
import { constraintNameKey } from "./keys.ts";
import { isRelationName } from "./resolve.ts";

/** The bytes of a name that Postgres keeps: NAMEDATALEN - 1. */
const NAME_BYTES = 63;

const encoder = new TextEncoder();
const decoder = new TextDecoder();

/** How many bytes of UTF-8 the text takes. */
function byteLength(text: string): number {
  return encoder.encode(text).length;
}

/** The longest beginning of the text that takes at most so many bytes and splits no character. */
function clip(text: string, bytes: number): string {
  const encoded = encoder.encode(text);
  if (encoded.length <= bytes) return text;
  let end = Math.max(bytes, 0);
  while (end > 0 && ((encoded[end] ?? 0) & 0xc0) === 0x80) end -= 1;
  return decoder.decode(encoded.subarray(0, end));
}

/** `first_second_label` in at most 63 bytes, the longer of the first two shortened first, as `makeObjectName` does. */
export function objectName(first: string, second: string | undefined, label: string): string {
  const available = NAME_BYTES - byteLength(label) - 1 - (second === undefined ? 0 : 1);
  let firstBytes = byteLength(first);
  let secondBytes = second === undefined ? 0 : byteLength(second);
  while (firstBytes + secondBytes > available) {
    if (firstBytes > secondBytes) firstBytes -= 1;
    else secondBytes -= 1;
  }
  const parts = [clip(first, firstBytes)];
  if (second !== undefined) parts.push(clip(second, secondBytes));
  return [...parts, label].join("_");
}

/** The first of `name`, `name1`, `name2` in at most 63 bytes that no relation of the schema has in any of the readers. */
export function numberedRelationName(readers: readonly CatalogReader[], schema: string, name: string): string {
  const isTaken = (tried: string) => readers.some((reader) => isRelationName(reader, schema, tried));
  let free = name;
  for (let pass = 1; isTaken(free); pass += 1) free = `${clip(name, NAME_BYTES - String(pass).length)}${pass}`;
  return free;
}

/** The first of `first_second_label`, `…label1`, `…label2` that is free. */
function freeName(
  first: string,
  second: string | undefined,
  label: string,
  isTaken: (name: string) => boolean,
): string {
  let name = objectName(first, second, label);
  for (let pass = 1; isTaken(name); pass += 1) name = objectName(first, second, `${label}${pass}`);
  return name;
}

/** A generated name for a relation that no relation of the schema has, as `ChooseRelationName` finds it. */
export function freeRelationName(
  reader: CatalogReader,
  schema: string,
  parts: { readonly first: string; readonly second: string | undefined; readonly label: string },
): string {
  return freeName(parts.first, parts.second, parts.label, (name) => isRelationName(reader, schema, name));
}

/** A generated name for a constraint that no constraint of the schema has, as `ChooseConstraintName` finds it. */
export function freeConstraintName(
  reader: CatalogReader,
  schema: string,
  parts: { readonly first: string; readonly second: string | undefined; readonly label: string },
): string {
  return freeName(
    parts.first,
    parts.second,
    parts.label,
    (name) => reader.get(constraintNameKey(schema, name)) !== undefined,
  );
}

/** The columns' part of a generated name: joined until 63 bytes are reached, as `ChooseIndexNameAddition` does. */
export function columnsPart(columns: readonly string[]): string {
  let part = "";
  for (const column of columns) {
    part += part === "" ? column : `_${column}`;
    if (byteLength(part) >= NAME_BYTES) break;
  }
  return clip(part, NAME_BYTES);
}

/** What an index's name is generated from. */
export interface IndexNaming {
  readonly kind: "primaryKey" | "unique" | "exclusion" | "index";
  readonly keys: readonly CatalogIndexKey[];
  readonly include: readonly string[];
  /** Where they are not those that its keys would give it now. */
  readonly columnNames?: readonly string[];
}

const INDEX_LABELS = { primaryKey: "pkey", unique: "key", exclusion: "excl", index: "idx" } as const;

/** The name that Postgres gives an index that is given none, as `ChooseIndexName` finds it. */
export function freeIndexName(reader: CatalogReader, schema: string, table: string, index: IndexNaming): string {
  const label = INDEX_LABELS[index.kind];
  const isTaken = (name: string) =>
    isRelationName(reader, schema, name) ||
    (index.kind !== "index" && reader.get(constraintNameKey(schema, name)) !== undefined);
  const second = index.kind === "primaryKey" ? undefined : columnsPart(indexColumnNames(index));
  return freeName(table, second, label, isTaken);
}

/** The names of an index's own columns: an expression's is made from it, and a repeated one is numbered. */
export function indexColumnNames(index: Omit<IndexNaming, "kind">): readonly string[] {
  if (index.columnNames !== undefined) return index.columnNames;
  const names: string[] = [];
  for (const wanted of [...index.keys.map((key) => key.column ?? key.expressionName ?? "expr"), ...index.include]) {
    let name = wanted;
    for (let pass = 1; names.includes(name); pass += 1)
      name = `${clip(wanted, NAME_BYTES - String(pass).length)}${pass}`;
    names.push(name);
  }
  return names;
}
