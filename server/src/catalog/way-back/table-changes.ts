import type { Catalog, Column, Index, NamedPart, Policy, Table, TableConstraint, Trigger } from "../catalog.ts";
import { haveSameOptions, haveSameSettings } from "../column-settings.ts";
import { notNullNameOf } from "../not-null.ts";
import { tableAt } from "../resolve.ts";
import { isSameConstraint, isSameIndex } from "./key-changes.ts";
import { normalText } from "./normal-text.ts";
import { type Pair, pairUp } from "./pair-up.ts";
import { isSameOrigin, type Keyed, madeOnce, type Twins } from "./twins.ts";

/** What differs of one table. Where one schema has no such table, nothing is listed of its parts. */
export interface TableChange {
  readonly now: Table | undefined;
  readonly wanted: Table | undefined;
  readonly columns: readonly Pair<Column>[];
  /** Columns that are stored or sampled otherwise, or whose NOT NULL is called otherwise, inherited ones among them. */
  readonly settings: readonly Pair<Column>[];
  readonly constraints: readonly Pair<TableConstraint>[];
  /** But for those that back a constraint in both, or in the one schema that has them. */
  readonly indexes: readonly Pair<Index>[];
  readonly triggers: readonly Pair<Trigger>[];
  readonly policies: readonly Pair<Policy>[];
  readonly rules: readonly Pair<NamedPart>[];
}

/** A table that both schemas have. */
interface Twin {
  readonly now: Table;
  readonly wanted: Table;
}

/** The tables of which something differs. */
export function tableChanges(
  now: Catalog,
  wanted: Catalog,
  pairs: readonly Pair<Keyed<Table>>[],
  twins: Twins,
): readonly TableChange[] {
  return pairs.flatMap(({ now: here, wanted: there }) => {
    if (here === undefined || there === undefined) {
      return isPresumed(here?.entry ?? there?.entry)
        ? presumedChange(here?.entry, there?.entry)
        : [{ now: here?.entry, wanted: there?.entry, ...NO_PARTS }];
    }
    const change = partsOf(now, wanted, { now: here.entry, wanted: there.entry }, twins);
    return isSameTable(change, twins) ? [] : [change];
  });
}

const NO_PARTS = { columns: [], settings: [], constraints: [], indexes: [], triggers: [], policies: [], rules: [] };

function isPresumed(table: Table | undefined): boolean {
  return table?.presumed === true;
}

/** A table that no file makes was there all the time; only its keys and indexes come and go. */
function presumedChange(here: Table | undefined, there: Table | undefined): readonly TableChange[] {
  const table = here ?? there;
  if (table === undefined) return [];
  const bare = { ...table, constraints: [], indexes: [] };
  const [now, wanted] = [here ?? bare, there ?? bare];
  const constraints = pairUp(now.constraints, wanted.constraints, []);
  const indexes = pairUp(now.indexes, wanted.indexes, []).filter(isIndexOwn);
  return [{ now, wanted, ...NO_PARTS, constraints, indexes }];
}

function partsOf(before: Catalog, after: Catalog, { now, wanted }: Twin, twins: Twins): TableChange {
  const columns = pairColumns(now, wanted);
  const byName = ({ name }: { readonly name: string }) => name;
  const made = ({ name, origin }: NamedPart) => `${origin.file} ${origin.segment} ${name}`;
  const inParts = <Part extends NamedPart>(here: readonly Part[], there: readonly Part[]) =>
    pairUp(here, there, [made, ({ origin }) => `${origin.file} ${origin.segment}`, byName]).filter(
      (pair) => !isSamePart(pair),
    );
  return {
    now,
    wanted,
    columns: columns.filter(
      (pair) => !isSameColumn(pair, twins) && !isParents(before, after, { now, wanted }, pair, twins),
    ),
    settings: columns.filter(
      ({ now: here, wanted: there }) =>
        there !== undefined &&
        (!haveSameSettings(here ?? {}, there) || (here !== undefined && isNotNullRenamed(now, wanted, here, there))),
    ),
    constraints: pairUp(now.constraints, wanted.constraints, [madeOnce, byName]).filter(
      (pair) => !isGiven(pair) && !isSameConstraint(pair, twins, now, wanted),
    ),
    indexes: pairUp(now.indexes, wanted.indexes, [madeOnce, byName]).filter(
      (pair) => isIndexOwn(pair) && !isGiven(pair) && !isSameIndex(pair),
    ),
    triggers: pairUp(now.triggers, wanted.triggers, [madeOnce, byName]).filter(
      (pair) => !isGiven(pair) && !(isSamePart(pair) && pair.now?.enabled === pair.wanted?.enabled),
    ),
    policies: inParts(now.policies, wanted.policies),
    rules: inParts(now.rules, wanted.rules),
  };
}

