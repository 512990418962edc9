import type { Table } from "../catalog/catalog.ts";
import { mentions } from "../catalog/expression.ts";
import type { ObjectName, PartitionAction } from "../sql/statement.ts";
import { assumption, type Fact } from "./fact.ts";
import { keepsOutBounds, provesBounds } from "./implied-bounds.ts";
import { defaultPartition, incomingKeys, outgoingKeys, partitionedAncestors } from "./keys-between-tables.ts";
import {
  type Context,
  descendants,
  family,
  lock,
  lockFamily,
  lockIndexes,
  type Subject,
  scan,
  subjectOf,
  subjectOfTable,
  withPartitions,
} from "./subject.ts";

/** What CREATE TABLE … PARTITION OF does to the tables that are there. */
export function newPartitionFacts(
  context: Context,
  parentName: ObjectName,
  bound: string | undefined,
): readonly Fact[] {
  const parent = subjectOf(context, parentName);
  return [...lock(parent, "ACCESS EXCLUSIVE", "it gets a new partition"), ...joinFacts(context, parent, bound)];
}

/** What ATTACH PARTITION of a table does. */
export function attachFacts(context: Context, parent: Subject, action: PartitionAction): readonly Fact[] {
  const partition = subjectOf(context, action.partition);
  const keys = outgoingKeys(context, parent.table);
  return [
    ...lock(parent, "SHARE UPDATE EXCLUSIVE"),
    ...lockFamily(context, partition, "ACCESS EXCLUSIVE"),
    ...lock(above(context, parent), "ACCESS SHARE", `it is above ${parent.name}`),
    ...joinFacts(context, parent, action.bound),
    ...boundsFacts(context, parent, partition, action),
    // Indexes that the partition lacks are built, keys that it lacks are checked, now and under that lock.
    ...(lacksIndex(parent.table, partition.table) ? scan(family(context, partition)) : []),
    ...keys.flatMap(({ constraint, to }) =>
      hasKey(partition.table, constraint)
        ? // Its own key becomes a part of the parent's, and gives up its triggers at the other end.
          lock(withPartitions(context, to), "ACCESS EXCLUSIVE", `a foreign key of ${partition.name} points at it`)
        : [...scan(family(context, partition)), ...scan(withPartitions(context, to))],
    ),
  ];
}

// What a partition that comes does beside its parent: its indexes and foreign keys become part of the parent's, and
// the DEFAULT partition is read for rows that belong to the new one, unless a CHECK of its own says that it has none.
function joinFacts(context: Context, parent: Subject, bound: string | undefined): readonly Fact[] {
  const { table } = parent;
  const rest = defaultPartition(context, table);
  const isRead = rest[0]?.table === undefined || table === undefined || !keepsOutBounds(rest[0].table, table, bound);
  const lines = [parent.table, ...partitionedAncestors(context, parent.table)];
  const incoming = lines.flatMap((table) => incomingKeys(context, table));
  return [
    ...lockIndexes(parent, "SHARE UPDATE EXCLUSIVE", () => true),
    ...lock(rest, "ACCESS EXCLUSIVE", `it is the default partition of ${parent.name}`),
    ...(isRead ? scan(rest) : []),
    ...outgoingKeys(context, parent.table).flatMap(({ to }) =>
      lock(withPartitions(context, to), "SHARE ROW EXCLUSIVE", `a foreign key of ${parent.name} points at it`),
    ),
    // Until 14 the referencing table was only looked at; from 15 on the new partition's triggers take the lock.
    ...incoming.flatMap(({ from }) =>
      lock(
        subjectOfTable(from),
        context.version < 15 ? "ACCESS SHARE" : "SHARE ROW EXCLUSIVE",
        `its foreign key points at ${parent.name}`,
      ),
    ),
  ];
}

// A CHECK that says what the bounds say, those of the partitioned tables above included, spares the reading.
function boundsFacts(
  context: Context,
  parent: Subject,
  partition: Subject,
  { bound, isDefault }: PartitionAction,
): readonly Fact[] {
  // What the first partition of all may hold is not limited where it is the DEFAULT one.
  if (isDefault && parent.table?.children.length === 0 && parent.table.partitionOf === undefined) return [];
  const lines = parent.table === undefined ? [] : [parent.table, ...partitionedAncestors(context, parent.table)];
  const { table } = partition;
  const isProven =
    table !== undefined &&
    lines.length > 0 &&
    lines.every((line, place) => provesBounds(table, line, place === 0 ? bound : lines[place - 1]?.partitionBound));
  if (isProven) return [];
  const keys = lines.flatMap(({ partitionBy }) => partitionBy?.keys ?? []);
  const isSpokenOf = table?.constraints.some(({ expression }) =>
    keys.some((key) => key !== undefined && mentions(expression, key)),
  );
  return [
    ...scan(family(context, partition)),
    ...(isSpokenOf ? [assumption(`No CHECK constraint of ${partition.name} says all that its bounds say.`)] : []),
  ];
}

