import type { Relation, Statistics, Table } from "../../catalog/catalog.ts";
import { quoteIdentifier } from "../../catalog/quoted-name.ts";
import { isSameDefinition, isSameIndexDefinition } from "../../catalog/way-back/key-changes.ts";
import type { Pair } from "../../catalog/way-back/pair-up.ts";
import { isOwnedAlike, ownerOf } from "../../catalog/way-back/sequence-changes.ts";
import { isSameOrigin } from "../../catalog/way-back/twins.ts";
import { isSameQuery } from "../../catalog/way-back/way-back.ts";
import { foreignKeysSql, keysSql } from "../schema/constraint-sql.ts";
import { indexesSql, indexSql } from "../schema/index-sql.ts";
import { printedName } from "../schema/listed-schema.ts";
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
  const { changes, there, sourceOf } = plan;
  const sequences = changes.sequences.flatMap(({ now, wanted }) =>
    now === undefined && wanted !== undefined ? [wanted.entry] : [],
  );
  return [
    ...sequencesSql({ ...there, sequences }, sourceOf),
    ...parentsFirst(there, missingTables(plan)).flatMap((table) => tableSql(there, table)),
  ];
}

/** Tables that only the schema has that shall be. */
export function missingTables({ changes }: Plan): readonly Table[] {
  return changes.tables.flatMap(({ now, wanted }) => (now === undefined && wanted !== undefined ? [wanted] : []));
}

/** What sequences count in and whom they belong to. */
export function bindSequences({ changes, now, wanted }: Plan): readonly string[] {
  return changes.sequences.flatMap(({ now: here, wanted: there }) => {
    if (there === undefined) return [];
    const owner = ownerOf(wanted, there);
    const alter = `ALTER SEQUENCE ${printedName(there.entry)}`;
    const isOwned = isOwnedAlike(here && ownerOf(now, here), owner, changes.twins);
    const by = owner === undefined ? "NONE" : `${printedName(owner.table)}.${quoteIdentifier(owner.column.name)}`;
    const type = here !== undefined && here.entry.type !== there.entry.type ? there.entry.type : undefined;
    return [
      ...(type === undefined ? [] : [`${alter} AS ${WORDS[type]};`]),
      ...(isOwned ? [] : [`${alter} OWNED BY ${by};`]),
    ];
  });
}

const WORDS = { int2: "smallint", int4: "integer", int8: "bigint" } as const;

/** The sequences that shall not be there and that no column takes along. */
export function dropSequences({ changes, now, kept }: Plan): readonly string[] {
  return changes.sequences.flatMap(({ now: here, wanted }) => {
    if (here === undefined || wanted !== undefined) return [];
    const owner = ownerOf(now, here);
    const isTaken =
      owner !== undefined &&
      (changes.tables.some((change) => change.now?.id === owner.table.id && change.wanted === undefined) ||
        kept.some((work) => work.now.id === owner.table.id && work.dropped.includes(owner.column)));
    return isTaken ? [] : [`DROP SEQUENCE ${printedName(here.entry)};`];
  });
}

/** Keys, then indexes, then foreign keys of all tables that lack them. */
export function makeKeys(plan: Plan): readonly string[] {
  const { there, sourceOf, kept } = plan;
  const tables = [...missingTables(plan), ...kept.map((work) => lacking(plan, work))];
  return [
    ...tables.flatMap((table) => keysSql(there, table, sourceOf)),
    ...kept.flatMap((work) => validatedChecks(plan, work)),
    ...tables.flatMap((table) => indexesSql(there, table)).map((sql) => asBuilt(plan, sql)),
    ...tables.flatMap((table) => foreignKeysSql(there, table, sourceOf)),
    ...kept.flatMap((work) => validations(plan, work)),
  ];
}

/** CONCURRENTLY where nothing forbids it; not for what is made beside it in a new table, which nobody uses yet. */
function asBuilt(plan: Plan, sql: string): string {
  if (plan.transaction === "inside" || / ON ONLY /.test(sql)) return sql;
  const isNew = missingTables(plan).some((table) => sql.includes(` ON ${printedName(table)} `));
  return isNew ? sql : sql.replace(/^(CREATE (?:UNIQUE )?INDEX) /, "$1 CONCURRENTLY ");
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
    ...wanted.indexes.filter(({ name }) => lacks(now, name)).map((index) => asBuilt(plan, indexSql(wanted, index))),
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
export function makeStatistics({ changes, sourceOf }: Plan): readonly string[] {
  return changes.statistics.flatMap(({ now, wanted }) => {
    if (wanted === undefined || (now !== undefined && isSameOrigin(now.origin, wanted.origin))) return [];
    const text = sourceOf(wanted.origin);
    return text === undefined || !/^\s*CREATE\s+STATISTICS\b/i.test(text) ? [] : [`${text};`];
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
