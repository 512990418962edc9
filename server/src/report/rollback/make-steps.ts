import type { Relation, Statistics, Table } from "../../catalog/catalog.ts";
import { mentions } from "../../catalog/expression.ts";
import { quoteIdentifier } from "../../catalog/quoted-name.ts";
import { changedNumbersWords, withNumbers } from "../../catalog/sequence-numbers.ts";
import { isSameDefinition, isSameIndexDefinition } from "../../catalog/way-back/key-changes.ts";
import type { Pair } from "../../catalog/way-back/pair-up.ts";
import { isOwnedAlike, ownerOf } from "../../catalog/way-back/sequence-changes.ts";
import { isSameOrigin } from "../../catalog/way-back/twins.ts";
import { isSameQuery } from "../../catalog/way-back/way-back.ts";
import { foreignKeysSql, keysSql } from "../schema/constraint-sql.ts";
import { indexesSql, indexSql, indexStatisticsSql } from "../schema/index-sql.ts";
import { printedName } from "../schema/listed-schema.ts";
import { statisticsSql } from "../schema/others-sql.ts";
import { parentsFirst } from "../schema/parents-first.ts";
import { sequencesSql } from "../schema/sequence-sql.ts";
import { tablePartsSql, viewPartsSql } from "../schema/table-parts-sql.ts";
import { tableSql } from "../schema/table-sql.ts";
import { viewsSql } from "../schema/views-sql.ts";
import type { TableWork } from "./column-work.ts";
import { dropIndex, isOnlyToValidate } from "./drop-steps.ts";
import { isReplacedInPlace, type Plan } from "./plan.ts";
import { keptViews } from "./rename-steps.ts";

/** Sequences and tables that are missing, without what comes once all tables are there. */
export function makeRelations(plan: Plan): readonly string[] {
  const { changes, there } = plan;
  const sequences = changes.sequences.flatMap(({ now, wanted }) =>
    now === undefined && wanted !== undefined ? [wanted.entry] : [],
  );
  return [
    ...sequencesSql({ ...there, sequences }),
    ...parentsFirst(there, missingTables(plan)).flatMap((table) => tableSql(there, table)),
  ];
}

/** Tables that only the schema has that shall be. */
export function missingTables({ changes }: Plan): readonly Table[] {
  return changes.tables.flatMap(({ now, wanted }) => (now === undefined && wanted !== undefined ? [wanted] : []));
}

/** What sequences count in and with, and whom they belong to. */
export function bindSequences({ changes, now, wanted }: Plan): readonly string[] {
  return changes.sequences.flatMap(({ now: here, wanted: there }) => {
    if (there === undefined) return [];
    const owner = ownerOf(wanted, there);
    const alter = `ALTER SEQUENCE ${printedName(there.entry)}`;
    const isOwned = isOwnedAlike(here && ownerOf(now, here), owner, changes.twins);
    const by = owner === undefined ? "NONE" : `${printedName(owner.table)}.${quoteIdentifier(owner.column.name)}`;
    const type = here !== undefined && here.entry.type !== there.entry.type ? there.entry.type : undefined;
    const turned = type === undefined ? "" : ` AS ${WORDS[type]}`;
    const numbers = here && changedNumbersWords(withNumbers(here.entry, undefined, type), there.entry);
    return [
      ...(here === undefined || turned + numbers === "" ? [] : [`${alter}${turned}${numbers};`]),
      ...(isOwned ? [] : [`${alter} OWNED BY ${by};`]),
    ];
  });
}

const WORDS = { int2: "smallint", int4: "integer", int8: "bigint" } as const;

/** Keys, then indexes, then foreign keys of all tables that lack them. */
export function makeKeys(plan: Plan): readonly string[] {
  const { there, sourceOf, kept } = plan;
  const missing = parentsFirst(there, missingTables(plan));
  const found = kept.map((work) => lacking(plan, work));
  return [
    ...missing.flatMap((table) => keysSql(there, table, sourceOf)),
    ...found.flatMap((table) => keysSql(there, table, sourceOf).map((sql) => forAll(table, sql))),
    ...kept.flatMap((work) => validatedChecks(plan, work)),
    ...missing.flatMap((table) => indexesSql(there, table)),
    ...found.flatMap((table) => indexesSql(there, table).map((sql) => asBuilt(plan, table, forAll(table, sql)))),
    ...[...missing, ...found].flatMap((table) => foreignKeysSql(there, table, sourceOf)),
    ...kept.flatMap((work) => validations(plan, work)),
  ];
}

/** A new partitioned table gets its indexes before its partitions do; one that is there gets them with all of its partitions. */
function forAll({ tableKind, indexes }: Table, sql: string): string {
  const isPartitioned = tableKind === "partitioned" && indexes.every(({ valid }) => valid);
  return isPartitioned ? sql.replace(/^(ALTER TABLE|CREATE (?:UNIQUE )?INDEX \S+ ON) ONLY /, "$1 ") : sql;
}

