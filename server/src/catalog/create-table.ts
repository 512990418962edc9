import type { ColumnDefinition, Constraint, CreateTable, ObjectName } from "../sql/statement.ts";
import { addConstraint, indexOfConstraint, isIndexConstraint } from "./add-constraint.ts";
import { addIndex, type NewIndex } from "./add-index.ts";
import type { Attribute, Column, Table } from "./catalog.ts";
import { withoutSampling } from "./column-settings.ts";
import { copyLike, likeColumns } from "./copy-like.ts";
import type { Draft } from "./draft.ts";
import { dropRelation } from "./drop-objects.ts";
import { madeKey, relationKey } from "./keys.ts";
import { sameList, withoutDescription } from "./lists.ts";
import { keptDefault, makeColumn, ofKind } from "./make-column.ts";
import { copiedNotNull, type SaidOfNotNull, withNotNull, withoutNotNull } from "./not-null.ts";
import { fillPartition } from "./partitions.ts";
import { forgetPresumed } from "./presumed-table.ts";
import { putTable } from "./put-table.ts";
import { creationSchema, findTable, findTableEntry, findType, TEMPORARY_SCHEMA, tableAt } from "./resolve.ts";
import { filledColumns } from "./selected-columns.ts";
import { withTakenSequence } from "./taken-sequence.ts";

/**
 * CREATE TABLE in all its forms. A name that the same file has taken changes nothing: Postgres refuses it. One that
 * another file has taken shows that the files are no one history (two dumps side by side), so the table begins anew.
 */
export function createTable(draft: Draft, statement: CreateTable): void {
  const schema = schemaOf(draft, statement);
  const key = relationKey(schema, statement.name.name);
  const mark = madeKey(schema, statement.name.name);
  if (draft.get(mark) === undefined) draft.put(mark, MADE);
  const taken = draft.get(key);
  if (taken !== undefined) {
    const isOthers = taken.kind === "table" && taken.origin.file !== draft.origin.file;
    if (statement.ifNotExists || !isOthers) return;
    dropRelation(draft, key, false);
  }
  forgetPresumed(draft, { schema, name: statement.name.name });
  const parentNames = statement.partitionOf ? [statement.partitionOf] : statement.inherits;
  const parents = parentNames.map((name) => findTableEntry(draft, name)).filter((found) => found !== undefined);
  const table: Table = {
    kind: "table",
    id: `${draft.origin.segment} ${statement.name.name}`,
    schema,
    name: statement.name.name,
    tableKind: tableKindOf(statement),
    temporary: statement.persistence === "temporary",
    ...(statement.persistence === "unlogged" ? { unlogged: true } : {}),
    columns: [],
    constraints: [],
    indexes: [],
    parents: parents.map((parent) => parent.key),
    partitionOf: statement.partitionOf && parents[0]?.key,
    partitionBy: statement.partitionBy,
    children: [],
    referencedBy: [],
    dependents: [],
    rowSecurity: false,
    policies: [],
    triggers: [],
    rules: [],
    isDefaultPartition: statement.isDefaultPartition,
    ...ofTypeOf(draft, statement),
    ...(statement.options && { options: statement.options }),
    ...(statement.partitionBound === undefined ? {} : { partitionBound: statement.partitionBound }),
    columnsKnown: areColumnsKnown(draft, statement, parentNames),
    origin: draft.origin,
  };
  const inherited = parents.map((parent) => parent.entry);
  const own = ownColumns(draft, table, statement);
  const columns = mergedColumns(
    inherited,
    own,
    table.partitionOf !== undefined,
    writtenDefaults(draft, statement, inherited),
  );
  putTable(draft, key, { ...table, columns, constraints: inheritedChecks(table, inherited) });
  if (table.partitionOf !== undefined) fillPartition(draft, table.partitionOf, key);
  addTableConstraints(draft, key, statement);
}

const MADE = { kind: "made" } as const;

function schemaOf(draft: Draft, { name, persistence }: CreateTable): string {
  if (persistence === "temporary") return TEMPORARY_SCHEMA;
  return name.schema ?? creationSchema(draft);
}

