import type { CatalogIndexKey, Column, Index, Table, TableConstraint } from "../catalog/catalog.ts";
import { mentions } from "../catalog/expression.ts";
import { relationKey } from "../catalog/keys.ts";
import type { AlterColumn, AlterColumnType, DropColumn } from "../sql/statement.ts";
import { type ActionEffect, changes } from "./action-effect.ts";
import { dropDependents } from "./dependents.ts";
import { assumption, type Fact } from "./fact.ts";
import { holdingTriggers } from "./foreign-key.ts";
import { provesNotNull } from "./implied-not-null.ts";
import { incomingKeys, type KeyBetween, outgoingKeys, referencedColumns } from "./keys-between-tables.ts";
import {
  type Context,
  isPartitioned,
  lock,
  lockIndexes,
  rewrite,
  type Subject,
  scan,
  subjectAt,
  subjectOfTable,
  withPartitions,
} from "./subject.ts";
import { typeChange } from "./type-change.ts";

/** What DROP COLUMN does; `changed` are the table and what is below it. */
export function dropColumnEffect(
  context: Context,
  table: Subject,
  changed: readonly Subject[],
  { column: { name }, cascade }: DropColumn,
): ActionEffect {
  if (table.table?.columnsKnown && columnOf(table.table, name) === undefined)
    return changes("ACCESS EXCLUSIVE", "table");
  const children = (table.table?.children ?? []).flatMap((key) => subjectAt(context, key) ?? []);
  const effect = changes("ACCESS EXCLUSIVE", "family", [
    ...indexesGone(changed, name),
    ...keysOn(context, changed, name).flatMap((key) => lockOtherEnd(context, table, key)),
    ...(cascade ? changed.flatMap((each) => dropReaders(context, each, name)) : []),
  ]);
  // With ONLY, tables that inherit keep the column as their own, which is noted on them.
  return { ...effect, underLock: (mode) => lock(children, mode, `it is below ${table.name}`) };
}

function indexesGone(changed: readonly Subject[], name: string): readonly Fact[] {
  return changed.flatMap((each) => lockIndexes(each, "ACCESS EXCLUSIVE", (index) => usesColumn(index, name)));
}

/** What goes with a column that goes because its type does: its indexes, and the views that read it. */
export function dropColumnFacts(context: Context, changed: readonly Subject[], name: string): readonly Fact[] {
  return [...indexesGone(changed, name), ...changed.flatMap((each) => dropReaders(context, each, name))];
}

// Views of which the text does not say what they read are taken to read the column.
function dropReaders(context: Context, subject: Subject, column: string): readonly Fact[] {
  const because = `it reads ${column}, and goes with it`;
  return readersOf(context, subject, column).flatMap((view) => [
    ...lock(view, "ACCESS EXCLUSIVE", because),
    ...lockIndexes(view, "ACCESS EXCLUSIVE", () => true),
    ...dropDependents(context, view, because),
  ]);
}

function readersOf(context: Context, { table }: Subject, column: string): readonly Subject[] {
  if (table === undefined) return [];
  const own = relationKey(table.schema, table.name);
  return table.dependents.flatMap((key) => {
    const view = subjectAt(context, key);
    const read = view?.relation?.readColumns?.find((each) => each.table === own);
    return view === undefined || read?.columns.includes(column) === false ? [] : [view];
  });
}

/** Whether ALTER COLUMN … TYPE writes the rows anew, as far as the column is known. */
export function rewritesRows(context: Context, { table }: Subject, action: AlterColumnType): boolean {
  const column = columnOf(table, action.column.name);
  return column === undefined || typeChange(context, column, action).rewrites;
}

/** What ALTER COLUMN … TYPE does; `rewritten`: another subcommand of the statement writes the rows anew. */
export function alterTypeEffect(
  context: Context,
  table: Subject,
  changed: readonly Subject[],
  action: AlterColumnType,
  rewritten: "rewritten" | "kept",
): ActionEffect {
  const { name } = action.column;
  const column = table.table?.columns.find((each) => each.name === name);
  const change =
    column === undefined
      ? { rewrites: true, keepsIndexes: false, assumes: [`The present type of ${name} is another one.`] }
      : typeChange(context, column, action);
  const keeps = (key: CatalogIndexKey) =>
    key.collation !== undefined || column === undefined || column.collation === action.collation;
  return changes("ACCESS EXCLUSIVE", "family", [
    ...(change.rewrites ? rewrite(changed) : []),
    ...changed.flatMap((each) => indexFacts(each, name, change.keepsIndexes ? keeps : NOTHING)),
    // A CHECK that speaks of the column is made anew, and so is read for.
    ...scan(changed.filter((each) => each.table?.constraints.some((check) => isCheckOn(check, name)))),
    ...keysOn(context, changed, name).flatMap((key) => [
      ...lockOtherEnd(context, table, key),
      ...lockMadeAnew(context, table, key),
      ...(rewritten === "rewritten" || change.rewrites || !change.keepsIndexes ? rechecked(context, key) : []),
    ]),
    ...change.assumes.map(assumption),
  ]);
}

