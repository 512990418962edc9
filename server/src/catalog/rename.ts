import type { Rename, SetSchema } from "../sql/statement.ts";
import type { Index, Relation, Routine, Table, TableConstraint, TypeEntry } from "./catalog.ts";
import { renameAttribute, renameCheck, typedTables } from "./change-type.ts";
import type { Draft } from "./draft.ts";
import { withColumnRenamed } from "./expression.ts";
import { indexColumnNames } from "./generated-name.ts";
import { relationKey, schemaKey, typeKey } from "./keys.ts";
import { mapShared } from "./lists.ts";
import { moveRelation } from "./move-relation.ts";
import { withNotNullNamed, withNotNullRenamed } from "./not-null.ts";
import { renameNamedPart } from "./policies.ts";
import { forgetPresumed } from "./presumed-table.ts";
import { putIndexNames, putTable } from "./put-table.ts";
import { quoteIdentifier } from "./quoted-name.ts";
import { type Found, findRelation, findTableEntry, findType, type Name, tableAt, tableById } from "./resolve.ts";
import { findRoutine, moveRoutine } from "./routines.ts";
import { membersOf } from "./schema-members.ts";
import { leaveSearchPath } from "./search-path.ts";
import { renameInStatistics } from "./table-statistics.ts";
import { renameTrigger } from "./triggers.ts";

/** ALTER … RENAME. */
export function rename(draft: Draft, statement: Rename): void {
  const { objectKind, name, part, newName } = statement;
  if (part !== undefined) {
    renamePart(draft, statement, part);
    return;
  }
  if (objectKind === "schema") {
    renameSchema(draft, name.name, newName);
    return;
  }
  const typeOrRoutine = movedEntry(draft, statement);
  if (typeOrRoutine !== undefined) {
    moveOther(draft, typeOrRoutine, typeOrRoutine.entry.schema, newName);
    return;
  }
  const found = findRelation(draft, name);
  if (objectKind === "table" && found === undefined) forgetPresumed(draft, name);
  if (found === undefined || !NAMED_KINDS.has(objectKind)) return;
  if (found.entry.kind === "index") renameIndex(draft, found.entry.table, found.entry.name, newName);
  else if ("indexes" in found.entry) moveRelation(draft, found.key, found.entry.schema, newName);
}

/** A column, constraint, trigger, policy or rule of what is named. */
function renamePart(draft: Draft, { objectKind, name, newName }: Rename, part: string): void {
  if (objectKind === "trigger") renameTrigger(draft, name, part, newName);
  else if (objectKind === "policy" || objectKind === "rule") {
    renameNamedPart(draft, name, objectKind === "policy" ? "policies" : "rules", { from: part, to: newName });
  }
  const table = findTableEntry(draft, name);
  const type = table === undefined ? findType(draft, name) : undefined;
  if (table !== undefined && objectKind === "column") renameColumn(draft, table.key, part, newName);
  else if (table !== undefined && objectKind === "constraint") renameConstraint(draft, table.key, part, newName);
  else if (type !== undefined && objectKind === "attribute") {
    renameAttribute(draft, type, part, newName);
    for (const key of typedTables(draft, type)) renameColumn(draft, key, part, newName);
  } else if (type !== undefined && objectKind === "constraint") renameCheck(draft, type, part, newName);
  else if (objectKind === "column") renameViewColumn(draft, name, part, newName);
}

function renameViewColumn(draft: Draft, name: Name, part: string, newName: string): void {
  const found = findRelation(draft, name);
  if (found?.entry.kind !== "view" && found?.entry.kind !== "materialized view") return;
  const { key, entry } = found;
  if (entry.columns === undefined) return;
  const columns = mapShared(entry.columns, (own) => (own.name === part ? { ...own, name: newName } : own));
  draft.put(key, { ...entry, columns });
}

const NAMED_KINDS: ReadonlySet<string> = new Set([
  "table",
  "foreign table",
  "index",
  "view",
  "materialized view",
  "sequence",
]);

