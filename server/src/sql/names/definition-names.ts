import type {
  AlterObjectSchemaStmt,
  AlterOwnerStmt,
  CommentStmt,
  CompositeTypeStmt,
  CopyStmt,
  CreateDomainStmt,
  CreateFunctionStmt,
  CreatePolicyStmt,
  CreateSeqStmt,
  CreateStmt,
  CreateTableAsStmt,
  CreateTrigStmt,
  DefElem,
  DoStmt,
  DropStmt,
  IndexStmt,
  Node,
  ObjectType,
  RangeVar,
  RenameStmt,
  ViewStmt,
} from "libpg-query";
import { identifierEnd, stringsOf } from "../lower/names.ts";
import { elementsOf, isMark, isWord, tokenAt } from "../lower/tokens.ts";
import { noteBody } from "./body-names.ts";
import { noteColumnList, noteConstraint, noteIndexElements } from "./key-names.ts";
import { type StoredName, scopeOf, sourceOf } from "./name-use.ts";
import {
  type NameWalk,
  NOWHERE,
  note,
  noteColumn,
  noteParts,
  noteRelation,
  partsOf,
  relationStored,
  type Surroundings,
  skipIfExists,
  storedName,
  wordFrom,
} from "./name-walk.ts";
import { noteQuery } from "./query-names.ts";
import { noteColumnDefinition, visit } from "./visit.ts";

/** Notes the names of a CREATE TABLE. */
export function noteCreateTable(walk: NameWalk, create: CreateStmt, around: Surroundings): void {
  const { relation, tableElts, inhRelations, ofTypename, partspec, partbound } = create;
  if (relation === undefined) return;
  noteRelation(walk, relation, "makes");
  const table = relationStored(relation);
  visit(walk, [inhRelations, ofTypename, partbound], around);
  for (const node of tableElts ?? []) {
    if ("ColumnDef" in node) noteColumnDefinition(walk, node.ColumnDef, table);
    else if ("Constraint" in node) noteConstraint(walk, node.Constraint, table);
    else visit(walk, node, around);
  }
  for (const node of create.constraints ?? []) {
    if ("Constraint" in node) noteConstraint(walk, node.Constraint, table);
  }
  for (const node of partspec?.partParams ?? []) {
    if (!("PartitionElem" in node)) continue;
    const { name, location, expr } = node.PartitionElem;
    const scope = scopeOf(table);
    if (name !== undefined) noteColumn(walk, tokenAt(walk.source, location), { name, qualifier: undefined, scope });
    visit(walk, expr, { scope, ctes: undefined });
  }
}

/** Notes the names of a CREATE TABLE … AS or CREATE MATERIALIZED VIEW. */
export function noteCreateTableAs(walk: NameWalk, { into, query }: CreateTableAsStmt, around: Surroundings): void {
  noteRelation(walk, into?.rel, "makes");
  noteQuery(walk, query, around);
}

/** Notes the names of a CREATE VIEW. */
export function noteCreateView(walk: NameWalk, { view, query }: ViewStmt, around: Surroundings): void {
  noteRelation(walk, view, "makes");
  noteQuery(walk, query, around);
}

/** Notes the names of a CREATE INDEX. */
export function noteCreateIndex(walk: NameWalk, index: IndexStmt): void {
  const { source } = walk;
  const { idxname, relation, indexParams, indexIncludingParams, whereClause } = index;
  if (relation === undefined) return;
  const table = relationStored(relation);
  const end = noteRelation(walk, relation);
  if (idxname !== undefined) {
    const word = wordFrom(source, 0, "index") ?? 0;
    const at = skipIfExists(source, isWord(source, word + 1, "concurrently") ? word + 2 : word + 1);
    note(walk, at, "makes", { kind: "relation", schema: table.schema, name: idxname });
  }
  const own: Surroundings = { scope: scopeOf(table), ctes: undefined };
  const behind = noteIndexElements(walk, indexParams ?? [], end + 1, own);
  if (indexIncludingParams !== undefined) noteIndexElements(walk, indexIncludingParams, behind, own);
  visit(walk, whereClause, own);
}

