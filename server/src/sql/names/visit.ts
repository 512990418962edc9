import type { ColumnDef, Node, RangeVar, TypeName } from "libpg-query";
import { stringsOf } from "../lower/names.ts";
import { tokenAt } from "../lower/tokens.ts";
import { noteAlterTable } from "./alter-table-names.ts";
import * as define from "./definition-names.ts";
import { noteConstraint } from "./key-names.ts";
import type { StoredName } from "./name-use.ts";
import { scopeOf } from "./name-use.ts";
import { type NameWalk, noteColumn, noteParts, noteRelation, noteType, type Surroundings } from "./name-walk.ts";
import { noteColumnRef, noteDelete, noteInsert, noteMerge, noteSelect, noteUpdate } from "./query-names.ts";

/** The parser's names of nodes. */
type Tag = Node extends infer Each ? (Each extends unknown ? keyof Each : never) : never;
type NodeOf<Name extends Tag> = Extract<Node, Record<Name, unknown>>[Name & keyof Extract<Node, Record<Name, unknown>>];

/** What is done with a node of each kind; with others, what they hold is visited. */
type Handlers = { readonly [Name in Tag]?: (walk: NameWalk, node: NodeOf<Name>, around: Surroundings) => void };

const handlers: Handlers = {
  SelectStmt: (walk, node, around) => void noteSelect(walk, node, around),
  InsertStmt: noteInsert,
  UpdateStmt: noteUpdate,
  DeleteStmt: noteDelete,
  MergeStmt: noteMerge,
  ColumnRef: noteColumnRef,
  FuncCall: (walk, node, around) => {
    const { funcname, location, ...inside } = node;
    if (node.funcformat !== "COERCE_SQL_SYNTAX" && location !== undefined) {
      noteParts(walk, tokenAt(walk.source, location), stringsOf(funcname), "routine");
    }
    visitFields(walk, inside, around);
  },
  CreateStmt: define.noteCreateTable,
  CreateForeignTableStmt: (walk, { base }, around) => {
    if (base !== undefined) define.noteCreateTable(walk, base, around);
  },
  AlterTableStmt: noteAlterTable,
  CreateTableAsStmt: define.noteCreateTableAs,
  ViewStmt: define.noteCreateView,
  IndexStmt: define.noteCreateIndex,
  RenameStmt: define.noteRename,
  DropStmt: define.noteDrop,
  CommentStmt: define.noteComment,
  CreateSeqStmt: define.noteCreateSequence,
  AlterSeqStmt: (walk, { sequence, options }) => {
    noteRelation(walk, sequence);
    define.noteOwnedBy(walk, options);
  },
  CreateEnumStmt: (walk, { typeName }) => define.noteMadeType(walk, stringsOf(typeName), "type"),
  CreateRangeStmt: (walk, { typeName }) => define.noteMadeType(walk, stringsOf(typeName), "type"),
  CreateDomainStmt: define.noteCreateDomain,
  CompositeTypeStmt: define.noteComposite,
  AlterEnumStmt: (walk, { typeName }) => define.noteNamedType(walk, stringsOf(typeName), "type"),
  AlterDomainStmt: (walk, { typeName, def }, around) => {
    define.noteNamedType(walk, stringsOf(typeName), "domain");
    visit(walk, def, around);
  },
  AlterObjectSchemaStmt: define.noteMovedObject,
  AlterOwnerStmt: define.noteMovedObject,
  CreateFunctionStmt: define.noteCreateFunction,
  CreateTrigStmt: define.noteCreateTrigger,
  CreatePolicyStmt: (walk, node) => define.notePolicy(walk, node),
  AlterPolicyStmt: (walk, node) => define.notePolicy(walk, node),
  CopyStmt: define.noteCopy,
  DoStmt: define.noteDo,
};

/** Notes the names below any part of the tree. */
export function visit(walk: NameWalk, value: unknown, around: Surroundings): void {
  if (typeof value !== "object" || value === null) return;
  if (Array.isArray(value)) {
    for (const item of value) visit(walk, item, around);
    return;
  }
  visitFields(walk, value, around);
}

function visitFields(walk: NameWalk, fields: object, around: Surroundings): void {
  if (isRangeVar(fields)) noteRelation(walk, fields);
  else if (isTypeName(fields)) noteType(walk, fields);
  else {
    for (const [field, value] of Object.entries(fields)) {
      const handle = handlerOf(field);
      if (handle === undefined) visit(walk, value, around);
      else handle(walk, value, around);
    }
  }
}

function handlerOf(field: string): ((walk: NameWalk, node: unknown, around: Surroundings) => void) | undefined {
  if (!Object.hasOwn(handlers, field)) return undefined;
  return (handlers as Readonly<Record<string, (walk: NameWalk, node: unknown, around: Surroundings) => void>>)[field];
}

/** Only a RangeVar has a relname; some fields hold it without naming its type. */
function isRangeVar(fields: object): fields is RangeVar {
  return "relname" in fields && "relpersistence" in fields;
}

function isTypeName(fields: object): fields is TypeName {
  return "names" in fields && "typemod" in fields;
}

/** Notes a column's definition. */
export function noteColumnDefinition(walk: NameWalk, column: ColumnDef, table: StoredName): void {
  const { colname, typeName, constraints, location, raw_default: value } = column;
  if (colname !== undefined) {
    const meaning = { name: colname, qualifier: undefined, scope: scopeOf(table) };
    noteColumn(walk, tokenAt(walk.source, location), meaning, "makes");
  }
  noteType(walk, typeName);
  for (const node of constraints ?? []) if ("Constraint" in node) noteConstraint(walk, node.Constraint, table);
  visit(walk, value, { scope: scopeOf(table), ctes: undefined });
}
