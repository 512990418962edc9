import type { Node } from "libpg-query";

/*
 * What an expression of the parser's tree names. Walks without recursion, since expressions nest as deep as the parser
 * lets them.
 */

/** The last part of each column's name, once; `*` for a whole row and for what a subquery reads. */
export function columnsIn(expression: Node | undefined): readonly string[] {
  const columns = new Set<string>();
  for (const node of nodesOf(expression)) {
    if ("ColumnRef" in node) columns.add(lastName(node.ColumnRef.fields) ?? "*");
    if ("SubLink" in node) columns.add("*");
  }
  return Array.from(columns);
}

/** The functions that it calls, without their schemas and once; `current_timestamp` and its like are written as such. */
export function functionsIn(expression: Node | undefined): readonly string[] {
  const functions = new Set<string>();
  for (const node of nodesOf(expression)) {
    if ("FuncCall" in node) functions.add(lastName(node.FuncCall.funcname) ?? "");
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

function* nodesOf(root: Node | undefined): Generator<Node> {
  const left: unknown[] = [root];
  while (left.length > 0) {
    const value = left.pop();
    if (typeof value !== "object" || value === null) continue;
    if (!Array.isArray(value)) yield value as Node;
    left.push(...Object.values(value));
  }
}