/** Kinds of objects whose names are types'. */
const TYPES: ReadonlySet<ObjectType | undefined> = new Set(["OBJECT_TYPE", "OBJECT_DOMAIN"]);

/** Kinds of objects whose names are relations'. */
const RELATIONS: ReadonlySet<ObjectType | undefined> = new Set([
  "OBJECT_TABLE",
  "OBJECT_FOREIGN_TABLE",
  "OBJECT_VIEW",
  "OBJECT_MATVIEW",
  "OBJECT_INDEX",
  "OBJECT_SEQUENCE",
]);

const ROUTINES: ReadonlySet<ObjectType | undefined> = new Set([
  "OBJECT_FUNCTION",
  "OBJECT_PROCEDURE",
  "OBJECT_ROUTINE",
  "OBJECT_AGGREGATE",
]);

function kindOf(type: ObjectType | undefined): "relation" | "type" | "routine" | undefined {
  if (RELATIONS.has(type)) return "relation";
  if (TYPES.has(type)) return "type";
  return ROUTINES.has(type) ? "routine" : undefined;
}

/** Notes the old and the new name of a RENAME. */
export function noteRename(walk: NameWalk, rename: RenameStmt): void {
  const { source } = walk;
  const { renameType, relation, object, subname, newname = "" } = rename;
  const last = nameStartBefore(walk, source.tokens.length);
  const old = nameStartBefore(walk, last - 1);
  if (relation !== undefined && (renameType === "OBJECT_COLUMN" || renameType === "OBJECT_TABCONSTRAINT")) {
    noteRelation(walk, relation);
    const table = relationStored(relation);
    const name = subname ?? "";
    if (renameType === "OBJECT_TABCONSTRAINT") {
      note(walk, old, "use", { kind: "constraint", name, table });
      note(walk, last, "newName", { kind: "constraint", name: newname, table });
      return;
    }
    const place = { qualifier: undefined, scope: scopeOf(table) };
    noteColumn(walk, old, { name, ...place });
    noteColumn(walk, last, { name: newname, ...place }, "newName");
    return;
  }
  const kind = kindOf(renameType);
  if (kind === undefined) {
    visit(walk, relation, NOWHERE);
    return;
  }
  const name = relation === undefined ? storedName(partsOf(object)) : relationStored(relation);
  if (relation !== undefined) noteRelation(walk, relation);
  else noteParts(walk, nameAfterKind(walk, 1), partsOf(object), kind);
  note(walk, last, "newName", { kind, schema: name.schema, name: newname });
}

/** The token at which the identifier starts that ends before a token. */
function nameStartBefore(walk: NameWalk, end: number): number {
  let first = end - 1;
  while (first > 0 && identifierEnd(walk.source, first - 1) === end - 1) first -= 1;
  return Math.max(first, 0);
}

/** The token at which the first name of DROP or ALTER stands, behind the words for its kind; the kind starts at `from`. */
function nameAfterKind(walk: NameWalk, from: number): number {
  const { source } = walk;
  const long = isWord(source, from, "materialized") || isWord(source, from, "foreign");
  const at = long ? from + 2 : from + 1;
  return skipIfExists(source, isWord(source, at, "concurrently") ? at + 1 : at);
}

/** Notes the names of a DROP. */
export function noteDrop(walk: NameWalk, { objects, removeType }: DropStmt): void {
  const { source } = walk;
  const first = nameAfterKind(walk, 1);
  const kind = kindOf(removeType);
  if (kind === undefined) {
    const on = wordFrom(source, first, "on");
    const parts = partsOf(objects?.[0]);
    if (on !== undefined && parts.length > 1) noteParts(walk, on + 1, parts.slice(0, -1), "relation");
    return;
  }
  const elements = elementsOf(source, { first, last: source.tokens.length - 1 });
  (objects ?? []).forEach((object, index) => {
    const element = elements[index];
    if (element === undefined) return;
    noteParts(walk, element.first, partsOf(object), kind);
    if ("ObjectWithArgs" in object) visit(walk, object.ObjectWithArgs.objargs, NOWHERE);
  });
}

