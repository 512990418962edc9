import type { CreateDomain, CreateIndex, CreateType, CreateView, ObjectName, Refresh } from "../sql/statement.ts";
import { indexKey } from "./add-constraint.ts";
import { addIndex, type NewIndex } from "./add-index.ts";
import type { Index, Relation, Table, TypeEntry } from "./catalog.ts";
import { withConstraint } from "./change-type.ts";
import { columnType, typeText } from "./column-type.ts";
import type { Draft } from "./draft.ts";
import { freeIndexName } from "./generated-name.ts";
import { relationKey, typeKey } from "./keys.ts";
import { excluding, including } from "./lists.ts";
import { presume, presumedTable } from "./presumed-table.ts";
import { putIndexNames } from "./put-table.ts";
import { creationSchema, type Found, findRelation } from "./resolve.ts";
import { readColumns } from "./view-columns.ts";

/** CREATE INDEX, on a table or a materialized view. A name that is taken changes nothing. */
export function createIndex(draft: Draft, statement: CreateIndex): void {
  const found = findRelation(draft, statement.table) ?? presumedFor(draft, statement);
  if (found === undefined || !("indexes" in found.entry)) return;
  const name = statement.name?.name;
  if (name !== undefined && draft.get(relationKey(found.entry.schema, name)) !== undefined) return;
  const index: NewIndex = {
    name,
    kind: "index",
    method: statement.method,
    keys: statement.keys.map(indexKey),
    include: statement.include,
    unique: statement.unique,
    predicate: statement.predicate?.text,
    ...(statement.nullsNotDistinct ? { nullsNotDistinct: true } : {}),
    ...(statement.options && { options: statement.options }),
    parent: undefined,
    parentConstraint: undefined,
  };
  if (found.entry.kind === "table") addIndex(draft, found.key, index, statement.only ? "only" : "all");
  else if (found.entry.kind === "materialized view") addToView(draft, found.key, found.entry, index);
}

function presumedFor(draft: Draft, statement: CreateIndex): Found<Table> | undefined {
  presume(draft, statement.table);
  return presumedTable(draft, statement.table);
}

function addToView(draft: Draft, key: string, view: Relation, index: NewIndex): void {
  const name = index.name ?? freeIndexName(draft, view.schema, view.name, index);
  const { method, keys, include, unique, predicate } = index;
  const made: Index = {
    id: `${draft.origin.segment} ${view.name} ${name}`,
    ...{ name, method, keys, include, unique, predicate },
    ...(index.nullsNotDistinct && { nullsNotDistinct: true }),
    ...(index.options && { options: index.options }),
    valid: true,
    constraint: undefined,
    parent: undefined,
    origin: draft.origin,
  };
  const indexes = [...view.indexes, made];
  draft.put(key, { ...view, indexes });
  putIndexNames(draft, key, view.schema, view.indexes, indexes);
}

/** CREATE VIEW and CREATE MATERIALIZED VIEW. */
export function createView(draft: Draft, statement: CreateView): void {
  const schema = statement.name.schema ?? creationSchema(draft);
  const key = relationKey(schema, statement.name.name);
  const previous = draft.get(key);
  const replaced = statement.orReplace && previous?.kind === "view" ? previous : undefined;
  if (previous !== undefined && replaced === undefined) return;
  const found = statement.reads.map((name) => findRelation(draft, name)?.key).filter((read) => read !== undefined);
  const reads = Array.from(new Set(found)).filter((read) => read !== key);
  for (const read of replaced?.reads ?? []) pointBack(draft, read, key, excluding);
  for (const read of reads) pointBack(draft, read, key, including);
  const kind = statement.materialized ? "materialized view" : "view";
  const made = relation(draft, kind, schema, statement.name);
  const { columns: _, ...kept } = replaced ?? made;
  draft.put(key, {
    ...kept,
    ...(replaced !== undefined && { queryOrigin: draft.origin }),
    ...columnsOf(statement, replaced?.columns),
    reads,
    readColumns: readColumns(draft, statement, reads),
    ...(statement.withNoData && { unpopulated: true }),
  });
}

/** REFRESH MATERIALIZED VIEW fills the view, or empties it. */
export function refreshView(draft: Draft, { name, withNoData }: Refresh): void {
  const found = findRelation(draft, name);
  if (found?.entry.kind !== "materialized view" || (found.entry.unpopulated ?? false) === withNoData) return;
  const { unpopulated: _, ...view } = found.entry;
  draft.put(found.key, withNoData ? { ...view, unpopulated: true } : view);
}

/** The view's columns where the query's own text names them all; a list before AS renames the first of them. OR REPLACE keeps what is said of those that are there. */
function columnsOf({ asColumns, output }: CreateView, replaced: Relation["columns"]): Pick<Relation, "columns"> {
  if (output === undefined) return {};
  return {
    columns: output.map((given, at) => {
      const { comment, privileges } = replaced?.[at] ?? {};
      return {
        name: asColumns?.[at] ?? given,
        ...(comment !== undefined && { comment }),
        ...(privileges && { privileges }),
      };
    }),
  };
}

function pointBack(draft: Draft, read: string, key: string, change: typeof including<string>): void {
  const entry = draft.get(read);
  if (entry !== undefined && "dependents" in entry) {
    draft.put(read, { ...entry, dependents: change(entry.dependents, key) });
  }
}

function relation(draft: Draft, kind: Relation["kind"], schema: string, { name }: ObjectName): Relation {
  const id = `${draft.origin.segment} ${name}`;
  const nothing = { indexes: [], reads: [], dependents: [], ownedBy: undefined };
  return { kind, id, schema, name, ...nothing, origin: draft.origin };
}

/** CREATE TYPE. */
export function createType(draft: Draft, statement: CreateType): void {
  const form = statement.form === "range" ? "other" : statement.form;
  const made = newType(draft, statement.name, { form, values: statement.values });
  const attributes = statement.columns.flatMap(({ name, type, collation }) =>
    type === undefined ? [] : [{ name: name.name, ...columnType(draft, type), collation }],
  );
  putType(draft, form === "composite" ? { ...made, attributes } : made);
}

/** CREATE DOMAIN. */
export function createDomain(draft: Draft, statement: CreateDomain): void {
  const base = columnType(draft, statement.type);
  const { collation } = statement;
  const given = {
    form: "domain",
    baseType: typeText(base),
    base,
    ...(collation !== undefined && { collation }),
  } as const;
  const made = newType(draft, statement.name, given);
  const domain = statement.constraints.reduce((own, constraint) => withConstraint(draft, own, constraint), made);
  putType(draft, { ...domain, constrained: domain.notNull === true || domain.checks !== undefined });
}

function newType(draft: Draft, { schema, name }: ObjectName, given: Partial<TypeEntry>): TypeEntry {
  return {
    kind: "type",
    schema: schema ?? creationSchema(draft),
    name,
    form: "other",
    values: [],
    baseType: undefined,
    constrained: false,
    usedBy: [],
    origin: draft.origin,
    ...given,
  };
}

function putType(draft: Draft, type: TypeEntry): void {
  const key = typeKey(type.schema, type.name);
  if (draft.get(key) === undefined) draft.put(key, type);
}
