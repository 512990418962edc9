import type { Node, RangeVar, WithClause } from "libpg-query";
import type { ObjectName, Writing } from "../statement.ts";
import type { StatementSource } from "../statement-source.ts";
import { relationName } from "./names.ts";

/** The relations that a query names, each once, in the order of the text. Names of common table expressions are none. */
export interface Relations {
  /** By INSERT, UPDATE, DELETE or MERGE; the outermost statement's own first. */
  readonly written: readonly ObjectName[];
  /** Every single writing, in the same order. */
  readonly writings: readonly Writing[];
  /** Those that are written and that a query reads too. */
  readonly reread: readonly ObjectName[];
  /** By FOR UPDATE, FOR SHARE and their like. */
  readonly locked: readonly ObjectName[];
  readonly read: readonly ObjectName[];
}

/** The common table expressions that a part of the tree sees. */
interface Scope {
  /** The names of one WITH, each with its place in it. */
  readonly names: ReadonlyMap<string, number>;
  /** How many of them are seen: without RECURSIVE a query sees only those before its own. */
  readonly seen: number;
  readonly outer: Scope | undefined;
}

interface Visit {
  readonly tree: Tree;
  readonly scope: Scope | undefined;
}

/** What was found so far. */
interface Found {
  readonly written: { readonly relation: RangeVar; readonly tree: Tree; readonly kind: Writing["kind"] }[];
  readonly read: RangeVar[];
  /** Those of `read` that a locking clause names; names of common table expressions may be among them. */
  readonly locked: Set<RangeVar>;
}

/** Any node or field of the parser's tree; named are the fields that matter here, which few nodes have. */
interface Tree extends RangeVar {
  readonly relation?: RangeVar;
  readonly withClause?: WithClause;
  readonly fromClause?: Node[];
  readonly lockingClause?: Node[];
  readonly targetList?: Node[];
  readonly [field: string]: unknown;
}

/** Finds the relations of any tree. Walks without recursion, since expressions nest as deep as the parser lets them. */
export function relationsOf(source: StatementSource, root: Node | undefined): Relations {
  const found: Found = { written: [], read: [], locked: new Set() };
  const visits: Visit[] = isTree(root) ? [{ tree: root, scope: undefined }] : [];
  for (let visit = visits.pop(); visit; visit = visits.pop()) visitTree(visit, visits, found);
  // The walk takes the last branch first.
  const inOrder = found.read.sort((a, b) => (a.location ?? 0) - (b.location ?? 0));
  const targets = found.written.map(({ relation }) => relation);
  const written = distinctNames(source, targets, []);
  const isWritten = new Set(written.map(nameKey));
  const writings = found.written.map(({ relation, tree, kind }) => ({
    target: relationName(source, relation),
    kind,
    ...(kind === "update" && { columns: setColumns(tree) }),
  }));
  // The walk comes upon a target twice: as what is written, and as a relation like any other.
  const others = found.read.filter((relation) => !targets.includes(relation));
  const locked = distinctNames(
    source,
    inOrder.filter((relation) => found.locked.has(relation)),
    written,
  );
  const reread = distinctNames(source, others, []).filter((name) => isWritten.has(nameKey(name)));
  return { written, writings, reread, locked, read: distinctNames(source, inOrder, [...written, ...locked]) };
}

/** The same where it does not matter what happens to them: written, locked, read. */
export function namedRelations(source: StatementSource, root: Node | undefined): readonly ObjectName[] {
  const { written, locked, read } = relationsOf(source, root);
  return [...written, ...locked, ...read];
}

function isTree(value: unknown): value is Tree {
  return typeof value === "object" && value !== null;
}

function visitTree({ tree, scope }: Visit, visits: Visit[], found: Found): void {
  if (Array.isArray(tree)) {
    for (const item of tree) if (isTree(item)) visits.push({ tree: item, scope });
    return;
  }
  // Only a RangeVar has a relname; some fields hold it without naming its type.
  if (tree.relname !== undefined) {
    if (!isCommonTable(tree, scope)) found.read.push(tree);
    return;
  }
  const inner = tree.withClause ? visitCommonTables(tree.withClause, scope, visits) : scope;
  for (const field in tree) {
    const child = tree[field];
    if (!isTree(child) || leaves.has(field)) continue;
    const kind = writing.get(field);
    if (child.relation && kind) found.written.push({ relation: child.relation, tree: child, kind });
    if (child.lockingClause) lockRelations(child, found);
    visits.push({ tree: child, scope: inner });
  }
}