/** CONCURRENTLY where nothing forbids it; Postgres refuses it for a partitioned table. */
function asBuilt({ transaction }: Plan, owner: Table | Relation, sql: string): string {
  const isRefused = owner.kind === "table" && owner.tableKind === "partitioned";
  return transaction === "inside" || isRefused ? sql : sql.replace(/^(CREATE (?:UNIQUE )?INDEX) /, "$1 CONCURRENTLY ");
}

/** The table with those of its keys and indexes alone that it lacks. */
function lacking(plan: Plan, work: TableWork): Table {
  const { now, wanted } = work;
  const constraints = work.constraints.flatMap(({ now: here, wanted: there }) => {
    if (there === undefined) return [];
    const isThere =
      here !== undefined &&
      (isSameDefinition({ now: here, wanted: there }, plan.changes.twins, now, wanted) ||
        isOnlyToValidate(plan, work, { now: here, wanted: there }));
    return isThere ? [] : [there];
  });
  const names = new Set<string | undefined>(constraints.map(({ name }) => name));
  const indexes = work.indexes.flatMap(({ now: here, wanted: there }) =>
    there === undefined ||
    there.constraint !== undefined ||
    (here !== undefined && isSameIndexDefinition({ now: here, wanted: there }))
      ? []
      : [there],
  );
  const backing = wanted.indexes.filter(({ constraint }) => constraint !== undefined && names.has(constraint));
  return { ...wanted, columns: [], constraints, indexes: [...indexes, ...backing] };
}

/** keysSql makes a new table's checks with the table; here the table is there. */
function validatedChecks(plan: Plan, work: TableWork): readonly string[] {
  const { wanted } = work;
  return lacking(plan, work).constraints.flatMap((constraint) => {
    if (constraint.kind !== "check" || !constraint.validated || constraint.parent !== undefined) return [];
    return keysSql(
      plan.there,
      { ...wanted, columns: [], indexes: [], constraints: [{ ...constraint, validated: false }] },
      plan.sourceOf,
    ).map((sql) => sql.replace(/ NOT VALID;$/, ";"));
  });
}

function validations(plan: Plan, work: TableWork): readonly string[] {
  return work.constraints.flatMap(({ now, wanted }) =>
    now !== undefined && wanted !== undefined && isOnlyToValidate(plan, work, { now, wanted })
      ? [`ALTER TABLE ${printedName(work.wanted)} VALIDATE CONSTRAINT ${quoteIdentifier(wanted.name)};`]
      : [],
  );
}

/** Partitions and inheriting tables go back to their parents. */
export function joinParents({ changes: { twins }, there, kept }: Plan): readonly string[] {
  return kept.flatMap(({ now, wanted }) => {
    const had = now.parents.map(twins.keyOf);
    return wanted.parents.flatMap((key) => {
      const isSame = had.includes(key) && (key !== wanted.partitionOf || now.partitionBound === wanted.partitionBound);
      if (isSame) return [];
      const parent = there.nameOf(key);
      if (key !== wanted.partitionOf) return [`ALTER TABLE ${printedName(wanted)} INHERIT ${parent};`];
      return [`ALTER TABLE ${parent} ATTACH PARTITION ${printedName(wanted)} ${wanted.partitionBound ?? "DEFAULT"};`];
    });
  });
}

/** Views by their old words: in place of new ones that have the same columns, else from nothing. */
export function makeViews(plan: Plan): readonly string[] {
  const { changes, there, madeOf, viewsMade } = plan;
  const inPlace = changes.views.flatMap((pair) => {
    const isOther = pair.now && pair.wanted && !isSameQuery(pair.now.entry, pair.wanted.entry);
    const isStaying = pair.now !== undefined && !plan.viewsGone.has(pair.now.key);
    return isOther && isStaying && isReplacedInPlace(pair) && pair.wanted !== undefined ? [pair.wanted.entry] : [];
  });
  const replaced = viewsSql({ ...there, views: inPlace }, madeOf).map((sql) =>
    sql.replace(/^(\s*CREATE)\s+(?!OR\b)/i, "$1 OR REPLACE "),
  );
  return [
    ...replaced,
    ...viewsSql({ ...there, views: viewsMade }, madeOf),
    ...viewsMade.flatMap((view) => viewPartsSql(there, view, madeOf)),
    ...keptViews(plan).flatMap((pair) => viewIndexes(plan, pair)),
  ];
}

function viewIndexes(
  plan: Plan,
  { now, wanted }: { readonly now: Relation; readonly wanted: Relation },
): readonly string[] {
  const lacks = (owner: Relation, name: string) => !owner.indexes.some((index) => index.name === name);
  return [
    ...now.indexes.filter(({ name }) => lacks(wanted, name)).map((index) => dropIndex(plan, wanted, index)),
    ...wanted.indexes
      .filter(({ name }) => lacks(now, name))
      .flatMap((index) => [asBuilt(plan, wanted, indexSql(wanted, index)), ...indexStatisticsSql(wanted, index)]),
  ];
}

