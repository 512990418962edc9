import type { DropdbStmt, DropStmt, ObjectType } from "libpg-query";
import type { Range } from "../../text/range.ts";
import type { DropObjects, ObjectName } from "../statement.ts";
import type { StatementSource } from "../statement-source.ts";
import { nameEnd, objectNameAt } from "./names.ts";
import { isNamed, namePartsOf, objectKind, objectWordsEnd, signatureOf } from "./object-kind.ts";
import { elementsOf, rangeOf, skipWords } from "./tokens.ts";

/** Kinds that live on a table: `DROP TRIGGER name ON table`. */
const onTable: ReadonlySet<ObjectType> = new Set(["OBJECT_TRIGGER", "OBJECT_RULE", "OBJECT_POLICY"]);

const routines: ReadonlySet<ObjectType> = new Set([
  "OBJECT_FUNCTION",
  "OBJECT_PROCEDURE",
  "OBJECT_ROUTINE",
  "OBJECT_AGGREGATE",
]);

/** DROP of named objects; undefined for the kinds that are not simply named. */
export function dropObjects(source: StatementSource, node: DropStmt, range: Range): DropObjects | undefined {
  const type = node.removeType;
  if (type === undefined || !isNamed(type)) return undefined;
  const kindEnd = objectWordsEnd(source, type);
  let first = kindEnd + 1;
  if (node.concurrent) first = skipWords(source, first, "concurrently");
  if (node.missing_ok) first = skipWords(source, first, "if", "exists");
  return {
    kind: "drop",
    range,
    objectKind: objectKind(type),
    names: onTable.has(type) ? [] : droppedNames(source, node, first),
    ...(onTable.has(type) ? dropOnTable(source, node, first) : {}),
    ...(routines.has(type) && { signatures: (node.objects ?? []).map((object) => signatureOf(source, object)) }),
    ifExists: node.missing_ok === true,
    cascade: node.behavior === "DROP_CASCADE",
    concurrently: node.concurrent === true,
    keyword: rangeOf(source, { first: 0, last: kindEnd }),
  };
}

/** DROP DATABASE, which has a shape of its own in the grammar. */
export function dropDatabase(source: StatementSource, node: DropdbStmt, range: Range): DropObjects {
  const first = skipWords(source, 2, "if", "exists");
  return {
    kind: "drop",
    range,
    objectKind: "database",
    names: [objectNameAt(source, first, [node.dbname ?? ""])],
    ifExists: node.missing_ok === true,
    cascade: false,
    concurrently: false,
    keyword: rangeOf(source, { first: 0, last: 1 }),
  };
}

function droppedNames(source: StatementSource, node: DropStmt, first: number): readonly ObjectName[] {
  const spans = elementsOf(source, { first, last: source.tokens.length - 1 });
  const names: ObjectName[] = [];
  for (const [at, object] of (node.objects ?? []).entries()) {
    const span = spans[at];
    if (span) names.push(objectNameAt(source, span.first, namePartsOf(object)));
  }
  return names;
}

/** The tree gives the table's parts and then the object's own name. */
function dropOnTable(source: StatementSource, node: DropStmt, first: number): Pick<DropObjects, "names" | "on"> {
  const parts = namePartsOf(node.objects?.[0]);
  const name = objectNameAt(source, first, parts.slice(-1));
  const table = skipWords(source, nameEnd(source, first) + 1, "on");
  return { names: [name], on: objectNameAt(source, table, parts.slice(0, -1)) };
}
