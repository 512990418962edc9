import type { Index } from "../catalog/catalog.ts";
import { findIndex } from "../catalog/resolve.ts";
import { membersOf, schemasWithMembers } from "../catalog/schema-members.ts";
import type { Analyze, Cluster, LockTable, Refresh, Reindex, Vacuum } from "../sql/statement.ts";
import { assumption, type Fact } from "./fact.ts";
import { lockIndexFamily } from "./partitioned-index.ts";
import { readFacts, useFacts } from "./reading.ts";
import {
  type Context,
  family,
  holdsRows,
  isPartitioned,
  lock,
  lockIndexes,
  rewrite,
  type Subject,
  scan,
  subjectAt,
  subjectOf,
  withPartitions,
} from "./subject.ts";

/** A statement that tends tables without changing what they hold. */
export type MaintenanceStatement = Reindex | Vacuum | Analyze | Cluster | Refresh | LockTable;

/** What it does; undefined where the text does not say to which tables. */
export function maintenanceFacts(context: Context, statement: MaintenanceStatement): readonly Fact[] | undefined {
  switch (statement.kind) {
    case "reindex":
      return reindexFacts(context, statement);
    case "vacuum":
      return vacuumFacts(context, statement);
    case "analyze":
      return statement.tables.length === 0
        ? undefined
        : statement.tables.flatMap(({ table }) => analyzeFacts(context, subjectOf(context, table)));
    case "cluster":
      return clusterFacts(context, statement);
    case "refresh":
      return refreshFacts(context, statement);
    case "lockTable":
      return statement.tables.flatMap((name) => useFacts(context, subjectOf(context, name), statement.mode));
  }
}

// ANALYZE reads a sample, VACUUM what changed: neither counts as a reading of every row, but both take their time.
function tend([table, ...below]: readonly Subject[]): readonly Fact[] {
  if (table === undefined) return [];
  return [
    ...lock(table, "SHARE UPDATE EXCLUSIVE"),
    ...lock(below, "SHARE UPDATE EXCLUSIVE", `it is below ${table.name}`),
    ...[table, ...below].filter(holdsRows).map(({ name }): Fact => ({ kind: "works", relation: name })),
  ];
}

// Tables that inherit are only looked into until 17, partitions are analyzed themselves.
function analyzeFacts(context: Context, table: Subject): readonly Fact[] {
  if (context.version >= 18 || isPartitioned(table)) return tend(family(context, table));
  const [, ...below] = family(context, table);
  return [...tend([table]), ...lock(below, "ACCESS SHARE", `it is below ${table.name}`)];
}

function vacuumFacts(context: Context, { tables, full }: Vacuum): readonly Fact[] | undefined {
  if (tables.length === 0) return undefined;
  const facts = tables.flatMap(({ table }) => {
    const all = withPartitions(context, subjectOf(context, table));
    if (!full) return tend(all);
    const [named, ...below] = all;
    return [
      ...lock(named ?? [], "ACCESS EXCLUSIVE"),
      ...lock(below, "ACCESS EXCLUSIVE", `it is below ${named?.name}`),
      ...rewrite(all),
    ];
  });
  return [...facts, { kind: "outside" }];
}

function clusterFacts(context: Context, { table }: Cluster): readonly Fact[] | undefined {
  if (table === undefined) return undefined;
  const subject = subjectOf(context, table);
  const [, ...below] = withPartitions(context, subject);
  return [
    ...lock(subject, "ACCESS EXCLUSIVE"),
    ...lock(below, "ACCESS EXCLUSIVE", `it is below ${subject.name}`),
    ...rewrite([subject, ...below]),
    ...(below.length > 0 ? [OUTSIDE] : []),
  ];
}

const OUTSIDE: Fact = { kind: "outside" };
const WAITS: Fact = { kind: "waits" };

// The query runs, and its rows go to a new file; CONCURRENTLY they are compared with those that are there.
function refreshFacts(context: Context, statement: Refresh): readonly Fact[] | undefined {
  const view = subjectOf(context, statement.name);
  if (view.relation === undefined) return undefined;
  const reads = view.relation.reads.flatMap((key) => subjectAt(context, key) ?? []);
  const query = statement.withNoData ? [] : reads.flatMap((each) => readFacts(context, each));
  if (statement.concurrently) return [...lock(view, "EXCLUSIVE"), ...scan(view), ...query];
  return [
    ...lock(view, "ACCESS EXCLUSIVE"),
    ...lockIndexes(view, "ACCESS EXCLUSIVE", () => true),
    { kind: "rewrite", relation: view.name },
    ...(statement.withNoData ? [] : scan(view)),
    ...query,
  ];
}