/** ALTER … SET SCHEMA. */
export function setSchema(draft: Draft, statement: SetSchema): void {
  const typeOrRoutine = movedEntry(draft, statement);
  if (typeOrRoutine !== undefined) {
    moveOther(draft, typeOrRoutine, statement.newSchema, typeOrRoutine.entry.name);
    return;
  }
  const found = NAMED_KINDS.has(statement.objectKind) ? findRelation(draft, statement.name) : undefined;
  if (found !== undefined && "indexes" in found.entry) {
    moveRelation(draft, found.key, statement.newSchema, found.entry.name);
  }
}

/** The type or routine that is renamed or moved. */
function movedEntry(
  draft: Draft,
  { objectKind, name, signature }: Pick<Rename, "objectKind" | "name" | "signature">,
): Found<TypeEntry> | Found<Routine> | undefined {
  if (objectKind === "type" || objectKind === "domain") return findType(draft, name);
  return ROUTINES.has(objectKind) ? findRoutine(draft, name, signature) : undefined;
}

const ROUTINES: ReadonlySet<string> = new Set(["function", "procedure", "routine", "aggregate"]);

function moveOther(
  draft: Draft,
  { key, entry }: Found<TypeEntry> | Found<Routine>,
  schema: string,
  name: string,
): void {
  if (entry.kind === "type") moveType(draft, key, schema, name);
  else moveRoutine(draft, { key, entry }, schema, name);
}

/** A schema is renamed with all that stands in it. */
function renameSchema(draft: Draft, name: string, newName: string): void {
  const schema = draft.get(schemaKey(name));
  if (draft.get(schemaKey(newName)) !== undefined) return;
  for (const key of membersOf(draft, name)) {
    const entry = draft.get(key);
    if (entry?.kind === "type") moveType(draft, key, newName, entry.name);
    else if (entry?.kind === "routine") moveRoutine(draft, { key, entry }, newName, entry.name);
    else if (entry !== undefined && "indexes" in entry) moveRelation(draft, key, newName, entry.name);
  }
  draft.put(schemaKey(name), undefined);
  if (schema?.kind === "schema") draft.put(schemaKey(newName), { ...schema, name: newName });
  leaveSearchPath(draft, name);
}

function moveType(draft: Draft, key: string, schema: string, name: string): void {
  const type = draft.get(key);
  const newKey = typeKey(schema, name);
  if (type?.kind !== "type" || draft.get(newKey) !== undefined) return;
  draft.put(key, undefined);
  draft.put(newKey, { ...type, schema, name });
  for (const id of type.usedBy) {
    const table = tableById(draft, id);
    if (table === undefined) continue;
    const columns = mapShared(table.columns, (own) => {
      const column = own.defaultTypes?.includes(key)
        ? { ...own, defaultTypes: own.defaultTypes.map((other) => (other === key ? newKey : other)) }
        : own;
      const isOfType = column.type === type.name && column.typeSchema === type.schema;
      return isOfType ? { ...column, type: name, typeSchema: schema } : column;
    });
    const ofType = table.ofType === key ? { ofType: newKey } : {};
    draft.put(relationKey(table.schema, table.name), { ...table, columns, ...ofType });
  }
}

function renameIndex(draft: Draft, key: string, name: string, newName: string): void {
  const owner = draft.get(key);
  if (owner === undefined || !("indexes" in owner)) return;
  if (draft.get(relationKey(owner.schema, newName)) !== undefined) return;
  const renamed = mapShared(owner.indexes, (index) => (index.name === name ? withIndexName(index, newName) : index));
  if (owner.kind !== "table") {
    const relation: Relation = { ...owner, indexes: renamed };
    draft.put(key, relation);
    putIndexNames(draft, key, owner.schema, owner.indexes, renamed);
    return;
  }
  const backed = owner.indexes.find((index) => index.name === name)?.constraint;
  const constraints = mapShared(owner.constraints, (constraint) =>
    constraint.name === backed ? { ...constraint, name: newName } : constraint,
  );
  putTable(draft, key, { ...owner, indexes: renamed, constraints });
}

function withIndexName(index: Index, name: string): Index {
  return { ...index, name, constraint: index.constraint === undefined ? undefined : name };
}

