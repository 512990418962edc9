import type { ColumnType, Routine, Table, TypeEntry } from "../catalog/catalog.ts";
import { schemaKey } from "../catalog/keys.ts";
import { findIndex, findType, tableById } from "../catalog/resolve.ts";
import { findRoutine } from "../catalog/routines.ts";
import { membersOf } from "../catalog/schema-members.ts";
import type { DropObjects, ObjectName } from "../sql/statement.ts";
import { dropColumnFacts } from "./change-column.ts";
import { dropDependents } from "./dependents.ts";
import type { Fact } from "./fact.ts";
import { holdingTriggers } from "./foreign-key.ts";
import { defaultPartition, incomingKeys, outgoingKeys, partitionedAncestors } from "./keys-between-tables.ts";
import { dropOnTable, dropStatistics } from "./on-table.ts";
import { lockIndexFamily } from "./partitioned-index.ts";
import {
  type Context,
  family,
  lock,
  lockFamily,
  lockIndexes,
  type Subject,
  subjectAt,
  subjectOf,
  subjectOfTable,
  withPartitions,
} from "./subject.ts";
import { withoutDomain } from "./type-change.ts";
import { tablesOfType } from "./typed-tables.ts";

/** What DROP does; undefined where the text does not say what goes. */
export function dropFacts(context: Context, statement: DropObjects): readonly Fact[] | undefined {
  const each = (facts: (name: ObjectName) => readonly Fact[]) => statement.names.flatMap(facts);
  switch (statement.objectKind) {
    case "table":
    case "foreign table":
      return each((name) => dropTable(context, subjectOf(context, name), statement.cascade));
    case "view":
    case "materialized view":
      return each((name) => dropView(context, subjectOf(context, name), statement.cascade));
    case "index":
      return dropIndexes(context, statement);
    case "sequence":
      return each((name) => (statement.cascade ? dropSequence(context, name) : []));
    case "type":
    case "domain":
      return each((name) => {
        const found = statement.cascade ? findType(context.reader, name) : undefined;
        return found === undefined ? [] : dropType(context, found.entry);
      });
    case "schema":
      return statement.cascade ? dropSchemas(context, statement.names) : [];
    case "trigger":
    case "policy":
    case "rule":
      return dropOnTable(context, statement);
    case "statistics":
      return dropStatistics(context, statement);
    case "function":
    case "procedure":
    case "routine":
    case "aggregate":
    case "extension":
      return statement.cascade ? dropRoutines(context, statement) : [];
    case "publication":
    case "event trigger":
    case "role":
      return [];
    case "database":
      return [{ kind: "outside" }];
    default:
      return undefined;
  }
}

// With CASCADE all that stands in it goes, and what hangs on that elsewhere; a schema that no file makes may hold more.
function dropSchemas(context: Context, names: readonly ObjectName[]): readonly Fact[] | undefined {
  if (names.some(({ name }) => context.reader.get(schemaKey(name)) === undefined)) return undefined;
  return names.flatMap(({ name }) =>
    membersOf(context.reader, name).flatMap((key) => {
      const entry = context.reader.get(key);
      if (entry?.kind === "type") return dropType(context, entry);
      if (entry?.kind === "routine") return dropTriggersOf(context, entry);
      const subject = subjectAt(context, key);
      if (subject === undefined) return [];
      return subject.table ? dropTable(context, subject, true) : dropView(context, subject, true);
    }),
  );
}

function dropTable(context: Context, subject: Subject, cascade: boolean): readonly Fact[] {
  const { table } = subject;
  const gone = cascade || table?.tableKind === "partitioned" ? family(context, subject) : [subject];
  const parent = partitionedAncestors(context, table)[0];
  return [
    ...lock(subject, "ACCESS EXCLUSIVE"),
    ...lock(gone.slice(1), "ACCESS EXCLUSIVE", `it is below ${subject.name}`),
    ...gone.flatMap((each) => lockIndexes(each, "ACCESS EXCLUSIVE", () => true)),
    ...gone.flatMap((each) => dropKeysOf(context, each.table)),
    ...(cascade ? gone.flatMap((each) => dropKeysTo(context, each.table)) : []),
    ...(parent ? leaveParent(context, subject, parent) : []),
    ...(cascade ? gone.flatMap((each) => dropDependents(context, each, "it reads the table, and goes with it")) : []),
  ];
}

function leaveParent(context: Context, { table }: Subject, parent: Table): readonly Fact[] {
  const { name } = subjectOfTable(parent);
  return [
    ...lock(subjectOfTable(parent), "ACCESS EXCLUSIVE", "it loses a partition"),
    ...lock(defaultPartition(context, parent, table), "ACCESS EXCLUSIVE", `it is the default partition of ${name}`),
  ];
}