/** Notes the names of a COMMENT ON. */
export function noteComment(walk: NameWalk, { objtype, object }: CommentStmt): void {
  const { source } = walk;
  const parts = partsOf(object);
  const first = nameAfterKind(walk, 2);
  if (objtype === "OBJECT_COLUMN") {
    const behind = noteParts(walk, first, parts.slice(0, -1), "relation");
    const scope = scopeOf(storedName(parts.slice(0, -1)));
    noteColumn(walk, behind + 1, { name: parts.at(-1) ?? "", qualifier: undefined, scope });
    return;
  }
  const kind = kindOf(objtype);
  if (kind !== undefined) {
    noteParts(walk, first, parts, kind);
    return;
  }
  const on = parts.length > 1 ? wordFrom(source, first + 1, "on") : undefined;
  if (on === undefined) return;
  const table = parts.slice(0, -1);
  if (objtype === "OBJECT_TABCONSTRAINT") {
    note(walk, first, "use", { kind: "constraint", name: parts.at(-1) ?? "", table: storedName(table) });
  }
  noteParts(walk, on + 1, table, "relation");
}

/** Notes a type that is made, whose name stands behind the first such word. */
export function noteMadeType(walk: NameWalk, parts: readonly string[], word: "type" | "domain"): void {
  const at = wordFrom(walk.source, 0, word);
  if (at !== undefined) noteParts(walk, at + 1, parts, "type", "makes");
}

/** Notes a type that is changed. */
export function noteNamedType(walk: NameWalk, parts: readonly string[], word: "type" | "domain"): void {
  const at = wordFrom(walk.source, 0, word);
  if (at !== undefined) noteParts(walk, at + 1, parts, "type");
}

/** Notes the names of a CREATE DOMAIN. */
export function noteCreateDomain(walk: NameWalk, { domainname, typeName, constraints }: CreateDomainStmt): void {
  noteMadeType(walk, stringsOf(domainname), "domain");
  visit(walk, [typeName, constraints], NOWHERE);
}

/** Notes the names of a composite CREATE TYPE; its attributes are no columns of a table. */
export function noteComposite(walk: NameWalk, { typevar, coldeflist }: CompositeTypeStmt): void {
  noteRelation(walk, typevar, "makes", "type");
  for (const node of coldeflist ?? []) if ("ColumnDef" in node) visit(walk, node.ColumnDef.typeName, NOWHERE);
}

/** Notes the names of a CREATE SEQUENCE. */
export function noteCreateSequence(walk: NameWalk, { sequence, options }: CreateSeqStmt): void {
  noteRelation(walk, sequence, "makes");
  noteOwnedBy(walk, options);
}

/** Notes the column that OWNED BY names. */
export function noteOwnedBy(walk: NameWalk, options: readonly Node[] | undefined): void {
  for (const node of options ?? []) {
    if (!("DefElem" in node) || node.DefElem.defname !== "owned_by") continue;
    const parts = partsOf(node.DefElem.arg);
    if (parts.length < 2) continue;
    const at = tokenAt(walk.source, node.DefElem.location) + 2;
    const behind = noteParts(walk, at, parts.slice(0, -1), "relation");
    const scope = scopeOf(storedName(parts.slice(0, -1)));
    noteColumn(walk, behind + 1, { name: parts.at(-1) ?? "", qualifier: undefined, scope });
  }
}

/** Notes what ALTER … SET SCHEMA or OWNER TO names. */
export function noteMovedObject(walk: NameWalk, statement: AlterObjectSchemaStmt | AlterOwnerStmt): void {
  const { relation, object, objectType } = statement;
  if (relation !== undefined) {
    noteRelation(walk, relation);
    return;
  }
  const kind = kindOf(objectType);
  if (kind !== undefined) noteParts(walk, nameAfterKind(walk, 1), partsOf(object), kind);
}