function reindexFacts(context: Context, statement: Reindex): readonly Fact[] | undefined {
  const { target, name, concurrently } = statement;
  if (name === undefined || target === "database" || target === "system") return reindexDatabase(context, statement);
  if (target === "index") return reindexIndex(context, statement);
  if (target === "table") {
    const subject = subjectOf(context, name);
    // Until 13 a partitioned table was looked at and passed over, with a warning.
    if (context.version < 14 && isPartitioned(subject)) {
      return concurrently ? [...lock(subject, "SHARE UPDATE EXCLUSIVE"), OUTSIDE] : lock(subject, "SHARE");
    }
    return rebuild(withPartitions(context, subject), concurrently);
  }
  if (target !== "schema") return undefined;
  return [...keepersOf(context, [name.name]).flatMap((each) => rebuild([each], concurrently)), OUTSIDE];
}

// Until 15 the system's own indexes were rebuilt too, for which everyone waits who plans a query; REINDEX SYSTEM does that still.
function reindexDatabase(context: Context, { target, concurrently }: Reindex): readonly Fact[] | undefined {
  if (target === "system" || context.version < 16) return undefined;
  const all = keepersOf(context, schemasWithMembers(context.reader));
  if (all.length === 0) return undefined;
  return [...all.flatMap((each) => rebuild([each], concurrently)), OUTSIDE, assumption(NO_OTHERS)];
}

const NO_OTHERS = "The files make all tables of the database.";

/** What keeps rows in the schemas, as far as files make it. */
function keepersOf(context: Context, schemas: readonly string[]): readonly Subject[] {
  const subjects = schemas
    .flatMap((schema) => membersOf(context.reader, schema))
    .flatMap((key) => subjectAt(context, key) ?? []);
  return subjects.filter(holdsRows);
}

// Every index of the tables; those of partitions one partition after the other, each in a transaction of its own.
function rebuild(all: readonly Subject[], concurrently: boolean): readonly Fact[] {
  const [named, ...below] = all;
  if (named === undefined) return [];
  const hasIndexes = ({ table, relation }: Subject) => (table?.indexes ?? relation?.indexes ?? [undefined]).length > 0;
  const mode = concurrently ? "SHARE UPDATE EXCLUSIVE" : "SHARE";
  const built = all.filter(holdsRows).filter(hasIndexes);
  return [
    ...lock(named, mode),
    // Partitions are looked for under SHARE, whatever they are rebuilt under.
    ...lock(below, "SHARE", `it is below ${named.name}`),
    ...built.flatMap((each) => lockIndexes(each, concurrently ? mode : "ACCESS EXCLUSIVE", () => true)),
    ...scan(built),
    ...(concurrently || isPartitioned(named) ? [OUTSIDE] : []),
    ...(concurrently ? [WAITS] : []),
  ];
}

function reindexIndex(context: Context, { name, concurrently }: Reindex): readonly Fact[] | undefined {
  const found = name && findIndex(context.reader, name);
  if (found === undefined) return undefined;
  const owner = subjectOf(context, found.owner);
  if (isPartitioned(owner)) return reindexPartitions(context, owner, found.index, concurrently);
  return [
    ...lock(owner, concurrently ? "SHARE UPDATE EXCLUSIVE" : "SHARE"),
    ...lockIndexes(
      owner,
      concurrently ? "SHARE UPDATE EXCLUSIVE" : "ACCESS EXCLUSIVE",
      (index) => index === found.index,
    ),
    ...scan(owner),
    ...(concurrently ? [OUTSIDE, WAITS] : []),
  ];
}

// Refused until 13. That of each partition is rebuilt in a transaction of its own, after all were held at once.
function reindexPartitions(context: Context, owner: Subject, index: Index, concurrently: boolean): readonly Fact[] {
  const mode = concurrently ? "SHARE UPDATE EXCLUSIVE" : "SHARE";
  const [, ...below] = family(context, owner);
  return [
    ...lock(owner, mode),
    ...lock(below, mode, `it is below ${owner.name}`),
    ...lockIndexFamily(context, owner, concurrently ? "SHARE" : "ACCESS EXCLUSIVE", index).filter(
      (fact) => !concurrently || fact.kind !== "indexLock" || fact.index !== index.name,
    ),
    ...(concurrently ? lockIndexes(owner, mode, (each) => each === index) : []),
    ...scan(below),
    OUTSIDE,
    ...(concurrently ? [WAITS] : []),
  ];
}
