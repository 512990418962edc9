import type { Column, Index, Relation, Table, TableConstraint } from "../../catalog/catalog.ts";
import { indexUses } from "../../catalog/column-uses.ts";
import { relationKey } from "../../catalog/keys.ts";
import { quoteIdentifier } from "../../catalog/quoted-name.ts";
import { isSameDefinition, isSameIndexDefinition } from "../../catalog/way-back/key-changes.ts";
import type { Pair } from "../../catalog/way-back/pair-up.ts";
import { ownerOf } from "../../catalog/way-back/sequence-changes.ts";
import { isSameOrigin } from "../../catalog/way-back/twins.ts";
import { printedName } from "../schema/listed-schema.ts";
import type { TableWork } from "./column-work.ts";
import type { Plan } from "./plan.ts";
import { routinesWithRows } from "./routine-steps.ts";

/** What has to go before names and columns can be put back, by the names that it has now. */
export function dropSteps(plan: Plan): readonly string[] {
  const { kept } = plan;
  return [
    ...kept.flatMap((work) => dropParts(work)),
    ...dropViews(plan),
    ...kept.flatMap((work) => dropConstraints(plan, work, "foreign keys")),
    ...kept.flatMap((work) => dropConstraints(plan, work, "others")),
    ...kept.flatMap((work) => dropIndexes(plan, work)),
    ...kept.flatMap((work) => leaveParents(plan, work)),
    ...routinesWithRows(plan),
    ...kept.flatMap(dropColumns),
    ...kept.flatMap((work) => dropValues(plan, work)),
    ...dropTables(plan),
    ...dropSequences(plan),
  ];
}

/** Policies, rules and triggers that go or are made by other words; those of a table that goes go with it. */
function dropParts({ now, triggers, policies, rules }: TableWork): readonly string[] {
  const gone = <Part extends { readonly name: string; readonly origin: Table["origin"] }>(
    kind: string,
    pairs: readonly Pair<Part>[],
  ) =>
    pairs.flatMap(({ now: here, wanted }) =>
      here === undefined || (wanted !== undefined && isSameOrigin(here.origin, wanted.origin))
        ? []
        : [`DROP ${kind} ${quoteIdentifier(here.name)} ON ${printedName(now)};`],
    );
  return [...gone("TRIGGER", triggers), ...gone("POLICY", policies), ...gone("RULE", rules)];
}

/** Each view before those that it reads. */
function dropViews({ now, viewsGone }: Plan): readonly string[] {
  const ordered: Relation[] = [];
  const seen = new Set<string>();
  const add = (key: string) => {
    const entry = now.get(key);
    if (seen.has(key) || (entry?.kind !== "view" && entry?.kind !== "materialized view")) return;
    seen.add(key);
    entry.dependents.forEach(add);
    ordered.push(entry);
  };
  for (const key of [...viewsGone].sort()) add(key);
  return ordered.map((view) => `DROP ${view.kind.toUpperCase()} ${printedName(view)};`);
}

function dropConstraints(plan: Plan, work: TableWork, which: "foreign keys" | "others"): readonly string[] {
  const { now, wanted, constraints, dropped } = work;
  const gone = new Set(dropped.map(({ name }) => name));
  return constraints.flatMap(({ now: here, wanted: there }) => {
    if (here === undefined || (here.kind === "foreignKey") !== (which === "foreign keys")) return [];
    const stays =
      there !== undefined &&
      (isSameDefinition({ now: here, wanted: there }, plan.changes.twins, now, wanted) ||
        isOnlyToValidate(plan, work, { now: here, wanted: there }));
    const goesAlong = here.columns.some((name) => gone.has(name)) && !holdsUp(plan, here);
    if (stays || goesAlong) return [];
    return [`ALTER TABLE ${printedName(now)} DROP CONSTRAINT ${quoteIdentifier(here.name)};`];
  });
}

/** Whether a foreign key keeps a column or a key of another table from going, which may go before the key's own column. */
function holdsUp({ kept }: Plan, { references }: TableConstraint): boolean {
  const target = kept.find(({ now }) => relationKey(now.schema, now.name) === references?.table);
  return target !== undefined && (target.dropped.length > 0 || target.constraints.length > 0);
}