function lacksIndex(parent: Table | undefined, partition: Table | undefined): boolean {
  if (parent === undefined || partition === undefined) return false;
  const own = new Set(partition.indexes.filter((index) => index.valid).map(shape));
  return parent.indexes.some((index) => !own.has(shape(index)));
}

function shape(index: Table["indexes"][number]): string {
  return JSON.stringify([
    index.method,
    index.unique,
    index.keys.map(({ text }) => text),
    index.include,
    index.predicate,
  ]);
}

function hasKey(partition: Table | undefined, key: Table["constraints"][number]): boolean {
  return (partition?.constraints ?? []).some(
    (own) =>
      own.kind === "foreignKey" &&
      own.references?.table === key.references?.table &&
      own.columns.join() === key.columns.join(),
  );
}

/** What DETACH PARTITION does; FINALIZE ends one that broke off, so that the partition is one still. */
export function detachFacts(context: Context, parent: Subject, action: PartitionAction): readonly Fact[] {
  const partition = subjectOf(context, action.partition);
  const lines = [parent.table, ...partitionedAncestors(context, parent.table)];
  const incoming = lines.flatMap((table) => incomingKeys(context, table));
  const below = descendants(context, partition.table).map(subjectOfTable);
  // Keys that it has from its parent become its own.
  const keys = outgoingKeys(context, partition.table).filter(({ constraint }) => constraint.parent !== undefined);
  const facts: readonly Fact[] = [
    ...keys.flatMap(({ to }) =>
      lock(withPartitions(context, to), "SHARE ROW EXCLUSIVE", `a foreign key of ${partition.name} points at it`),
    ),
    // Rows that the partition takes away must not be pointed at.
    ...incoming.flatMap(({ from }) => [
      ...lock(subjectOfTable(from), "ACCESS EXCLUSIVE", `its foreign key points at ${parent.name}`),
      ...scan(subjectOfTable(from)),
      ...scan(family(context, partition)),
    ]),
    ...(incoming.length > 0 ? lock(above(context, parent), "ACCESS SHARE", `it is above ${parent.name}`) : []),
    ...lock(below, "ACCESS EXCLUSIVE", `it is below ${partition.name}`),
    ...lockIndexes(partition, "ACCESS EXCLUSIVE", (index) => index.parent !== undefined),
  ];
  if (action.concurrently) return [...facts, ...concurrentFacts(context, parent, partition)];
  if (action.finalize)
    return [...facts, ...lock(parent, "SHARE UPDATE EXCLUSIVE"), ...lock(partition, "ACCESS EXCLUSIVE")];
  // Triggers that it has from its parent go.
  const hasShared = partition.table?.triggers.some(({ parent: above }) => above !== undefined) === true;
  // Until 13 a partition that has no key to let go, and is not the default one, was only kept from changing.
  const isLight =
    context.version < 14 && !hasShared && incoming.length === 0 && partition.table?.isDefaultPartition !== true;
  return [
    ...facts,
    ...lock(parent, "ACCESS EXCLUSIVE"),
    ...lock(partition, isLight ? "SHARE UPDATE EXCLUSIVE" : "ACCESS EXCLUSIVE"),
    ...lock(
      defaultPartition(context, parent.table, partition.table),
      "ACCESS EXCLUSIVE",
      `it is the default partition of ${parent.name}`,
    ),
  ];
}

function above(context: Context, { table }: Subject): readonly Subject[] {
  return partitionedAncestors(context, table).map(subjectOfTable);
}

function concurrentFacts(context: Context, parent: Subject, partition: Subject): readonly Fact[] {
  return [
    ...lock(parent, "SHARE UPDATE EXCLUSIVE"),
    ...lock(partition, "ACCESS EXCLUSIVE"),
    ...lock(above(context, parent), "ACCESS SHARE", `it is above ${parent.name}`),
    { kind: "outside" },
    { kind: "waits" },
  ];
}