function isNotNullRenamed(table: Table, wantedTable: Table, now: Column, wanted: Column): boolean {
  return now.notNull && wanted.notNull && notNullNameOf(table, now) !== notNullNameOf(wantedTable, wanted);
}

/** A column that is dropped and added again by the same name is another, whose values are gone; its name pairs them all the same. */
function pairColumns(now: Table, wanted: Table): readonly Pair<Column>[] {
  const made = ({ origin, firstName, name }: Column) => `${origin.file} ${origin.segment} ${firstName ?? name}`;
  return pairUp(now.columns, wanted.columns, [made, ({ name }) => name]);
}

/** Whether the constraint, index or trigger comes with its parent's wherever there is one. */
function isGiven({ now, wanted }: Pair<{ readonly parent: string | undefined }>): boolean {
  return now?.parent !== undefined
    ? wanted === undefined || wanted.parent !== undefined
    : now === undefined && wanted?.parent !== undefined;
}

/** Whether the index is made and dropped as an index: it backs no constraint, or not in both schemas. */
function isIndexOwn({ now, wanted }: Pair<Index>): boolean {
  if (now === undefined || wanted === undefined) return (now ?? wanted)?.constraint === undefined;
  return (
    now.constraint === undefined ||
    wanted.constraint === undefined ||
    now.comment !== wanted.comment ||
    !haveSameOptions(now.options, wanted.options)
  );
}

function isSamePart({ now, wanted }: Pair<NamedPart>): boolean {
  if (now === undefined || wanted === undefined) return false;
  return now.name === wanted.name && now.comment === wanted.comment && isSameOrigin(now.origin, wanted.origin);
}

/** Whether nothing differs of a column. */
export function isSameColumn({ now, wanted }: Pair<Column>, twins: Twins): boolean {
  if (now === undefined || wanted === undefined) return false;
  return (
    now.name === wanted.name &&
    now.comment === wanted.comment &&
    hasSameValues({ now, wanted }, twins) &&
    now.notNull === wanted.notNull &&
    now.notNullNotValid === wanted.notNullNotValid &&
    now.identity === wanted.identity &&
    now.generated === wanted.generated &&
    hasSameDefault({ now, wanted }, twins)
  );
}

/** Whether the column is of one type and collation in both schemas. */
export function hasSameValues(
  { now, wanted }: { readonly now: Column; readonly wanted: Column },
  twins: Twins,
): boolean {
  return now.collation === wanted.collation && twins.haveSameType(now, wanted);
}

/** Whether the column has one default, or is computed alike, in both schemas. */
export function hasSameDefault(
  { now, wanted }: { readonly now: Column; readonly wanted: Column },
  twins: Twins,
): boolean {
  if (now.takesFrom !== undefined && wanted.takesFrom !== undefined) {
    return twins.keyOf(now.takesFrom) === wanted.takesFrom;
  }
  return normalText(now.default) === normalText(wanted.default);
}

/** Whether what differs of an inherited column is the parent's affair. */
function isParents(before: Catalog, after: Catalog, { now, wanted }: Twin, pair: Pair<Column>, twins: Twins): boolean {
  if (pair.now?.inherited === false || pair.wanted?.inherited === false) return false;
  const above = (catalog: Catalog, table: Table, column: Column | undefined) =>
    table.parents.flatMap((key) => tableAt(catalog, key)?.columns ?? []).find(({ name }) => name === column?.name);
  const parents = { now: above(before, now, pair.now), wanted: above(after, wanted, pair.wanted) };
  return (parents.now !== undefined || parents.wanted !== undefined) && !isSameColumn(parents, twins);
}

function isSameTable({ now, wanted, ...parts }: TableChange, twins: Twins): boolean {
  if (now === undefined || wanted === undefined) return false;
  return (
    Object.values(parts).every((list) => list.length === 0) &&
    now.schema === wanted.schema &&
    now.name === wanted.name &&
    now.comment === wanted.comment &&
    now.owner === wanted.owner &&
    now.rowSecurity === wanted.rowSecurity &&
    now.forceRowSecurity === wanted.forceRowSecurity &&
    now.unlogged === wanted.unlogged &&
    now.replicaIdentity === wanted.replicaIdentity &&
    haveSameOptions(now.options, wanted.options) &&
    haveSameMarks(now, wanted) &&
    now.partitionBound === wanted.partitionBound &&
    now.parents.map(twins.keyOf).toSorted().join() === wanted.parents.toSorted().join()
  );
}

/** Whether both are clustered by one index, and known to a replica by one. */
function haveSameMarks(now: Table, wanted: Table): boolean {
  const marks = ({ indexes }: Table) =>
    indexes.flatMap(({ name, replicaIdentity, clustered }) =>
      replicaIdentity || clustered ? [`${name} ${replicaIdentity} ${clustered}`] : [],
    );
  return marks(now).join("\n") === marks(wanted).join("\n");
}
