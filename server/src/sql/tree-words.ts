import type { Node } from "libpg-query";

/*
 * What an expression of the parser's tree names. Walks without recursion, since expressions nest as deep as the parser
 * lets them.
 */

/** The last part of each column's name, once; `*` for a whole row and for what a subquery reads. */
export function columnsIn(expression: Node | undefined): readonly string[] {
  const columns = new Set<string>();
  for (const node of nodesOf(expression)) {
    const { fields } = node;
    if (Array.isArray(fields)) columns.add(lastName(fields) ?? "*");
    if ("SubLink" in node) columns.add("*");
  }
  return Array.from(columns);
}

/** The functions that it calls, without their schemas and once; `current_timestamp` and its like are written as such. */
export function functionsIn(expression: Node | undefined): readonly string[] {
  const functions = new Set<string>();
  for (const node of nodesOf(expression)) {
    const { funcname } = node;
    if (Array.isArray(funcname)) functions.add(lastName(funcname) ?? "");
    if ("SQLValueFunction" in node) functions.add("current_timestamp");
  }
  return Array.from(functions);
}

/** Whether it is one constant, with or without a cast. */
export function isConstant(expression: Node): boolean {
  return constantText(expression) !== undefined;
}

/** The constant, without where it stands and what it is cast to; undefined for all else. The same text is the same value. */
export function constantText(expression: Node): string | undefined {
  let node: Node | undefined = expression;
  while (node !== undefined && "TypeCast" in node) node = node.TypeCast.arg;
  if (node === undefined || !("A_Const" in node)) return undefined;
  const { location: _, ...value } = node.A_Const;
  return JSON.stringify(value);
}

/** The last of the names as it is stored; undefined where it is a star. */
export function lastName(names: readonly Node[] | undefined): string | undefined {
  const last = names?.at(-1);
  return last !== undefined && "String" in last ? last.String.sval : undefined;
}

/** The names of the columns that may be the changed table's own: those without a qualifier, or of its name or alias; `*` for a whole row. */
export function ownColumnsIn(expression: Node | undefined, target: string): readonly string[] {
  const columns = new Set<string>();
  for (const { fields } of nodesOf(expression)) {
    if (!Array.isArray(fields)) continue;
    const qualifier = lastName(fields.slice(0, -1));
    const name = lastName(fields) ?? "*";
    if (qualifier === undefined || qualifier === target) columns.add(name === target ? "*" : name);
  }
  return Array.from(columns);
}

/** Any node of the parser's tree, or a wrapper that names its kind. */
export type Tree = Readonly<Record<string, unknown>>;

/** Every node and wrapper in a tree, itself included, in no order. */
export function* nodesOf(root: unknown): Generator<Tree> {
  const left: unknown[] = [root];
  while (left.length > 0) {
    const value = left.pop();
    if (typeof value !== "object" || value === null) continue;
    if (!Array.isArray(value)) yield value as Tree;
    for (const inner of Object.values(value)) left.push(inner);
  }
}

/** A list of nodes; none where the field holds no list. */
export function listed(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/** Whether a list of options holds one. */
export function hasOption(options: unknown, name: string): boolean {
  return listed(options).some((each) => fieldOf(each, "DefElem", "defname") === name);
}

/** A field of the node of that kind which a wrapper holds. */
export function fieldOf(value: unknown, kind: string, field: string): unknown {
  if (typeof value !== "object" || value === null) return undefined;
  const part = (value as Tree)[kind];
  return typeof part === "object" && part !== null ? (part as Tree)[field] : undefined;
}
