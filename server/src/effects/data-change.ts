import type { DataChange } from "../sql/statement.ts";
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
export function dataChangeFacts(context: Context, statement: DataChange): readonly Fact[] {
  const targets = statement.targets.map((name) => subjectOf(context, name));
  if (statement.kind === "truncate") return truncateFacts(context, targets);
  const reads = [...statement.reads, ...(statement.rereads ?? [])].flatMap((name) =>
    readFacts(context, subjectOf(context, name)),
  );
  const writes = [...ownWrites(context, statement, targets), ...alsoWrites(context, statement)];
  if (statement.kind === "select") return [...lockedRows(context, statement, targets), ...writes, ...reads];
  return writes.length > 0 ? [...writes, ...reads, { kind: "touchesRows" }] : reads;
}

// The first target is the statement's own; of a COPY that runs a query, and of a SELECT, none is.
function ownWrites(context: Context, statement: DataChange, targets: readonly Subject[]): readonly Fact[] {
  const [own, ...others] = targets;
  const isQuery = statement.kind === "select" || (statement.kind === "copy" && others.length >= 0 && isWritten(context, statement, own));
  return own === undefined || isQuery ? [] : writeFacts(context, own, statement);
}

// FOR UPDATE, FOR SHARE and their like.
function lockRows(context: Context, target: Subject): readonly Fact[] {
  return [...useFacts(context, target, "ROW SHARE"), ...scan(usedBy(context, target)), assumption(NO_INDEX)];
}

function writeFacts(context: Context, target: Subject, statement: DataChange): readonly Fact[] {
  const { kind } = statement;
  if (kind === "insert" || kind === "copy") {
    return [...addRows(context, target), ...lookUpReferenced(context, target, undefined)];
  }
  return [
    ...useFacts(context, target, "ROW EXCLUSIVE"),
    ...scan(usedBy(context, target)),
    ...(statement.filtered || kind === "merge" ? [assumption(NO_INDEX)] : []),
    ...(kind === "delete" ? [] : lookUpReferenced(context, target, statement.columns)),
    ...visitReferencing(context, target, kind === "delete" ? { kind } : { kind: "update", columns: statement.columns }),
  ];
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