function dropKeysOf(context: Context, table: Table | undefined): readonly Fact[] {
  // A partition that only carries its parent's foreign key has no triggers at the other end.
  const own = outgoingKeys(context, table).filter(({ constraint }) => constraint.parent === undefined);
  return own.flatMap(({ to }) =>
    lock(holdingTriggers(context, to), "ACCESS EXCLUSIVE", "a foreign key of the table points at it"),
  );
}

// A foreign key goes as a whole: with the partition that it points at, its triggers on all the others.
function dropKeysTo(context: Context, table: Table | undefined): readonly Fact[] {
  if (table === undefined) return [];
  return [table, ...partitionedAncestors(context, table)].flatMap((target) =>
    incomingKeys(context, target).flatMap(({ from }) => [
      ...lock(withPartitions(context, subjectOfTable(from)), "ACCESS EXCLUSIVE", "its foreign key points at the table"),
      ...lock(
        withPartitions(context, subjectOfTable(target)),
        "ACCESS EXCLUSIVE",
        "a foreign key that goes points at it",
      ),
    ]),
  );
}

function dropView(context: Context, subject: Subject, cascade: boolean): readonly Fact[] {
  return [
    ...lock(subject, "ACCESS EXCLUSIVE"),
    ...lockIndexes(subject, "ACCESS EXCLUSIVE", () => true),
    ...(cascade ? dropDependents(context, subject, "it reads the view, and goes with it") : []),
  ];
}

function dropIndexes(context: Context, statement: DropObjects): readonly Fact[] | undefined {
  const facts: Fact[] = statement.concurrently ? [{ kind: "outside" }, { kind: "waits" }] : [];
  for (const name of statement.names) {
    const found = findIndex(context.reader, name);
    // Whose index it is, is not in the text.
    if (found === undefined) return undefined;
    const owner = subjectOf(context, found.owner);
    const mode = statement.concurrently ? "SHARE UPDATE EXCLUSIVE" : "ACCESS EXCLUSIVE";
    const isSpread = owner.table?.tableKind === "partitioned";
    facts.push(...(isSpread ? lockFamily(context, owner, mode) : lock(owner, mode)));
    facts.push(...lockIndexFamily(context, owner, mode, found.index));
  }
  return facts;
}

// What calls a trigger's function is listed; of others, columns, views, indexes, policies may call them, and extensions
// hold what no file shows.
function dropRoutines(context: Context, { objectKind, names, signatures }: DropObjects): readonly Fact[] | undefined {
  if (objectKind === "extension") return undefined;
  const facts: Fact[] = [];
  for (const [place, name] of names.entries()) {
    const found = findRoutine(context.reader, name, signatures?.[place]);
    if (found?.entry.returns !== "trigger") return undefined;
    facts.push(...dropTriggersOf(context, found.entry));
  }
  return facts;
}

function dropTriggersOf(context: Context, { usedBy }: Routine): readonly Fact[] {
  return usedBy.flatMap((user) => {
    const table = tableById(context.reader, user);
    const subject = table === undefined ? subjectAt(context, user) : subjectOfTable(table);
    const because = "a trigger of it calls the function, and goes with it";
    return subject === undefined ? [] : lock(withPartitions(context, subject), "ACCESS EXCLUSIVE", because);
  });
}

function dropSequence(context: Context, name: ObjectName): readonly Fact[] {
  const takers = subjectOf(context, name).relation?.takers ?? [];
  return takers
    .flatMap((id) => tableById(context.reader, id) ?? [])
    .flatMap((table) => lock(subjectOfTable(table), "ACCESS EXCLUSIVE", "a default of it takes from the sequence"));
}

// With CASCADE go the tables that are made of the type, and elsewhere the columns of it.
function dropType(context: Context, { schema, name, usedBy }: TypeEntry): readonly Fact[] {
  const made = tablesOfType(context, { schema, name });
  return usedBy
    .flatMap((id) => tableById(context.reader, id) ?? [])
    .flatMap((table) => {
      const subject = subjectOfTable(table);
      if (made.includes(table)) return dropTable(context, subject, true);
      const all = family(context, subject);
      const isOfType = ({ type, typeSchema }: ColumnType) => type === name && typeSchema === schema;
      const columns = table.columns.filter(
        (column) => isOfType(column) || isOfType(withoutDomain(context, column).type),
      );
      return [
        ...lock(all, "ACCESS EXCLUSIVE", "its columns of the type go with it"),
        ...columns.flatMap((column) => dropColumnFacts(context, all, column.name)),
      ];
    });
}
