import type { CheckConstraint, Constraint, ForeignKey, KeyConstraint, ObjectName } from "../sql/statement.ts";
import { addIndex, columnsOf, constraintOf, keyNotNull, type NewIndex, type Reach } from "./add-index.ts";
import { setNotNull } from "./alter-column.ts";
import type { CatalogIndexKey, Index, References, Table, TableConstraint } from "./catalog.ts";
import type { Draft } from "./draft.ts";
import { collatedKey, columnsMentioned, namesMentioned, soleName } from "./expression.ts";
import { columnsPart, freeConstraintName } from "./generated-name.ts";
import { mapShared, sameList, sameSet, withoutDescription } from "./lists.ts";
import { putTable } from "./put-table.ts";
import { findTableEntry, keyOf, tableAt } from "./resolve.ts";

/** Adds a constraint to a table that stands, and to its partitions and inheriting tables as Postgres does. */
export function addConstraint(draft: Draft, key: string, constraint: Constraint, reach: Reach): void {
  const table = tableAt(draft, key);
  if (table === undefined || isNameTaken(table, constraint) || isSecondKey(table, constraint)) return;
  if (constraint.kind === "check") addCheck(draft, key, table, constraint, reach);
  else if (constraint.kind === "foreignKey") addForeignKey(draft, key, table, constraint, reach);
  else if (constraint.kind === "notNull") {
    const { column, name, notValid } = constraint;
    const said = { ...(name && { name: name.name }), notValid };
    if (column !== undefined) setNotNull(draft, key, column.name, said, reach);
  } else if (isIndexConstraint(constraint)) {
    if (constraint.kind !== "exclusion" && constraint.usingIndex !== undefined) {
      promoteIndex(draft, key, table, constraint);
    } else addIndex(draft, key, indexOfConstraint(constraint), reach);
  }
}

/** A constraint that an index backs. */
export type IndexConstraint = Extract<Constraint, { kind: "primaryKey" | "unique" | "exclusion" }>;

/** Whether an index backs the constraint. */
export function isIndexConstraint(constraint: Constraint): constraint is IndexConstraint {
  return constraint.kind === "primaryKey" || constraint.kind === "unique" || constraint.kind === "exclusion";
}

/** The index that a constraint asks for. */
export function indexOfConstraint(constraint: IndexConstraint): NewIndex {
  const isExclusion = constraint.kind === "exclusion";
  return {
    name: constraint.name?.name,
    kind: constraint.kind,
    method: isExclusion ? constraint.method : "btree",
    keys: isExclusion ? constraint.keys.map(indexKey) : constraint.columns.map(({ name }) => plainKey(name)),
    include: isExclusion ? [] : constraint.include.map(({ name }) => name),
    unique: !isExclusion,
    predicate: isExclusion ? constraint.predicate?.text : undefined,
    ...(!isExclusion && constraint.nullsNotDistinct ? { nullsNotDistinct: true } : {}),
    ...(!isExclusion && constraint.deferrable ? { deferrable: true } : {}),
    ...(constraint.options && { options: constraint.options }),
    parent: undefined,
    parentConstraint: undefined,
  };
}

/** An index key without what only the statement's text needs. */
export function indexKey(key: CatalogIndexKey): CatalogIndexKey {
  const inner = key.column === undefined && key.collation === undefined ? collatedKey(key.text) : undefined;
  const { column, expressionName, text, operatorClass, collation, settings } = { ...key, ...inner };
  const computed = expressionName === undefined ? {} : { expressionName };
  const more = settings === undefined ? {} : { settings };
  return { column: column ?? soleName(text), ...computed, text, operatorClass, collation, ...more };
}

function plainKey(column: string): CatalogIndexKey {
  return { column, text: column, operatorClass: undefined, collation: undefined };
}

/** Postgres refuses a second primary key. */
function isSecondKey(table: Table, { kind }: Constraint): boolean {
  return kind === "primaryKey" && table.constraints.some((constraint) => constraint.kind === kind);
}

function isNameTaken(table: Table, { name }: Constraint): boolean {
  return name !== undefined && table.constraints.some((constraint) => constraint.name === name.name);
}

function bareConstraint(draft: Draft, table: Table, kind: TableConstraint["kind"], name: string): TableConstraint {
  return {
    kind,
    id: `${draft.origin.segment} ${table.name} ${name}`,
    name,
    columns: [],
    references: undefined,
    onDelete: undefined,
    onUpdate: undefined,
    expression: undefined,
    validated: true,
    noInherit: false,
    parent: undefined,
    origin: draft.origin,
  };
}

function addCheck(draft: Draft, key: string, table: Table, check: CheckConstraint, reach: Reach): void {
  const columns = table.columns.map((column) => column.name);
  const { text } = check.expression;
  const mentioned = table.columnsKnown ? columnsMentioned(text, columns) : namesMentioned(text);
  const second = mentioned.length === 1 ? mentioned[0] : undefined;
  const name =
    check.name?.name ?? freeConstraintName(draft, table.schema, { first: table.name, second, label: "check" });
  const made: TableConstraint = {
    ...bareConstraint(draft, table, "check", name),
    expression: check.expression.text,
    validated: !check.notValid && !check.notEnforced,
    ...(check.notEnforced ? { notEnforced: true } : {}),
    noInherit: check.noInherit,
  };
  putTable(draft, key, { ...table, constraints: [...table.constraints, made] });
  if (reach === "all") passOnCheck(draft, key, made);
}

