import type { Node } from "libpg-query";
import type { ColumnRead } from "../statement.ts";

/** A name that a query gives a relation, or the relation's own. */
interface Alias {
  readonly alias: string;
  readonly relation: string;
}

/** Any node or field of the parser's tree; named are the fields that matter here, which few nodes have. */
interface Tree {
  readonly usingClause?: unknown;
  readonly relname?: unknown;
  readonly alias?: unknown;
  readonly aliasname?: unknown;
  readonly fields?: unknown;
  readonly String?: unknown;
  readonly sval?: unknown;
  readonly [field: string]: unknown;
}

/**
 * The columns that a query reads, each once, as far as its text tells: `relation` is absent where no qualifier says
 * whose the column is, `column` where `*` takes all. Walks without recursion, since queries nest as deep as the parser
 * lets them; which part of the query an alias belongs to is not looked at.
 */
export function columnReads(query: Node | undefined): readonly ColumnRead[] {
  const references: (readonly (string | undefined)[])[] = [];
  const aliases: Alias[] = [];
  const left: unknown[] = [query];
  while (left.length > 0) {
    const tree = left.pop();
    if (!isTree(tree)) continue;
    if (Array.isArray(tree.usingClause)) references.push(...partsOf(tree.usingClause).map((part) => [part]));
    if (typeof tree.relname === "string") aliases.push(aliasOf(tree, tree.relname));
    if (Array.isArray(tree.fields)) references.push(partsOf(tree.fields));
    else left.push(...Object.values(tree));
  }
  const reads = references.flatMap((parts) => readsOf(parts, aliases));
  const distinct = new Map(reads.map((read) => [JSON.stringify([read.relation ?? null, read.column ?? null]), read]));
  return Array.from(distinct.values());
}

function isTree(value: unknown): value is Tree {
  return typeof value === "object" && value !== null;
}

/** Names as text, stars as undefined. */
function partsOf(nodes: readonly unknown[]): readonly (string | undefined)[] {
  return nodes.map((node) => {
    const string = isTree(node) ? node.String : undefined;
    const text = isTree(string) ? string.sval : undefined;
    return typeof text === "string" ? text : undefined;
  });
}

function aliasOf(tree: Tree, relation: string): Alias {
  const alias = isTree(tree.alias) ? tree.alias.aliasname : undefined;
  return { alias: typeof alias === "string" ? alias : relation, relation };
}

/** A lone name may be a relation's alias, which then stands for its whole row. */
function readsOf(parts: readonly (string | undefined)[], aliases: readonly Alias[]): readonly ColumnRead[] {
  const column = parts.at(-1);
  const qualifier = parts.at(-2);
  if (qualifier !== undefined) {
    const meant = aliases.filter(({ alias }) => alias === qualifier);
    return meant.map(({ relation }) => ({ relation, ...(column !== undefined && { column }) }));
  }
  if (column === undefined) return [{}];
  const rows = aliases.filter(({ alias }) => alias === column).map(({ relation }) => ({ relation }));
  return [{ column }, ...rows];
}
