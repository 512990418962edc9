import type { Table } from "../catalog/catalog.ts";
import { assumption, type Fact } from "./fact.ts";
import {
  incomingKeys,
  type KeyBetween,
  outgoingKeys,
  partitionedAncestors,
  referencedColumns,
} from "./keys-between-tables.ts";
import { type Context, lock, type Subject, scan, subjectOfTable, withPartitions } from "./subject.ts";

/** How rows change: which columns an UPDATE sets, or undefined where that is not known and may be any. */
export type RowChange =
  | { readonly kind: "update"; readonly columns: readonly string[] | undefined }
  | { readonly kind: "delete" };

/** What a new or changed key does to the table that it points at: each row is looked up there, and locked against going. */
export function lookUpReferenced(
  context: Context,
  target: Subject,
  columns: readonly string[] | undefined,
): readonly Fact[] {
  return outgoingKeys(context, target.table)
    .filter(({ constraint }) => columns === undefined || constraint.columns.some((column) => columns.includes(column)))
    .flatMap(({ to }) => [
      ...lock(withPartitions(context, to), "ROW SHARE", `rows of ${target.name} point at it`),
      ...(to.table?.tableKind === "partitioned" ? [assumption(`Rows point at every partition of ${to.name}.`)] : []),
    ]);
}

/** What rows that go, or whose keys change, do to the tables that point at them; with CASCADE, to those that point at these too. */
export function visitReferencing(context: Context, target: Subject, change: RowChange): readonly Fact[] {
  const facts: Fact[] = [];
  const done = new Set<Table | undefined>();
  const left = [{ subject: target, change }];
  for (let next = left.pop(); next !== undefined; next = left.pop()) {
    if (done.has(next.subject.table)) continue;
    done.add(next.subject.table);
    for (const key of keysTouched(context, next.subject, next.change)) {
      const action = next.change.kind === "delete" ? key.constraint.onDelete : key.constraint.onUpdate;
      const from = subjectOfTable(key.from);
      facts.push(...visitRows(context, key, from, changesRows(action)));
      if (!changesRows(action)) continue;
      const isDelete = next.change.kind === "delete" && action === "CASCADE";
      left.push({
        subject: from,
        change: isDelete ? next.change : { kind: "update", columns: key.constraint.columns },
      });
    }
  }
  return facts;
}

function keysTouched(context: Context, { table }: Subject, change: RowChange): readonly KeyBetween[] {
  const lines = [table, ...partitionedAncestors(context, table)];
  const keys = lines.flatMap((each) => incomingKeys(context, each));
  if (change.kind === "delete" || change.columns === undefined) return keys;
  const { columns } = change;
  return keys.filter((key) => referencedColumns(key).some((column) => columns.includes(column)));
}

function changesRows(action: string | undefined): boolean {
  return action === "CASCADE" || action === "SET NULL" || action === "SET DEFAULT";
}

// Without an index on the key's columns every row is read, once for each row that goes.
function visitRows(context: Context, { constraint }: KeyBetween, from: Subject, isWrite: boolean): readonly Fact[] {
  const visited = withPartitions(context, from);
  return [
    ...lock(visited, isWrite ? "ROW EXCLUSIVE" : "ROW SHARE", "its foreign key points at the rows"),
    ...scan(visited.filter(({ table }) => !table?.indexes.some((index) => leads(index, constraint.columns)))),
  ];
}

function leads(index: Table["indexes"][number], columns: readonly string[]): boolean {
  const first = index.keys.slice(0, columns.length).map(({ column }) => column);
  return index.predicate === undefined && columns.every((column) => first.includes(column));
}
