import type { CatalogIndexKey, Column, Index, Table, TableConstraint } from "./catalog.ts";
import type { Draft } from "./draft.ts";
import { freeIndexName, type IndexNaming } from "./generated-name.ts";
import { mapShared, sameList } from "./lists.ts";
import { notNullNameOf, withNotNull } from "./not-null.ts";
import { putTable } from "./put-table.ts";
import { tableAt } from "./resolve.ts";

/** An index to be made, with its constraint where the kind is one. */
export interface NewIndex extends IndexNaming {
  /** Undefined where Postgres is to generate it. */
  readonly name: string | undefined;
  readonly method: string;
  readonly unique: boolean;
  readonly predicate: string | undefined;
  readonly nullsNotDistinct?: true;
  readonly options?: Index["options"];
  /** Whether its constraint is. */
  readonly deferrable?: true;
  /** The id of the partitioned parent's index that it is to be attached to. */
  readonly parent: string | undefined;
  /** The id of the parent's constraint that it comes with. */
  readonly parentConstraint: string | undefined;
}

/** How far a change goes: to the partitions and inheriting tables, or, as ONLY says, not. */
export type Reach = "all" | "only";

/** Makes an index on the table, and on its partitions where it has some. Returns its id, or undefined without a table. */
export function addIndex(draft: Draft, key: string, index: NewIndex, reach: Reach): string | undefined {
  const table = tableAt(draft, key);
  if (table === undefined) return undefined;
  const name = index.name ?? freeIndexName(draft, table.schema, table.name, index);
  const made = makeIndex(draft, table, index, name, reach === "all" || table.children.length === 0);
  const constraint = index.kind === "index" ? undefined : makeConstraint(draft, index, made);
  putTable(draft, key, {
    ...table,
    columns: index.kind === "primaryKey" ? keyNotNull(table.columns, columnsOf(index.keys)) : table.columns,
    constraints: constraint ? [...table.constraints, constraint] : table.constraints,
    indexes: [...table.indexes, made],
  });
  if (index.kind === "primaryKey" && reach === "all") passOnNotNull(draft, key, columnsOf(index.keys));
  if (table.tableKind === "partitioned" && reach === "all") {
    for (const child of table.children) shareIndex(draft, child, made, constraint, "anyKey");
  }
  return made.id;
}

function makeIndex(draft: Draft, table: Table, index: NewIndex, name: string, valid: boolean): Index {
  return {
    id: `${draft.origin.segment} ${table.name} ${name}`,
    name,
    method: index.method,
    keys: index.keys,
    include: index.include,
    ...(index.columnNames && { columnNames: index.columnNames }),
    unique: index.unique,
    predicate: index.predicate,
    ...(index.nullsNotDistinct ? { nullsNotDistinct: true } : {}),
    ...(index.options && { options: index.options }),
    valid: valid || table.tableKind !== "partitioned",
    constraint: index.kind === "index" ? undefined : name,
    parent: index.parent,
    origin: draft.origin,
  };
}

function makeConstraint(draft: Draft, index: NewIndex, made: Index): TableConstraint {
  return {
    kind: index.kind === "index" ? "unique" : index.kind,
    id: made.id,
    name: made.name,
    columns: columnsOf(index.keys),
    references: undefined,
    onDelete: undefined,
    onUpdate: undefined,
    expression: undefined,
    validated: true,
    ...(index.deferrable ? { deferrable: true } : {}),
    noInherit: false,
    parent: index.parentConstraint,
    origin: draft.origin,
  };
}

/** The keys that are columns, in order. */
export function columnsOf(keys: readonly CatalogIndexKey[]): readonly string[] {
  return keys.map((key) => key.column).filter((column) => column !== undefined);
}

/** The columns with those of the names NOT NULL. */
export function keyNotNull(columns: readonly Column[], names: readonly string[]): readonly Column[] {
  return mapShared(columns, (column) => (names.includes(column.name) ? withNotNull(column) : column));
}