/** Whether VALIDATE CONSTRAINT makes the one the other. */
export function isOnlyToValidate(
  { changes: { twins } }: Plan,
  { now, wanted }: TableWork,
  pair: { readonly now: TableConstraint; readonly wanted: TableConstraint },
): boolean {
  if (pair.now.validated || !pair.wanted.validated || pair.now.notEnforced) return false;
  return isSameDefinition({ now: { ...pair.now, validated: true }, wanted: pair.wanted }, twins, now, wanted);
}

function dropIndexes(plan: Plan, { now, indexes, dropped }: TableWork): readonly string[] {
  return indexes.flatMap(({ now: here, wanted }) => {
    if (here === undefined || here.constraint !== undefined || here.parent !== undefined) return [];
    if (wanted !== undefined && isSameIndexDefinition({ now: here, wanted })) return [];
    if (dropped.some(({ name }) => indexUses(here, name))) return [];
    return [dropIndex(plan, now, here)];
  });
}

/** Postgres refuses CONCURRENTLY for the index of a partitioned table. */
export function dropIndex({ transaction }: Plan, owner: Table | Relation, { name }: Index): string {
  const isPartitioned = owner.kind === "table" && owner.tableKind === "partitioned";
  const concurrently = transaction === "outside" && !isPartitioned ? "CONCURRENTLY " : "";
  return `DROP INDEX ${concurrently}${printedName({ schema: owner.schema, name })};`;
}

function leaveParents({ changes: { twins }, here }: Plan, { now, wanted }: TableWork): readonly string[] {
  const stays = (key: string) => wanted.parents.includes(twins.keyOf(key));
  return now.parents.flatMap((key) => {
    if (stays(key) && (key !== now.partitionOf || now.partitionBound === wanted.partitionBound)) return [];
    const parent = here.tableAt(key);
    if (parent === undefined) return [];
    if (key !== now.partitionOf) return [`ALTER TABLE ${printedName(now)} NO INHERIT ${printedName(parent)};`];
    // CONCURRENTLY would leave a CHECK on the partition, by a name that hangs on which are taken.
    return [`ALTER TABLE ${printedName(parent)} DETACH PARTITION ${printedName(now)};`];
  });
}

function dropColumns({ now, dropped }: TableWork): readonly string[] {
  return dropped.map(({ name }) => `ALTER TABLE ${printedName(now)} DROP COLUMN ${quoteIdentifier(name)};`);
}

/** Identities that go and defaults that take from sequences that go, so that the sequences' names are free. */
function dropValues(plan: Plan, { now, altered }: TableWork): readonly string[] {
  return altered.flatMap(({ now: column, wanted }) => {
    const alter = `ALTER TABLE ${printedName(now)} ALTER COLUMN ${quoteIdentifier(column.name)}`;
    if (column.identity !== undefined && wanted.identity === undefined) return [`${alter} DROP IDENTITY;`];
    return isDefaultGone(plan, column) ? [`${alter} DROP DEFAULT;`] : [];
  });
}

/** Whether the sequence that the default takes from goes. */
export function isDefaultGone({ changes }: Pick<Plan, "changes">, { takesFrom }: Column): boolean {
  return (
    takesFrom !== undefined &&
    changes.sequences.some(({ now, wanted }) => now?.key === takesFrom && wanted === undefined)
  );
}

/** The sequences that shall not be there and that no column takes along. */
function dropSequences({ changes, now, kept }: Plan): readonly string[] {
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

/** All in one statement, so that keys between them do not hold them; partitions go with their parents. */
function dropTables({ changes }: Plan): readonly string[] {
  const gone = changes.tables.flatMap(({ now, wanted }) => (now !== undefined && wanted === undefined ? [now] : []));
  const keys = new Set(gone.map(({ schema, name }) => relationKey(schema, name)));
  const named = gone.filter(({ partitionOf }) => partitionOf === undefined || !keys.has(partitionOf));
  const drop = (kind: string, tables: readonly Table[]) =>
    tables.length === 0 ? [] : [`DROP ${kind} ${tables.map(printedName).sort().join(", ")};`];
  return [
    ...drop(
      "FOREIGN TABLE",
      named.filter(({ tableKind }) => tableKind === "foreign"),
    ),
    ...drop(
      "TABLE",
      named.filter(({ tableKind }) => tableKind !== "foreign"),
    ),
  ];
}