/** Notes the names of a CREATE FUNCTION or PROCEDURE, those in its body included. */
export function noteCreateFunction(walk: NameWalk, create: CreateFunctionStmt): void {
  const { source } = walk;
  const word = wordFrom(source, 0, create.is_procedure === true ? "procedure" : "function");
  if (word !== undefined) noteParts(walk, word + 1, stringsOf(create.funcname), "routine", "makes");
  const { parameters, returnType, options, sql_body: body } = create;
  visit(walk, [parameters, body], NOWHERE);
  // RETURNS TABLE is a list of parameters, of which the parser makes a type.
  if (returnType !== undefined && !isWord(source, tokenAt(source, returnType.location), "table")) {
    visit(walk, returnType, NOWHERE);
  }
  noteBodyOf(walk, definitionElements(options));
}

/** Notes the names of the statements of a DO block. */
export function noteDo(walk: NameWalk, { args }: DoStmt): void {
  noteBodyOf(walk, definitionElements(args));
}

function definitionElements(nodes: readonly Node[] | undefined): readonly DefElem[] {
  return (nodes ?? []).flatMap((node) => ("DefElem" in node ? [node.DefElem] : []));
}

function noteBodyOf(walk: NameWalk, elements: readonly DefElem[]): void {
  const language = partsOf(elements.find(({ defname }) => defname === "language")?.arg)[0]?.toLowerCase() ?? "plpgsql";
  if (language !== "sql" && language !== "plpgsql") return;
  const body = elements.find(({ defname }) => defname === "as");
  if (body === undefined) return;
  const at = tokenAt(walk.source, body.location);
  const tokens = [walk.source.tokens[at], walk.source.tokens[at + 1]];
  const token = tokens.find((each) => each?.kind === "dollarString");
  if (token !== undefined) noteBody(walk, token);
}

/** Notes the names of a CREATE TRIGGER. */
export function noteCreateTrigger(walk: NameWalk, create: CreateTrigStmt): void {
  const { source } = walk;
  const { relation, funcname, columns, whenClause, constrrel } = create;
  if (relation === undefined) return;
  noteRelation(walk, relation);
  noteRelation(walk, constrrel);
  const table = relationStored(relation);
  if (columns !== undefined) noteTriggerColumns(walk, stringsOf(columns), table);
  const sources = [sourceOf(table, "new"), sourceOf(table, "old")];
  visit(walk, whenClause, { scope: { sources, outer: undefined }, ctes: undefined });
  const execute = wordFrom(source, tokenAt(source, relation.location), "execute");
  if (execute !== undefined) noteParts(walk, execute + 2, stringsOf(funcname), "routine");
}

/** UPDATE OF a, b: a list without parentheses, which ends before ON or OR. */
function noteTriggerColumns(walk: NameWalk, names: readonly string[], table: StoredName): void {
  const of = wordFrom(walk.source, 0, "of");
  if (of === undefined) return;
  let at = of + 1;
  for (const name of names) {
    noteColumn(walk, at, { name, qualifier: undefined, scope: scopeOf(table) });
    at = identifierEnd(walk.source, at) + 2;
  }
}

/** Notes the names of CREATE POLICY or ALTER POLICY. */
export function notePolicy(walk: NameWalk, policy: Pick<CreatePolicyStmt, "table" | "qual" | "with_check">): void {
  const { table, qual, with_check: check } = policy;
  noteRelation(walk, table);
  visit(walk, [qual, check], { scope: table && scopeOf(relationStored(table)), ctes: undefined });
}

/** Notes the names of a COPY. */
export function noteCopy(walk: NameWalk, copy: CopyStmt, around: Surroundings): void {
  const { relation, attlist, query, whereClause } = copy;
  if (relation !== undefined) noteCopiedTable(walk, relation, stringsOf(attlist));
  noteQuery(walk, query, around);
  visit(walk, whereClause, { scope: relation && scopeOf(relationStored(relation)), ctes: undefined });
}

function noteCopiedTable(walk: NameWalk, relation: RangeVar, columns: readonly string[]): void {
  const end = noteRelation(walk, relation);
  if (isMark(walk.source, end + 1, "(")) noteColumnList(walk, end + 1, columns, relationStored(relation));
}