/** A primary key's columns are NOT NULL in partitions and inheriting tables too, though those get no key by inheriting. */
function passOnNotNull(draft: Draft, key: string, names: readonly string[]): void {
  const table = tableAt(draft, key);
  const kept = new Map(table?.columns.map((column) => [column.name, notNullNameOf(table, column)]));
  for (const childKey of table?.children ?? []) {
    const child = tableAt(draft, childKey);
    const columns = child?.columns.map((column) => {
      const name = names.includes(column.name) ? kept.get(column.name) : undefined;
      return name === undefined ? column : withNotNull(column, { kept: name });
    });
    if (child !== undefined) putTable(draft, childKey, { ...child, columns: columns ?? child.columns });
    passOnNotNull(draft, childKey, names);
  }
}

/** Gives a partition what its parent's index asks for: an index of its own that matches is attached, else one is made. */
export function shareIndex(
  draft: Draft,
  childKey: string,
  parent: Index,
  parentConstraint: TableConstraint | undefined,
  accepted: AcceptedKey,
): void {
  const child = tableAt(draft, childKey);
  if (child === undefined) return;
  const match = child.indexes.find((index) => fits(child, index, parent, parentConstraint, accepted));
  if (match !== undefined) {
    attachIndex(draft, childKey, match, parent.id, parentConstraint?.id);
    return;
  }
  addIndex(
    draft,
    childKey,
    {
      name: undefined,
      kind: indexKind(parentConstraint),
      method: parent.method,
      keys: parent.keys,
      include: parent.include,
      ...(parent.columnNames && { columnNames: parent.columnNames }),
      unique: parent.unique,
      predicate: parent.predicate,
      ...(parent.nullsNotDistinct ? { nullsNotDistinct: true } : {}),
      ...(parent.options && { options: parent.options }),
      ...(parentConstraint?.deferrable ? { deferrable: true } : {}),
      parent: parent.id,
      parentConstraint: parentConstraint?.id,
    },
    "all",
  );
}

/** What kind of index a constraint is backed by; a plain one without a constraint. */
export function indexKind(constraint: TableConstraint | undefined): NewIndex["kind"] {
  if (constraint === undefined || constraint.kind === "check" || constraint.kind === "foreignKey") return "index";
  return constraint.kind;
}

/**
 * Which of a partition's keys stands for its parent's. A key that is added to the parent takes a primary key for a
 * unique one and the other way round; ATTACH does so up to Postgres 17 only (watched on 12, 16 and 18).
 */
type AcceptedKey = "anyKey" | "sameKind";

function fits(
  child: Table,
  index: Index,
  parent: Index,
  parentConstraint: TableConstraint | undefined,
  accepted: AcceptedKey,
): boolean {
  if (!index.valid || index.parent !== undefined || !sameShape(index, parent)) return false;
  if (parentConstraint === undefined) return true;
  const constraint = constraintOf(child, index);
  if (accepted === "anyKey") return constraint !== undefined;
  return constraint?.kind === parentConstraint.kind;
}

function sameShape(one: Index, other: Index): boolean {
  return (
    one.method === other.method &&
    one.unique === other.unique &&
    one.predicate === other.predicate &&
    sameList(one.include, other.include) &&
    sameList(one.keys.map(keyText), other.keys.map(keyText))
  );
}

function keyText(key: CatalogIndexKey): string {
  return [key.column ?? `(${key.text})`, key.operatorClass ?? "", key.collation ?? ""].join(" ");
}

/** The constraint that the index backs. */
export function constraintOf(table: Table, index: Index): TableConstraint | undefined {
  return index.constraint === undefined
    ? undefined
    : table.constraints.find((constraint) => constraint.name === index.constraint);
}

/** Attaches a partition's index, and the constraint that it backs, to the parent's. */
export function attachIndex(
  draft: Draft,
  childKey: string,
  index: Index,
  parent: string,
  parentConstraint: string | undefined,
): void {
  const child = tableAt(draft, childKey);
  if (child === undefined) return;
  const constraint = constraintOf(child, index);
  putTable(draft, childKey, {
    ...child,
    indexes: mapShared(child.indexes, (other) => (other.id === index.id ? { ...other, parent } : other)),
    constraints: mapShared(child.constraints, (other) =>
      other === constraint ? { ...other, parent: parentConstraint } : other,
    ),
  });
}