function tableKindOf(statement: CreateTable): Table["tableKind"] {
  if (statement.partitionBy !== undefined) return "partitioned";
  if (statement.foreign) return "foreign";
  return statement.partitionOf === undefined ? "table" : "partition";
}

function ofTypeOf(draft: Draft, { ofType }: CreateTable): Pick<Table, "ofType"> {
  const key = ofType && findType(draft, ofType)?.key;
  return key === undefined ? {} : { ofType: key };
}

function areColumnsKnown(draft: Draft, statement: CreateTable, parents: readonly ObjectName[]): boolean {
  if (statement.asQuery) return filledColumns(draft, statement, draft.origin).areAll;
  if (statement.ofType !== undefined) return findType(draft, statement.ofType)?.entry.attributes !== undefined;
  const sources = [...parents, ...statement.like.map((like) => like.table)];
  return sources.every((name) => findTable(draft, name)?.columnsKnown === true);
}

/** The table's own columns and those of its LIKE clauses, in the order written. */
function ownColumns(draft: Draft, table: Table, statement: CreateTable): readonly Column[] {
  if (statement.asQuery) return filledColumns(draft, statement, draft.origin).columns;
  const attributes = statement.ofType && findType(draft, statement.ofType)?.entry.attributes;
  if (attributes !== undefined) return typedColumns(draft, table, statement, attributes);
  const own = statement.columns.map((definition) => ({
    at: definition.range.start,
    columns: [makeColumn(draft, table, definition)],
  }));
  const copied = statement.like.map((like) => ({
    at: like.table.range.start,
    columns: likeColumns(draft, table, like),
  }));
  const parts = [...own, ...copied].sort((one, other) => one.at - other.at);
  return parts.flatMap((part) => part.columns);
}

/** A composite type's attributes with what the table says of them. */
function typedColumns(
  draft: Draft,
  table: Table,
  { columns }: CreateTable,
  attributes: readonly Attribute[],
): readonly Column[] {
  return attributes.map(({ comment: _, ...attribute }) => {
    const own = columns.find(({ name }) => name.name === attribute.name);
    const plain = { name: { name: attribute.name }, type: undefined, collation: undefined, constraints: [] };
    return { ...makeColumn(draft, table, own ?? plain), ...attribute };
  });
}

/** The parents' columns, then the table's own; one of the same name is merged into the parent's place. */
function mergedColumns(
  parents: readonly Table[],
  own: readonly Column[],
  isPartition: boolean,
  defaults: ReadonlyMap<string, string | undefined>,
): readonly Column[] {
  const merged = new Map<string, Column>();
  for (const column of parents.flatMap((parent) => parent.columns.map((own) => copiedNotNull(parent, own)))) {
    const before = merged.get(column.name);
    const identity = isPartition ? column.identity : undefined;
    const copy = {
      ...withoutSampling(withoutDescription(column)),
      inherited: true,
      identity,
      ownedSequence: undefined,
    };
    merged.set(column.name, before ? mergedParents(before, column) : copy);
  }
  for (const column of own) {
    const above = merged.get(column.name);
    if (above === undefined) merged.set(column.name, column);
    else if (above.inherited)
      merged.set(column.name, {
        ...withOwn(above, column, isPartition),
        default: defaults.has(column.name) ? defaults.get(column.name) : (column.default ?? above.default),
      });
  }
  return Array.from(merged.values());
}

/** One column of two parents: NOT NULL where one is, with the default that one has. Two different ones Postgres refuses. */
function mergedParents(one: Column, other: Column): Column {
  const source = one.default === undefined ? other : one;
  return {
    ...withTakenSequence(other.notNull ? withNotNull(one, namesOf(other)) : one, source.takesFrom),
    default: source.default,
  };
}

function namesOf({ notNullName, notNullKept }: Column): SaidOfNotNull {
  return { ...(notNullName && { name: notNullName }), ...(notNullKept && { kept: notNullKept }) };
}

