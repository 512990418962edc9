import type { LockMode } from "../../../shared/src/lock-modes.ts";
import type { CatalogReader, Index, Relation, Table } from "../catalog/catalog.ts";
import { quotedName } from "../catalog/quoted-name.ts";
import { findRelation, type Name, tableAt } from "../catalog/resolve.ts";
import type { Fact } from "./fact.ts";

/** What an effect is asked of: the schema before the statement, and the server's major version. */
export interface Context {
  readonly reader: CatalogReader;
  readonly version: number;
}

/** A relation that a statement names. */
export interface Subject {
  /** As `quote_ident` writes it, with its schema except in `public`. */
  readonly name: string;
  /** What the catalogue knows of it, where it is a table. */
  readonly table: Table | undefined;
  /** What the catalogue knows of it, where it is a view, materialized view or sequence. */
  readonly relation: Relation | undefined;
  /** Set where the statement says ONLY: what is below it is left out. */
  readonly only?: true;
}

/** The relation that the name means. One that the catalogue does not know is an existing plain table, named as written. */
export function subjectOf({ reader }: Context, name: Name & { readonly only?: true }): Subject {
  const entry = findRelation(reader, name)?.entry;
  if (entry?.kind === "table") return name.only ? { ...subjectOfTable(entry), only: true } : subjectOfTable(entry);
  if (entry === undefined || !("reads" in entry)) {
    return {
      name: quotedName(name.schema ?? usualSchema(name.name), name.name),
      table: undefined,
      relation: undefined,
    };
  }
  return { name: quotedName(entry.schema, entry.name), table: undefined, relation: entry };
}

// Unless the schema knows better, a name that begins like the system's own is one of them.
function usualSchema(name: string): string {
  return name.startsWith("pg_") ? "pg_catalog" : "public";
}

/** The table as a subject. */
export function subjectOfTable(table: Table): Subject {
  return { name: nameOf(table), table, relation: undefined };
}

/** The relation under a key of the catalogue, or undefined where nothing with a lock of its own stands there. */
export function subjectAt({ reader }: Context, key: string): Subject | undefined {
  const entry = reader.get(key);
  if (entry?.kind === "table") return subjectOfTable(entry);
  if (entry === undefined || !("reads" in entry)) return undefined;
  return { name: quotedName(entry.schema, entry.name), table: undefined, relation: entry };
}

function nameOf(relation: { readonly schema: string; readonly name: string }): string {
  return quotedName(relation.schema, relation.name);
}

/** The partitions and inheriting tables below the table, at every depth, each once. */
export function descendants(context: Context, table: Table | undefined): readonly Table[] {
  const found = new Map<string, Table>();
  const left = [...(table?.children ?? [])];
  for (let key = left.pop(); key !== undefined; key = left.pop()) {
    const child = found.has(key) ? undefined : tableAt(context.reader, key);
    if (child === undefined) continue;
    found.set(key, child);
    left.push(...child.children);
  }
  return [...found.values()];
}

/** The table and all that is below it; an unknown one stands alone. */
export function family(context: Context, subject: Subject): readonly Subject[] {
  return subject.only ? [subject] : [subject, ...descendants(context, subject.table).map(subjectOfTable)];
}

/** The table and its partitions: how far a foreign key reaches, which tables that inherit do not get. */
export function withPartitions(context: Context, subject: Subject): readonly Subject[] {
  return isPartitioned(subject) ? family(context, subject) : [subject];
}

/** Whether the table is divided into partitions. */
export function isPartitioned({ table }: Subject): boolean {
  return table?.tableKind === "partitioned";
}

/** Whether the relation keeps rows in a file: not a partitioned table, not a foreign one, not a view. */
export function holdsRows({ table, relation }: Subject): boolean {
  if (relation !== undefined) return relation.kind === "materialized view";
  return table === undefined || (table.tableKind !== "partitioned" && table.tableKind !== "foreign");
}

/** The lock on each of the relations. */
export function lock(subjects: Subject | readonly Subject[], mode: LockMode, because?: string): readonly Fact[] {
  return [subjects].flat().map(({ name }) => ({ kind: "lock", relation: name, mode, because }));
}

/** The lock on the relation and on all that is below it. */
export function lockFamily(context: Context, subject: Subject, mode: LockMode): readonly Fact[] {
  const [, ...below] = family(context, subject);
  return [...lock(subject, mode), ...lock(below, mode, `it is below ${subject.name}`)];
}

/** A reading of every row of those that hold rows. */
export function scan(subjects: Subject | readonly Subject[]): readonly Fact[] {
  return [subjects]
    .flat()
    .filter(holdsRows)
    .map(({ name }) => ({ kind: "scan", relation: name }));
}

/** New files for those that hold rows; their indexes are built anew, each under ACCESS EXCLUSIVE. */
export function rewrite(subjects: readonly Subject[]): readonly Fact[] {
  return subjects
    .filter(holdsRows)
    .flatMap((subject): readonly Fact[] => [
      { kind: "rewrite", relation: subject.name },
      { kind: "scan", relation: subject.name },
      ...lockIndexes(subject, "ACCESS EXCLUSIVE", () => true),
    ]);
}

/** The lock on the indexes that are chosen. */
export function lockIndexes(subject: Subject, mode: LockMode, chosen: (index: Index) => boolean): readonly Fact[] {
  const indexes = subject.table?.indexes ?? subject.relation?.indexes ?? [];
  return indexes
    .filter(chosen)
    .map((index) => ({ kind: "indexLock", index: index.name, relation: subject.name, mode }));
}
