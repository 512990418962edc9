import type { Node, ObjectType } from "libpg-query";
import type { ObjectKind, ObjectName, TypeName } from "../statement.ts";
import type { StatementSource } from "../statement-source.ts";
import { objectNameAt, stringsOf } from "./names.ts";
import { isWord, skipWords } from "./tokens.ts";
import { typeName } from "./type-name.ts";

const kinds: Readonly<Partial<Record<ObjectType, ObjectKind>>> = {
  OBJECT_TABLE: "table",
  OBJECT_FOREIGN_TABLE: "foreign table",
  OBJECT_INDEX: "index",
  OBJECT_VIEW: "view",
  OBJECT_MATVIEW: "materialized view",
  OBJECT_SEQUENCE: "sequence",
  OBJECT_SCHEMA: "schema",
  OBJECT_TYPE: "type",
  OBJECT_DOMAIN: "domain",
  OBJECT_COLUMN: "column",
  OBJECT_ATTRIBUTE: "attribute",
  OBJECT_TABCONSTRAINT: "constraint",
  OBJECT_DOMCONSTRAINT: "constraint",
  OBJECT_TRIGGER: "trigger",
  OBJECT_POLICY: "policy",
  OBJECT_RULE: "rule",
  OBJECT_FUNCTION: "function",
  OBJECT_PROCEDURE: "procedure",
  OBJECT_ROUTINE: "routine",
  OBJECT_AGGREGATE: "aggregate",
  OBJECT_EXTENSION: "extension",
  OBJECT_STATISTIC_EXT: "statistics",
  OBJECT_PUBLICATION: "publication",
  OBJECT_SUBSCRIPTION: "subscription",
  OBJECT_EVENT_TRIGGER: "event trigger",
  OBJECT_LANGUAGE: "language",
  OBJECT_COLLATION: "collation",
  OBJECT_ROLE: "role",
  OBJECT_DATABASE: "database",
};

/** The parser's kind of object in our words. */
export function objectKind(type: ObjectType | undefined): ObjectKind {
  return (type && kinds[type]) ?? "other";
}

const unnamed: ReadonlySet<ObjectType> = new Set([
  "OBJECT_CAST",
  "OBJECT_TRANSFORM",
  "OBJECT_OPERATOR",
  "OBJECT_OPCLASS",
  "OBJECT_OPFAMILY",
  "OBJECT_LARGEOBJECT",
  "OBJECT_PARAMETER_ACL",
]);

/** Whether a name alone tells an object of this kind apart, which those of `+(int, int)`, `name USING btree` do not. */
export function isNamed(type: ObjectType | undefined): boolean {
  return type !== undefined && !unnamed.has(type);
}

/** How many words name a kind of object, where they are several: FOREIGN DATA WRAPPER. */
const wordCounts: Readonly<Partial<Record<ObjectType, number>>> = {
  OBJECT_ACCESS_METHOD: 2,
  OBJECT_EVENT_TRIGGER: 2,
  OBJECT_FDW: 3,
  OBJECT_FOREIGN_TABLE: 2,
  OBJECT_MATVIEW: 2,
  OBJECT_OPCLASS: 2,
  OBJECT_OPFAMILY: 2,
  OBJECT_TSCONFIGURATION: 3,
  OBJECT_TSDICTIONARY: 3,
  OBJECT_TSPARSER: 3,
  OBJECT_TSTEMPLATE: 3,
};

/** The last token of the words that name the kind of object, of which the first stands at `first`: after DROP or ALTER. */
export function objectWordsEnd(source: StatementSource, type: ObjectType | undefined, first = 1): number {
  if (type === "OBJECT_LANGUAGE" && isWord(source, first, "procedural")) return first + 1;
  return first - 1 + ((type && wordCounts[type]) ?? 1);
}

/** The object's own name in a statement whose object the parser does not locate: after the kind and IF EXISTS. */
export function unlocatedName(
  source: StatementSource,
  type: ObjectType | undefined,
  missingOk: boolean | undefined,
  parts: readonly string[],
): ObjectName {
  const first = objectWordsEnd(source, type) + 1;
  return objectNameAt(source, missingOk ? skipWords(source, first, "if", "exists") : first, parts);
}

/** The types of a routine's parameters in DROP, RENAME and their like; undefined where none are written. */
export function signatureOf(source: StatementSource, node: Node | undefined): readonly TypeName[] | undefined {
  if (!node || !("ObjectWithArgs" in node) || node.ObjectWithArgs.args_unspecified) return undefined;
  const types: TypeName[] = [];
  for (const type of node.ObjectWithArgs.objargs ?? []) {
    if ("TypeName" in type) types.push(typeName(source, type.TypeName));
  }
  return types;
}

/** The same as a property that is absent where no types are written. */
export function withSignature(
  source: StatementSource,
  node: Node | undefined,
): { readonly signature?: readonly TypeName[] } {
  const signature = signatureOf(source, node);
  return signature ? { signature } : {};
}

/** The parts of an object's name in DROP, RENAME and SET SCHEMA; empty where the object is not simply named. */
export function namePartsOf(node: Node | undefined): readonly string[] {
  if (node === undefined) return [];
  if ("String" in node) return [node.String.sval ?? ""];
  if ("List" in node) return stringsOf(node.List.items);
  if ("ObjectWithArgs" in node) return stringsOf(node.ObjectWithArgs.objname);
  if (!("TypeName" in node)) return [];
  const names = stringsOf(node.TypeName.names);
  // The grammar itself puts pg_catalog before the types that SQL spells: int, timestamp.
  return names[0] === "pg_catalog" ? names.slice(1) : names;
}
