import type { Column, TableConstraint } from "../catalog/catalog.ts";
import { notNullOfName } from "../catalog/not-null.ts";
import type {
  AddConstraint,
  ConstraintSettings,
  ForeignKey,
  KeyConstraint,
  NamedConstraintAction,
} from "../sql/statement.ts";
import { type ActionEffect, changes } from "./action-effect.ts";
import { notNullReach, notNullScan } from "./change-column.ts";
import type { Fact } from "./fact.ts";
import { checkKey, holdingTriggers, lockReferenced } from "./foreign-key.ts";
import { incomingKeys, outgoingKeys, referencedColumns } from "./keys-between-tables.ts";
import { lockIndexFamily } from "./partitioned-index.ts";
import {
  type Context,
  isPartitioned,
  lock,
  lockIndexes,
  type Subject,
  scan,
  subjectAt,
  subjectOf,
  subjectOfTable,
  withPartitions,
} from "./subject.ts";

/** What ADD CONSTRAINT does; `changed` are the table and what is below it, `nullColumns` hold no value in any row. */
export function addConstraintEffect(
  context: Context,
  table: Subject,
  changed: readonly Subject[],
  { constraint }: AddConstraint,
  nullColumns: ReadonlySet<string>,
): ActionEffect | undefined {
  switch (constraint.kind) {
    case "foreignKey":
      return addForeignKey(context, table, constraint, nullColumns);
    case "check": {
      const facts = constraint.notValid || constraint.notEnforced ? [] : scan(constraint.noInherit ? table : changed);
      return changes("ACCESS EXCLUSIVE", constraint.noInherit ? reachOfNew(context) : "family", facts);
    }
    case "primaryKey":
    case "unique":
      return addKey(context, table, changed, constraint);
    case "exclusion":
      return changes("ACCESS EXCLUSIVE", reachOfNew(context), buildFacts(table, changed));
    case "notNull": {
      const column = constraint.column?.name;
      const facts = column === undefined || constraint.notValid ? [] : notNullScan(changed, column);
      return changes("ACCESS EXCLUSIVE", "family", facts);
    }
    default:
      return undefined;
  }
}

// Tables that inherit do not get it, partitions do.
function addForeignKey(
  context: Context,
  table: Subject,
  key: ForeignKey,
  nullColumns: ReadonlySet<string>,
): ActionEffect {
  const below = withPartitions(context, table);
  const ready = below.slice(1).filter((each) => hasSameKey(context, each, key));
  const checked = below.filter((each) => !ready.includes(each));
  const isNull = key.columns.some(({ name }) => nullColumns.has(name)) && !key.notValid && !key.notEnforced;
  return changes("SHARE ROW EXCLUSIVE", isPartitioned(table) ? "family" : reachOfNew(context), [
    ...lockReferenced(context, key, table),
    ...(isNull ? scan(checked) : checkKey(context, key, checked)),
    ...(ready.length > 0 ? giveUpTriggers(context, subjectOf(context, key.references.table), ready) : []),
  ]);
}

// A partition that has such a key already is not checked; its key becomes a part of the new one.
function hasSameKey(context: Context, { table }: Subject, key: ForeignKey): boolean {
  const { name } = subjectOf(context, key.references.table);
  return outgoingKeys(context, table).some(
    ({ constraint, to }) =>
      to.name === name &&
      constraint.parent === undefined &&
      constraint.validated &&
      constraint.onDelete === key.onDelete &&
      constraint.onUpdate === key.onUpdate &&
      constraint.columns.join() === key.columns.map((column) => column.name).join(),
  );
}

function giveUpTriggers(context: Context, to: Subject, ready: readonly Subject[]): readonly Fact[] {
  const because = `the key of ${ready.map(({ name }) => name).join(", ")}, which points at it, becomes a part of the new one`;
  return lock(holdingTriggers(context, to), "ACCESS EXCLUSIVE", because);
}

function addKey(
  context: Context,
  table: Subject,
  changed: readonly Subject[],
  constraint: KeyConstraint,
): ActionEffect {
  const isPrimary = constraint.kind === "primaryKey";
  if (constraint.usingIndex) return useIndex(context, table, constraint, constraint.usingIndex.name);
  const isSpread = isPrimary && constraint.columns.some(({ name }) => notNullReach(context, table, name) === "family");
  return changes("ACCESS EXCLUSIVE", isSpread ? "family" : reachOfNew(context), [
    ...buildFacts(table, changed),
    // Its trigger is made on each partition.
    ...(constraint.deferrable
      ? lock(withPartitions(context, table).slice(1), "SHARE ROW EXCLUSIVE", `it is below ${table.name}`)
      : []),
    ...(isPrimary ? constraint.columns.flatMap(({ name }) => notNullScan(changed, name)) : []),
  ]);
}

// Until 17 the indexes of partitions were built as CREATE INDEX builds them; tables that inherit get none.
function buildFacts(table: Subject, changed: readonly Subject[]): readonly Fact[] {
  const built = isPartitioned(table) ? changed : [table];
  return [...scan(built), ...lock(built.slice(1), "SHARE", `it is below ${table.name}`)];
}

// From 18 on every new constraint locks the tables below, also where they do not get it.
function reachOfNew({ version }: Context): ActionEffect["reach"] {
  return version >= 18 ? "family" : "table";
}