/** Notes on a table that no file makes a constraint that is validated there: which kind it is of, its makers know. */
export function noteValidated(draft: Draft, key: string, name: string): void {
  const table = tableAt(draft, key);
  if (!table?.presumed) return;
  putTable(draft, key, { ...table, constraints: [...table.constraints, bareConstraint(draft, table, "check", name)] });
}

/** Gives the check to partitions and inheriting tables, merged with their own of that name. */
export function passOnCheck(draft: Draft, key: string, check: TableConstraint): void {
  if (check.noInherit) return;
  for (const childKey of tableAt(draft, key)?.children ?? []) {
    const child = tableAt(draft, childKey);
    if (child === undefined || child.constraints.some((own) => own.name === check.name)) continue;
    const copy = { ...withoutDescription(check), id: `${check.id} ${child.name}`, parent: check.id };
    putTable(draft, childKey, { ...child, constraints: [...child.constraints, copy] });
    passOnCheck(draft, childKey, copy);
  }
}

function addForeignKey(draft: Draft, key: string, table: Table, foreignKey: ForeignKey, reach: Reach): void {
  const columns = foreignKey.columns.map(({ name }) => name);
  const name =
    foreignKey.name?.name ??
    freeConstraintName(draft, table.schema, { first: table.name, second: columnsPart(columns), label: "fkey" });
  const made: TableConstraint = {
    ...bareConstraint(draft, table, "foreignKey", name),
    columns,
    references: referencesOf(draft, foreignKey.references),
    onDelete: foreignKey.onDelete,
    onUpdate: foreignKey.onUpdate,
    validated: !foreignKey.notValid && !foreignKey.notEnforced,
    ...(foreignKey.notEnforced ? { notEnforced: true } : {}),
    ...(foreignKey.deferrable ? { deferrable: true } : {}),
  };
  putTable(draft, key, { ...table, constraints: [...table.constraints, made] });
  if (table.tableKind !== "partitioned" || reach === "only") return;
  for (const child of table.children) shareForeignKey(draft, child, made);
}

function referencesOf(
  draft: Draft,
  references: { readonly table: ObjectName; readonly columns: readonly { readonly name: string }[] },
): References {
  const target = findTableEntry(draft, references.table);
  const written = references.columns.map(({ name }) => name);
  const implied = target?.entry.constraints.find((constraint) => constraint.kind === "primaryKey")?.columns ?? [];
  const columns = written.length > 0 ? written : implied;
  const index = target && provingIndex(target.entry, columns, written.length > 0);
  return { table: target?.key ?? keyOf(draft, references.table), columns, ...(index && { index: index.id }) };
}

/** The index that a foreign key to the columns rests on: the first that proves them unique, or the primary key's where no columns are written. */
function provingIndex(table: Table, columns: readonly string[], areWritten: boolean): Index | undefined {
  if (!areWritten) return table.indexes.find((index) => constraintOf(table, index)?.kind === "primaryKey");
  return table.indexes.find(
    (index) =>
      index.unique &&
      index.predicate === undefined &&
      columnsOf(index.keys).length === index.keys.length &&
      sameSet(columnsOf(index.keys), columns) &&
      constraintOf(table, index)?.deferrable !== true,
  );
}

/** Gives a partition its parent's foreign key: one of its own that says the same is attached, else it is copied. */
export function shareForeignKey(draft: Draft, childKey: string, parent: TableConstraint): void {
  const child = tableAt(draft, childKey);
  if (child === undefined) return;
  const match = child.constraints.find((own) => own.parent === undefined && saysTheSame(own, parent));
  if (match !== undefined) {
    const constraints = mapShared(child.constraints, (own) => (own === match ? { ...own, parent: parent.id } : own));
    putTable(draft, childKey, { ...child, constraints });
    return;
  }
  const isTaken = child.constraints.some((own) => own.name === parent.name);
  const second = columnsPart(parent.columns);
  const name = isTaken
    ? freeConstraintName(draft, child.schema, { first: child.name, second, label: "fkey" })
    : parent.name;
  const copy = { ...withoutDescription(parent), id: `${parent.id} ${child.name}`, name, parent: parent.id };
  putTable(draft, childKey, { ...child, constraints: [...child.constraints, copy] });
  if (child.tableKind === "partitioned") for (const next of child.children) shareForeignKey(draft, next, copy);
}

function saysTheSame(one: TableConstraint, other: TableConstraint): boolean {
  return (
    one.kind === other.kind &&
    one.references?.table === other.references?.table &&
    sameList(one.columns, other.columns) &&
    sameList(one.references?.columns ?? [], other.references?.columns ?? []) &&
    one.onDelete === other.onDelete &&
    one.onUpdate === other.onUpdate
  );
}

/** `ADD … USING INDEX`: the index gets the constraint's name, or the constraint the index's. */
function promoteIndex(draft: Draft, key: string, table: Table, constraint: KeyConstraint): void {
  const index = table.indexes.find((candidate) => candidate.name === constraint.usingIndex?.name);
  if (index === undefined || constraintOf(table, index) !== undefined) return;
  const name = constraint.name?.name ?? index.name;
  const columns = columnsOf(index.keys);
  const promoted: Index = { ...index, name, constraint: name };
  putTable(draft, key, {
    ...table,
    columns: constraint.kind === "primaryKey" ? keyNotNull(table.columns, columns) : table.columns,
    constraints: [
      ...table.constraints,
      {
        ...bareConstraint(draft, table, constraint.kind, name),
        columns,
        ...(constraint.deferrable ? { deferrable: true } : {}),
      },
    ],
    indexes: mapShared(table.indexes, (other) => (other === index ? promoted : other)),
  });
}