function setColumns({ targetList }: Tree): readonly string[] {
  return (targetList ?? []).flatMap((target) => ("ResTarget" in target ? (target.ResTarget.name ?? []) : []));
}

/** Statements whose `relation` is written. */
const writing: ReadonlyMap<string, Writing["kind"]> = new Map([
  ["InsertStmt", "insert"],
  ["UpdateStmt", "update"],
  ["DeleteStmt", "delete"],
  ["MergeStmt", "merge"],
]);

/** Fields that hold no relation that existed before, or queries that see other names. */
const leaves: ReadonlySet<string> = new Set([
  "A_Const",
  "ColumnRef",
  "intoClause",
  "lockingClause",
  "typeName",
  "withClause",
]);

/** Visits the queries of WITH; answers which names the statement after it sees. */
function visitCommonTables(clause: WithClause, outer: Scope | undefined, visits: Visit[]): Scope {
  const names = new Map<string, number>();
  const ctes = clause.ctes ?? [];
  for (const [at, node] of ctes.entries()) {
    if (!("CommonTableExpr" in node)) continue;
    const { ctename, ctequery } = node.CommonTableExpr;
    if (ctename !== undefined) names.set(ctename, at);
    if (ctequery) visits.push({ tree: ctequery, scope: { names, seen: clause.recursive ? ctes.length : at, outer } });
  }
  return { names, seen: ctes.length, outer };
}

function isCommonTable({ schemaname, relname }: RangeVar, innermost: Scope | undefined): boolean {
  if (schemaname !== undefined || relname === undefined) return false;
  for (let scope = innermost; scope; scope = scope.outer) {
    if ((scope.names.get(relname) ?? scope.seen) < scope.seen) return true;
  }
  return false;
}

/** Marks what FOR UPDATE and its like lock: all of FROM, or what OF names. */
function lockRelations(select: Tree, found: Found): void {
  for (const node of select.lockingClause ?? []) {
    if (!("LockingClause" in node)) continue;
    const names = node.LockingClause.lockedRels?.map((name) => ("RangeVar" in name ? name.RangeVar.relname : ""));
    lockFrom(select.fromClause, names && new Set(names), found);
  }
}

/** A subquery in FROM is locked with all that it selects from. */
function lockFrom(
  items: readonly Node[] | undefined,
  names: ReadonlySet<string | undefined> | undefined,
  found: Found,
): void {
  const left: Node[] = [...(items ?? [])];
  for (let item = left.pop(); item; item = left.pop()) {
    if ("JoinExpr" in item) {
      const { larg, rarg } = item.JoinExpr;
      if (larg) left.push(larg);
      if (rarg) left.push(rarg);
    } else if ("RangeVar" in item) {
      const name = item.RangeVar.alias?.aliasname ?? item.RangeVar.relname;
      if (!names || names.has(name)) found.locked.add(item.RangeVar);
    } else if ("RangeSubselect" in item) {
      const { alias, subquery } = item.RangeSubselect;
      const isLocked = !names || names.has(alias?.aliasname);
      if (isLocked && subquery && "SelectStmt" in subquery) lockFrom(subquery.SelectStmt.fromClause, undefined, found);
    }
  }
}

/** The names of relations, each once, without those given. */
function distinctNames(
  source: StatementSource,
  relations: readonly RangeVar[],
  others: readonly ObjectName[],
): readonly ObjectName[] {
  const seen = new Set(others.map(nameKey));
  const names: ObjectName[] = [];
  for (const relation of relations) {
    const name = relationName(source, relation);
    if (seen.has(nameKey(name))) continue;
    seen.add(nameKey(name));
    names.push(name);
  }
  return names;
}

function nameKey({ schema, name }: ObjectName): string {
  return JSON.stringify([schema, name]);
}
