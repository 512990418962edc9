import type { LockMode } from "../../../shared/src/lock-modes.ts";
import type { DataChange, ObjectName } from "../sql/statement.ts";
import { assumption, type Fact } from "./fact.ts";
import { lookUpReferenced, visitReferencing } from "./key-checks.ts";
import { incomingKeys } from "./keys-between-tables.ts";
import { NO_INDEX, readFacts, usedBy, useFacts } from "./reading.ts";
import {
  type Context,
  family,
  holdsRows,
  lock,
  lockIndexes,
  type Subject,
  scan,
  subjectOf,
  subjectOfTable,
} from "./subject.ts";

/** What INSERT, UPDATE, DELETE, MERGE, TRUNCATE, COPY and SELECT do. Every write is taken to touch a row whose keys are not null. */
export function dataChangeFacts(context: Context, statement: DataChange): readonly Fact[] | undefined {
  if (statement.callsUnknown) return undefined;
  const targets = statement.targets.map((name) => subjectOf(context, name));
  if (statement.kind === "truncate") return truncateFacts(context, targets);
  const { kind, reads, rereads = [], locksRowsOf = [], alsoWrites = [] } = statement;
  const withs = alsoWrites.map((each) => ({ ...each, filtered: true, target: subjectOf(context, each.target) }));
  const own = targets.filter(({ name }, at) => isOwn(kind, at) || withs.every(({ target }) => target.name !== name));
  const writes = [
    ...(kind === "select" ? [] : own.flatMap((target) => writeFacts(context, target, statement))),
    ...withs.flatMap((each) => writeFacts(context, each.target, each)),
  ];
  const locked = [...(kind === "select" ? own : []), ...locksRowsOf.map((name) => subjectOf(context, name))];
  const queries = [
    ...locked.flatMap((subject) => lockRows(context, subject)),
    ...[...reads, ...rereads].flatMap((name) => readFacts(context, subjectOf(context, name))),
  ];
  return writes.length > 0 ? [...writes, ...queries, { kind: "touchesRows" }] : queries;
}

/** What is locked while INSERT, UPDATE, DELETE, MERGE or SELECT is planned. */
export function planFacts(context: Context, statement: DataChange): readonly Fact[] {
  const { kind, targets, reads, rereads = [], locksRowsOf = [], alsoWrites = [] } = statement;
  const each = (names: readonly ObjectName[], mode: LockMode) =>
    names.flatMap((name) => useFacts(context, subjectOf(context, name), mode));
  const writes = alsoWrites.map(({ target }) => target);
  return [
    ...each(targets, kind === "select" ? "ROW SHARE" : "ROW EXCLUSIVE"),
    ...each(writes, "ROW EXCLUSIVE"),
    ...each(locksRowsOf, "ROW SHARE"),
    ...each([...reads, ...rereads], "ACCESS SHARE"),
  ];
}

// What only a WITH writes, or a query that COPY runs, stands among the targets too; the first of most is their own.
function isOwn(kind: DataChange["kind"], place: number): boolean {
  return place === 0 && kind !== "select" && kind !== "copy";
}

// FOR UPDATE, FOR SHARE and their like.
function lockRows(context: Context, target: Subject): readonly Fact[] {
  return [...useFacts(context, target, "ROW SHARE"), ...scan(usedBy(context, target)), assumption(NO_INDEX)];
}

function writeFacts(
  context: Context,
  target: Subject,
  statement: Pick<DataChange, "kind" | "filtered" | "columns">,
): readonly Fact[] {
  const { kind } = statement;
  if (kind === "insert" || kind === "copy") {
    return [...addRows(context, target), ...lookUpReferenced(context, target, undefined), ...triggerFacts(target)];
  }
  return [
    ...triggerFacts(target),
    ...useFacts(context, target, "ROW EXCLUSIVE"),
    ...scan(usedBy(context, target)),
    ...(statement.filtered || kind === "merge" ? [assumption(NO_INDEX)] : []),
    ...(kind === "delete" ? [] : lookUpReferenced(context, target, statement.columns)),
    ...visitReferencing(context, target, kind === "delete" ? { kind } : { kind: "update", columns: statement.columns }),
  ];
}

// What a trigger does stands in the body of its function.
function triggerFacts({ name, table }: Subject): readonly Fact[] {
  const fires = table?.triggers.some(({ enabled }) => enabled !== "disabled") === true;
  return fires ? [assumption(`The triggers of ${name} touch no other table.`)] : [];
}

// New rows go to partitions, but never to tables that inherit.
function addRows(context: Context, target: Subject): readonly Fact[] {
  const isSpread = target.relation !== undefined || target.table?.tableKind === "partitioned";
  if (!isSpread) return lock(target, "ROW EXCLUSIVE");
  const facts = useFacts(context, target, "ROW EXCLUSIVE");
  return target.relation === undefined ? [...facts, assumption("Rows go to every partition.")] : facts;
}

// Without CASCADE Postgres refuses to empty a table that others point at, so what points here goes too.
function truncateFacts(context: Context, targets: readonly Subject[]): readonly Fact[] {
  const found = new Map<string, Subject>();
  const left = [...targets];
  const facts: Fact[] = [];
  for (let next = left.pop(); next !== undefined; next = left.pop()) {
    for (const each of family(context, next)) {
      if (found.has(each.name)) continue;
      found.set(each.name, each);
      left.push(...incomingKeys(context, each.table).map(({ from }) => subjectOfTable(from)));
      const named = targets.some(({ name }) => name === each.name);
      facts.push(
        ...lock(each, "ACCESS EXCLUSIVE", named ? undefined : "it is emptied with the table that it belongs to"),
      );
      if (holdsRows(each)) facts.push(...lockIndexes(each, "ACCESS EXCLUSIVE", () => true));
    }
  }
  return facts;
}