// The index gets the constraint's name, which is a change of the index's own. A primary key's columns are never null on
// the tables below either, which are looked at for that on every version.
function useIndex(context: Context, table: Subject, constraint: KeyConstraint, indexName: string): ActionEffect {
  const index = table.table?.indexes.find(({ name }) => name === indexName);
  const isRenamed = constraint.name !== undefined && constraint.name.name !== indexName;
  const columns = index?.keys.flatMap(({ column }) => column ?? []);
  const nulls = columns?.flatMap((column) => notNullScan([table], column)) ?? scan(table);
  const reach = constraint.kind === "primaryKey" ? "family" : reachOfNew(context);
  return changes("ACCESS EXCLUSIVE", reach, [
    ...(isRenamed ? lockIndexes(table, "SHARE UPDATE EXCLUSIVE", ({ name }) => name === indexName) : []),
    ...(constraint.kind === "primaryKey" ? nulls : []),
  ]);
}

/** What DROP, VALIDATE and ALTER CONSTRAINT do. */
export function namedConstraintEffect(
  context: Context,
  table: Subject,
  changed: readonly Subject[],
  action: NamedConstraintAction,
): ActionEffect {
  const { name } = action.constraint;
  const constraint = table.table?.constraints.find((each) => each.name === name);
  const column = constraint === undefined ? notNullOfName(table.table, name) : undefined;
  switch (action.kind) {
    case "alterConstraint":
      return alter(context, table, constraint, action.sets);
    case "validateConstraint":
      return column === undefined ? validate(context, table, changed, constraint) : validateNotNull(changed, column);
    case "dropConstraint":
      return column === undefined ? drop(context, table, constraint) : changes("ACCESS EXCLUSIVE", "family");
  }
}

function validateNotNull(changed: readonly Subject[], { name, notNullNotValid }: Column): ActionEffect {
  if (notNullNotValid === undefined) return changes("SHARE UPDATE EXCLUSIVE", "table");
  return changes("SHARE UPDATE EXCLUSIVE", "family", notNullScan(changed, name));
}

// From 18 on what is so already is left alone; a key that is enforced no longer, or again, loses or gets its triggers.
function alter(
  context: Context,
  table: Subject,
  constraint: TableConstraint | undefined,
  sets: ConstraintSettings | undefined,
): ActionEffect {
  const isSame = context.version >= 18 && sets?.deferrable === (constraint?.deferrable === true);
  const reach = isPartitioned(table) && sets?.deferrable !== undefined && !isSame ? "family" : "table";
  const referenced = constraint?.references && subjectAt(context, constraint.references.table);
  const isEnforced = constraint?.notEnforced !== true;
  if (sets?.enforced === undefined || sets.enforced === isEnforced || referenced === undefined) {
    return changes("ACCESS EXCLUSIVE", reach);
  }
  const ends = [...withPartitions(context, table), ...withPartitions(context, referenced)];
  return changes("ACCESS EXCLUSIVE", isPartitioned(table) ? "family" : "table", [
    ...lock(withPartitions(context, referenced), "ACCESS EXCLUSIVE", "the foreign key points at it"),
    ...(sets.enforced ? scan(ends) : []),
  ]);
}

// A foreign key stops at tables that inherit.
function validate(
  context: Context,
  table: Subject,
  changed: readonly Subject[],
  constraint: TableConstraint | undefined,
): ActionEffect {
  if (constraint?.validated) return changes("SHARE UPDATE EXCLUSIVE", "table");
  if (constraint?.references === undefined) return changes("SHARE UPDATE EXCLUSIVE", "family", scan(changed));
  const referenced = subjectAt(context, constraint.references.table);
  const all = referenced === undefined ? [] : withPartitions(context, referenced);
  return changes("SHARE UPDATE EXCLUSIVE", "table", [
    ...scan(withPartitions(context, table)),
    ...scan(all),
    ...lock(all, "ROW SHARE", "the foreign key points at it"),
  ]);
}

function drop(context: Context, table: Subject, constraint: TableConstraint | undefined): ActionEffect {
  // On a table that others inherit from, CHECK and NOT NULL alone go down; on a partitioned one even the search does.
  const isShared = constraint === undefined ? false : constraint.kind === "check" && !constraint.noInherit;
  const reach = isPartitioned(table) || isShared ? "family" : "table";
  if (constraint === undefined) return changes("ACCESS EXCLUSIVE", reach);
  const referenced = constraint.references && subjectAt(context, constraint.references.table);
  const index = table.table?.indexes.find((each) => each.constraint === constraint.name);
  const backs = index === undefined ? [] : lockIndexFamily(context, table, "ACCESS EXCLUSIVE", index);
  return changes("ACCESS EXCLUSIVE", reach, [
    ...backs,
    ...(referenced
      ? lock([referenced, ...holdingTriggers(context, referenced)], "ACCESS EXCLUSIVE", "the foreign key points at it")
      : []),
    ...(backs.length > 0 ? dropReferencing(context, table, constraint) : []),
  ]);
}

// A key that others point at goes with CASCADE only, and takes their foreign keys with it.
function dropReferencing(context: Context, { table }: Subject, key: TableConstraint): readonly Fact[] {
  return incomingKeys(context, table)
    .filter((incoming) => referencedColumns(incoming).join() === key.columns.join())
    .flatMap(({ from }) =>
      lock(withPartitions(context, subjectOfTable(from)), "ACCESS EXCLUSIVE", "its foreign key points at the key"),
    );
}
