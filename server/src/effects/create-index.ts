import type { Index, Table } from "../catalog/catalog.ts";
import { relationKey } from "../catalog/keys.ts";
import type { CreateIndex } from "../sql/statement.ts";
import type { Fact } from "./fact.ts";
import { type Context, family, lock, lockFamily, lockIndexes, type Subject, scan, subjectOf } from "./subject.ts";

/** What CREATE INDEX does. */
export function createIndexFacts(context: Context, statement: CreateIndex): readonly Fact[] {
  const subject = subjectOf(context, statement.table);
  if (statement.concurrently) return concurrently(context, statement, subject);
  // An index of a plain table covers that table alone, whoever inherits from it.
  const partitioned = subject.table?.tableKind === "partitioned";
  const covered = partitioned && !statement.only ? family(context, subject) : [subject];
  const locks = covered.length > 1 ? lockFamily(context, subject, "SHARE") : lock(subject, "SHARE");
  // Even where the index is found to exist, the lock is kept until the transaction ends.
  if (exists(context, statement, subject)) return locks;
  return [...locks, ...covered.flatMap((each) => buildFacts(each, statement))];
}

function concurrently(context: Context, statement: CreateIndex, subject: Subject): readonly Fact[] {
  const facts: readonly Fact[] = [...lock(subject, "SHARE UPDATE EXCLUSIVE"), { kind: "outside" }];
  return exists(context, statement, subject) ? facts : [...facts, ...scan(subject), { kind: "waits" }];
}

// A partition that has such an index already lends it to its parent's, and no row is read.
function buildFacts(subject: Subject, statement: CreateIndex): readonly Fact[] {
  const same = subject.table?.partitionOf && lendable(subject.table, statement);
  if (same) return lockIndexes(subject, "SHARE", (index) => index === same);
  return scan(subject);
}

function lendable(table: Table, statement: CreateIndex): Index | undefined {
  return table.indexes.find(
    (index) =>
      index.parent === undefined &&
      index.valid &&
      index.constraint === undefined &&
      index.method === statement.method &&
      index.unique === statement.unique &&
      index.predicate === undefined &&
      statement.predicate === undefined &&
      sameList(index.include, statement.include) &&
      sameList(index.keys.map(keyText), statement.keys.map(keyText)),
  );
}

function keyText(key: { readonly text: string; readonly operatorClass: string | undefined }): string {
  return `${key.text} ${key.operatorClass ?? ""}`;
}

function sameList(one: readonly string[], other: readonly string[]): boolean {
  return one.length === other.length && one.every((text, place) => text === other[place]);
}

function exists({ reader }: Context, statement: CreateIndex, { table, relation }: Subject): boolean {
  const schema = table?.schema ?? relation?.schema ?? statement.table.schema ?? "public";
  return (
    statement.ifNotExists &&
    statement.name !== undefined &&
    reader.get(relationKey(schema, statement.name.name)) !== undefined
  );
}