/** The defaults of its own, DEFAULT NULL too, which stand before the parents'; a partition's column has its parent's type. */
function writtenDefaults(
  draft: Draft,
  { columns }: CreateTable,
  parents: readonly Table[],
): ReadonlyMap<string, string | undefined> {
  const defaults = new Map<string, string | undefined>();
  for (const { name, constraints } of columns) {
    const written = ofKind(constraints, "default")?.expression.text;
    const above = parents.flatMap((parent) => parent.columns).find((column) => column.name === name.name);
    if (written !== undefined && above !== undefined) defaults.set(name.name, keptDefault(draft, above, written));
  }
  return defaults;
}

function withOwn(above: Column, own: Column, isPartition: boolean): Column {
  // Its own NOT NULL has a name of its own, generated or not.
  return {
    ...withTakenSequence(
      own.notNull ? withNotNull(withoutNotNull(above), namesOf(own)) : above,
      own.default === undefined ? above.takesFrom : own.takesFrom,
    ),
    inherited: isPartition,
    generated: own.generated ?? above.generated,
    identity: own.identity ?? above.identity,
    ownedSequence: own.ownedSequence,
    origin: own.origin,
  };
}

function inheritedChecks(table: Table, parents: readonly Table[]): Table["constraints"] {
  const checks = parents
    .flatMap((parent) => parent.constraints)
    .filter((constraint) => constraint.kind === "check" && !constraint.noInherit);
  const unique = checks.filter((check, index) => checks.findIndex((other) => other.name === check.name) === index);
  // A table that is new has no rows to break them: what the parent still waits to validate is valid here.
  return unique.map((check) => ({
    ...withoutDescription(check),
    id: `${check.id} ${table.name}`,
    parent: check.id,
    validated: check.notEnforced !== true,
    origin: table.origin,
  }));
}

/** Checks come with the table, then keys with the primary key first, then what LIKE copies, then foreign keys. */
function addTableConstraints(draft: Draft, key: string, statement: CreateTable): void {
  const constraints = [...statement.columns.flatMap(tableConstraintsOf), ...statement.constraints];
  const add = (kind: Constraint["kind"]) => {
    for (const constraint of constraints) if (constraint.kind === kind) addConstraint(draft, key, constraint, "all");
  };
  add("notNull");
  add("check");
  for (const index of keysOf(constraints)) {
    if (!hasConstraint(draft, key, index.name)) addIndex(draft, key, index, "all");
  }
  for (const like of statement.like) copyLike(draft, key, like);
  add("foreignKey");
}

/** A column's constraints that are the table's; NOT NULL and such are already in the column. */
function tableConstraintsOf(column: ColumnDefinition): readonly Constraint[] {
  return column.constraints.filter((constraint) => constraint.kind !== "notNull");
}

function hasConstraint(draft: Draft, key: string, name: string | undefined): boolean {
  return name !== undefined && tableAt(draft, key)?.constraints.some((constraint) => constraint.name === name) === true;
}

/** The keys' indexes, the primary key's first. One that repeats an earlier one is left out and may lend it its name, as Postgres does. */
function keysOf(constraints: readonly Constraint[]): readonly NewIndex[] {
  const wanted = constraints.filter(isIndexConstraint);
  const ordered = [
    ...wanted.filter(({ kind }) => kind === "primaryKey").slice(0, 1),
    ...wanted.filter(({ kind }) => kind !== "primaryKey"),
  ].map(indexOfConstraint);
  const kept: NewIndex[] = [];
  for (const index of ordered) {
    const at = kept.findIndex((other) => isRepeated(index, other));
    const prior = kept[at];
    if (prior === undefined) kept.push(index);
    else kept[at] = { ...prior, name: prior.name ?? index.name };
  }
  return kept;
}

function isRepeated(one: NewIndex, other: NewIndex): boolean {
  if (one.kind === "exclusion" || other.kind === "exclusion") return false;
  const columns = (index: NewIndex) => index.keys.map((key) => key.text);
  if (one.deferrable !== other.deferrable || one.nullsNotDistinct !== other.nullsNotDistinct) return false;
  return sameList(columns(one), columns(other)) && sameList(one.include, other.include);
}