/** Row security, policies, rules and triggers. */
export function makeParts(plan: Plan): readonly string[] {
  const { there, madeOf, kept } = plan;
  return [
    ...missingTables(plan).flatMap((table) => tablePartsSql(there, table, madeOf)),
    ...kept.flatMap((work) => [
      ...rowSecurity(work),
      ...tablePartsSql(there, withMissingParts(work), madeOf),
      ...partsOfColumns(plan, work),
      ...firing(work),
    ]),
  ];
}

function rowSecurity({ now, wanted }: TableWork): readonly string[] {
  const alter = `ALTER TABLE ${printedName(wanted)}`;
  const word = (isOn: boolean | undefined) => (isOn ? "ENABLE" : "DISABLE");
  return [
    ...(now.rowSecurity === wanted.rowSecurity ? [] : [`${alter} ${word(wanted.rowSecurity)} ROW LEVEL SECURITY;`]),
    ...(now.forceRowSecurity === wanted.forceRowSecurity
      ? []
      : [`${alter} ${wanted.forceRowSecurity ? "FORCE" : "NO FORCE"} ROW LEVEL SECURITY;`]),
    ...(now.unlogged === wanted.unlogged ? [] : [`${alter} SET ${wanted.unlogged ? "UNLOGGED" : "LOGGED"};`]),
  ];
}

type Part = { readonly name: string; readonly origin: Table["origin"] };

function withMissingParts({ wanted, triggers, policies, rules }: TableWork): Table {
  const missing = <Item extends Part>(pairs: readonly Pair<Item>[]) =>
    pairs.flatMap(({ now, wanted: there }) =>
      there === undefined || (now !== undefined && isSameOrigin(now.origin, there.origin)) ? [] : [there],
    );
  const { forceRowSecurity: _, ...table } = wanted;
  const made = missing(triggers);
  return { ...table, rowSecurity: false, triggers: made, policies: missing(policies), rules: missing(rules) };
}

/**
 * Policies and triggers that name a column which comes back: where DROP COLUMN … CASCADE took them along is not known, so
 * that they are dropped, if they are there, and made again.
 */
function partsOfColumns({ there, madeOf, sourceOf }: Plan, work: TableWork): readonly string[] {
  const { wanted, added } = work;
  const names = <Item extends Part>(listed: readonly Pair<Item>[], part: Item) =>
    listed.every((pair) => pair.wanted !== part) && added.some(({ name }) => mentions(sourceOf(part.origin), name));
  const policies = wanted.policies.filter((part) => names(work.policies, part));
  const triggers = wanted.triggers.filter((part) => part.parent === undefined && names(work.triggers, part));
  const { forceRowSecurity: _, ...table } = wanted;
  const drop = (kind: string, parts: readonly Part[]) =>
    parts.map(({ name }) => `DROP ${kind} IF EXISTS ${quoteIdentifier(name)} ON ${printedName(wanted)};`);
  return [
    ...drop("POLICY", policies),
    ...drop("TRIGGER", triggers),
    ...tablePartsSql(there, { ...table, rowSecurity: false, policies, triggers, rules: [] }, madeOf),
  ];
}

const FIRES = { origin: "ENABLE", disabled: "DISABLE", replica: "ENABLE REPLICA", always: "ENABLE ALWAYS" } as const;

function firing({ wanted, triggers }: TableWork): readonly string[] {
  return triggers.flatMap(({ now, wanted: there }) => {
    if (now === undefined || there === undefined || !isSameOrigin(now.origin, there.origin)) return [];
    if (now.enabled === there.enabled) return [];
    const words = FIRES[there.enabled ?? "origin"];
    return [`ALTER TABLE ${printedName(wanted)} ${words} TRIGGER ${quoteIdentifier(there.name)};`];
  });
}

/** Extended statistics in the words that made them. */
export function makeStatistics({ changes, wanted: catalog, madeOf }: Plan): readonly string[] {
  return changes.statistics.flatMap(({ now, wanted }) => {
    if (wanted === undefined || (now !== undefined && isSameOrigin(now.origin, wanted.origin))) return [];
    return statisticsSql(catalog, wanted, madeOf);
  });
}

/** Extended statistics that shall not be there; those of a table or a column that goes go with it. */
export function dropStatistics({ changes, kept }: Plan): readonly string[] {
  return changes.statistics.flatMap(({ now, wanted }) => {
    if (now === undefined || (wanted !== undefined && isSameOrigin(now.origin, wanted.origin))) return [];
    return isTaken(changes, kept, now) ? [] : [`DROP STATISTICS ${printedName(now)};`];
  });
}

function isTaken({ tables }: Plan["changes"], kept: readonly TableWork[], { table, columns }: Statistics): boolean {
  return (
    tables.some((change) => change.now?.id === table && change.wanted === undefined) ||
    kept.some((work) => work.now.id === table && work.dropped.some(({ name }) => columns.includes(name)))
  );
}