// Each index of the column is made anew; its file is kept where the order of its values is the same and it holds no
// expression, which Postgres does not look into, and does not hang from a partitioned one.
function indexFacts(subject: Subject, column: string, keepsOrder: (key: CatalogIndexKey) => boolean): readonly Fact[] {
  const own = (index: Index) => usesColumn(index, column);
  const isKept = (index: Index) =>
    isKeepable(index) && index.keys.every((key) => key.column !== column || keepsOrder(key));
  const rebuilt = (subject.table?.indexes ?? []).filter(own).some((index) => !isKept(index));
  return [...lockIndexes(subject, "ACCESS EXCLUSIVE", own), ...(rebuilt ? scan(subject) : [])];
}

const NOTHING = () => false;

function isKeepable(index: Index): boolean {
  const isPlain = index.predicate === undefined && index.keys.every((key) => key.column !== undefined);
  return isPlain && index.valid && index.parent === undefined;
}

function isCheckOn({ kind, expression, validated }: TableConstraint, column: string): boolean {
  return kind === "check" && validated && mentions(expression, column);
}

function rechecked(context: Context, { constraint, from, to }: KeyBetween): readonly Fact[] {
  if (!constraint.validated) return [];
  return [...scan(withPartitions(context, subjectOfTable(from))), ...scan(withPartitions(context, to))];
}

/** The foreign keys of the tables, in both directions, that need the column. */
function keysOn(context: Context, tables: readonly Subject[], column: string): readonly KeyBetween[] {
  return tables.flatMap(({ table }) => keysOfOne(context, table, column));
}

function keysOfOne(context: Context, table: Table | undefined, column: string): readonly KeyBetween[] {
  return [
    ...outgoingKeys(context, table).filter(
      (key) =>
        key.constraint.columns.includes(column) || (key.to.table === table && referencedColumns(key).includes(column)),
    ),
    ...incomingKeys(context, table).filter((key) => referencedColumns(key).includes(column)),
  ];
}

function lockOtherEnd(context: Context, table: Subject, { from, to }: KeyBetween): readonly Fact[] {
  if (to.name !== table.name) {
    return lock(holdingTriggers(context, to), "ACCESS EXCLUSIVE", "a foreign key on the column points at it");
  }
  const other = subjectOfTable(from);
  if (other.name === table.name) return [];
  return lock(withPartitions(context, other), "ACCESS EXCLUSIVE", "its foreign key points at the column");
}

function lockMadeAnew(context: Context, table: Subject, { to }: KeyBetween): readonly Fact[] {
  if (to.name === table.name) return [];
  return lock(withPartitions(context, to), "SHARE ROW EXCLUSIVE", "a foreign key on the column points at it");
}

// As a key, included, in an expression or in its WHERE.
function usesColumn(index: Index, column: string): boolean {
  return (
    index.include.includes(column) ||
    mentions(index.predicate, column) ||
    index.keys.some((key) => key.column === column || (key.column === undefined && mentions(key.text, column)))
  );
}

/** What ALTER COLUMN … SET NOT NULL does. */
export function setNotNullEffect(
  context: Context,
  table: Subject,
  changed: readonly Subject[],
  { column: { name } }: AlterColumn,
): ActionEffect {
  // One that comes from a parent and waits to be validated becomes the table's own as well, and goes on waiting.
  const found = columnOf(table.table, name);
  if (found?.inherited && found.notNullNotValid) return changes("ACCESS EXCLUSIVE", "table");
  return changes("ACCESS EXCLUSIVE", notNullReach(context, table, name), notNullScan(changed, name));
}

/** How far a NOT NULL that may be there already goes; until 17 tables that inherit could lack their parent's. */
export function notNullReach({ version }: Context, subject: Subject, column: string): ActionEffect["reach"] {
  const found = columnOf(subject.table, column);
  const isThere = found?.notNull === true && found.notNullNotValid === undefined;
  return isThere && (version >= 18 || isPartitioned(subject)) ? "table" : "family";
}

/**
 * The reading that shows a column to hold no null, of those tables where nothing proves it. A NOT NULL that waits to be
 * validated is validated by reading the rows, whatever a CHECK proves.
 */
export function notNullScan(changed: readonly Subject[], column: string): readonly Fact[] {
  const isRead = ({ table }: Subject) =>
    table === undefined || columnOf(table, column)?.notNullNotValid !== undefined || !provesNotNull(table, column);
  return scan(changed.filter(isRead));
}

/** What ALTER COLUMN … DROP NOT NULL does. From 18 on the tables below are left alone where there is none to drop. */
export function dropNotNullEffect({ version }: Context, { table }: Subject, { column }: AlterColumn): ActionEffect {
  const isNullable = columnOf(table, column.name)?.notNull === false;
  return changes("ACCESS EXCLUSIVE", version >= 18 && isNullable ? "table" : "family");
}

/** What ALTER COLUMN … SET EXPRESSION does: a stored value is written anew, a virtual one is nowhere. */
export function setExpressionEffect(
  changed: readonly Subject[],
  table: Subject,
  { column }: AlterColumn,
): ActionEffect {
  const isVirtual = columnOf(table.table, column.name)?.generated === "virtual";
  return changes("ACCESS EXCLUSIVE", "family", isVirtual ? [] : rewrite(changed));
}

function columnOf(table: Table | undefined, name: string): Column | undefined {
  return table?.columns.find((column) => column.name === name);
}