/** Renames a constraint, the index that backs it, and what partitions and inheriting tables have of a check. */
function renameConstraint(draft: Draft, key: string, name: string, newName: string): void {
  const table = tableAt(draft, key);
  const constraint = table?.constraints.find((candidate) => candidate.name === name);
  if (table !== undefined && constraint === undefined) renameNotNull(draft, key, name, newName);
  if (table === undefined || constraint === undefined) return;
  if (table.constraints.some((other) => other.name === newName)) return;
  const isBacked = table.indexes.some((index) => index.constraint === name);
  if (isBacked) {
    renameIndex(draft, key, name, newName);
    return;
  }
  const constraints = mapShared(table.constraints, (other) =>
    other === constraint ? { ...constraint, name: newName } : other,
  );
  putTable(draft, key, { ...table, constraints });
  if (constraint.kind !== "check") return;
  for (const child of table.children) renameConstraint(draft, child, name, newName);
}

/** From Postgres 18 on a NOT NULL is a constraint; what partitions and inheriting tables have of it is renamed too. */
function renameNotNull(draft: Draft, key: string, name: string, newName: string): void {
  const table = tableAt(draft, key);
  const columns = table && mapShared(table.columns, (column) => withNotNullRenamed(table, column, name, newName));
  if (table === undefined || columns === undefined || columns === table.columns) return;
  putTable(draft, key, { ...table, columns });
  for (const child of table.children) renameNotNull(draft, child, name, newName);
}

/** Renames a column, in whatever names it: keys, expressions, other tables' foreign keys, partitions, heirs. */
function renameColumn(draft: Draft, key: string, name: string, newName: string): void {
  const table = tableAt(draft, key);
  if (table === undefined) return;
  if (table.columnsKnown && !table.columns.some((column) => column.name === name)) return;
  if (table.columns.some((column) => column.name === newName)) return;
  const names = renamer(name, newName);
  const partitionKeys = table.partitionBy && {
    ...table.partitionBy,
    keys: table.partitionBy.keys.map((own) => own && names.column(own)),
  };
  putTable(draft, key, {
    ...table,
    columns: mapShared(table.columns, (column) => {
      if (column.name === name)
        return { ...withNotNullNamed(table, column), name: newName, firstName: column.firstName ?? name };
      return column.generated === undefined ? column : { ...column, default: names.expression(column.default) };
    }),
    partitionBy: partitionKeys,
    constraints: mapShared(table.constraints, (constraint) => ({
      ...constraint,
      columns: constraint.columns.map(names.column),
      expression: names.expression(constraint.expression),
    })),
    indexes: mapShared(table.indexes, (index) => names.index(index)),
  });
  renameInStatistics(draft, table, name, newName);
  for (const referencing of [key, ...table.referencedBy]) renameReferences(draft, referencing, key, names.column);
  for (const view of table.dependents) renameReadColumn(draft, view, key, names.column);
  for (const child of table.children) renameColumn(draft, child, name, newName);
}

function renameReadColumn(draft: Draft, key: string, table: string, column: (name: string) => string): void {
  const view = draft.get(key);
  if (view === undefined || !("reads" in view) || view.readColumns === undefined) return;
  const renamed = mapShared(view.readColumns, (read) =>
    read.table === table ? { ...read, columns: read.columns.map(column) } : read,
  );
  draft.put(key, { ...view, readColumns: renamed });
}

function renamer(name: string, newName: string) {
  const column = (own: string) => (own === name ? newName : own);
  const expression = (text: string | undefined) => text && withColumnRenamed(text, name, quoteIdentifier(newName));
  const index = (own: Index): Index => ({
    ...own,
    columnNames: own.columnNames ?? indexColumnNames(own),
    keys: own.keys.map((key) =>
      key.column === undefined
        ? { ...key, text: expression(key.text) ?? key.text }
        : { ...key, column: column(key.column), text: key.column === name ? newName : key.text },
    ),
    include: own.include.map(column),
    predicate: expression(own.predicate),
  });
  return { column, expression, index };
}

function renameReferences(draft: Draft, key: string, target: string, column: (name: string) => string): void {
  const table = tableAt(draft, key);
  if (table === undefined) return;
  const turned = (constraint: TableConstraint): TableConstraint =>
    constraint.references?.table === target
      ? { ...constraint, references: { ...constraint.references, columns: constraint.references.columns.map(column) } }
      : constraint;
  const renamed: Table = { ...table, constraints: mapShared(table.constraints, turned) };
  putTable(draft, key, renamed);
}
