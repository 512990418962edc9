import type { A_Expr, Node } from "libpg-query";
import { columnsIn, constantText, isConstant, lastName } from "./tree-words.ts";

/** One of the conditions that AND joins. */
export type Condition =
  /** The column of the changed table, compared with something. */
  | {
      readonly kind: "compares";
      readonly column: string;
      /** `in` stands for IN and = ANY; `between` for both bounds at once. */
      readonly operator: "=" | "<>" | "<" | ">" | "<=" | ">=" | "in" | "between" | "other";
      /** `written`: values that stand there; `elsewhere`: a column of another table, or a variable; `query`: what a subquery gives. */
      readonly with: "written" | "elsewhere" | "query";
      /** The value as the parser's tree has it, where it is a single constant. */
      readonly constant: string | undefined;
    }
  | { readonly kind: "isNull" | "isNotNull"; readonly column: string }
  /** True whatever the row: `1 = 1`. */
  | { readonly kind: "always" }
  | { readonly kind: "other" };

/** The conditions that AND joins; `target` is what the changed table is called in them. */
export function conditionsOf(where: Node | undefined, target: string): readonly Condition[] {
  if (where === undefined) return [];
  const conditions: Condition[] = [];
  const left: Node[] = [where];
  for (let node = left.pop(); node !== undefined; node = left.pop()) {
    const joined = "BoolExpr" in node && node.BoolExpr.boolop === "AND_EXPR" ? node.BoolExpr.args : undefined;
    if (joined === undefined) conditions.push(...conditionOf(node, target));
    else left.push(...joined.toReversed());
  }
  return conditions;
}

function conditionOf(node: Node, target: string): readonly Condition[] {
  if ("NullTest" in node) {
    const column = ownColumn(node.NullTest.arg, target);
    if (column === undefined) return [{ kind: "other" }];
    return [{ kind: node.NullTest.nulltesttype === "IS_NULL" ? "isNull" : "isNotNull", column }];
  }
  if ("A_Const" in node) return [{ kind: node.A_Const.boolval?.boolval === true ? "always" : "other" }];
  if ("SubLink" in node) {
    const column = node.SubLink.subLinkType === "ANY_SUBLINK" ? ownColumn(node.SubLink.testexpr, target) : undefined;
    if (column === undefined) return [{ kind: "other" }];
    return [{ kind: "compares", column, operator: "in", with: "query", constant: undefined }];
  }
  return "A_Expr" in node ? comparisons(node.A_Expr, target) : [{ kind: "other" }];
}

const MIRRORED: Readonly<Record<string, string>> = { "<": ">", ">": "<", "<=": ">=", ">=": "<=" };

function comparisons(expression: A_Expr, target: string): readonly Condition[] {
  const { lexpr, rexpr } = expression;
  if (lexpr === undefined || rexpr === undefined) return [{ kind: "other" }];
  if (isConstant(lexpr) && isConstant(rexpr)) {
    return [{ kind: isTautology(expression) ? "always" : "other" }];
  }
  const operator = operatorOf(expression);
  // (a, b) > (1, 2) says as much of each of them, as far as batches go.
  if ("RowExpr" in lexpr) {
    const columns = (lexpr.RowExpr.args ?? []).map((each) => ownColumn(each, target));
    return columns.map((column) =>
      column === undefined ? { kind: "other" } : comparison(column, operator, rexpr, target),
    );
  }
  const left = ownColumn(lexpr, target);
  if (left !== undefined) return [comparison(left, operator, rexpr, target)];
  const right = ownColumn(rexpr, target);
  if (right === undefined) return [{ kind: "other" }];
  return [comparison(right, MIRRORED[operator] ?? operator, lexpr, target)];
}

function comparison(column: string, operator: string, value: Node, target: string): Condition {
  const known = OPERATORS.find((each) => each === operator) ?? "other";
  return {
    kind: "compares",
    column,
    operator: known,
    with: columnsIn(value).length === 0 ? "written" : sourceOf(value, target),
    constant: constantText(value),
  };
}

const OPERATORS = ["=", "<>", "<", ">", "<=", ">=", "in", "between"] as const;

/** A value of the changed table's own row bounds nothing. */
function sourceOf(value: Node, target: string): "elsewhere" | "query" {
  return columnsIn(value).includes("*") || ownColumn(value, target) !== undefined ? "query" : "elsewhere";
}

function operatorOf({ kind, name }: A_Expr): string {
  const written = lastName(name) ?? "";
  if (kind === "AEXPR_OP") return written;
  if (kind === "AEXPR_IN" || kind === "AEXPR_OP_ANY") return written === "=" ? "in" : "other";
  if (kind === "AEXPR_BETWEEN" || kind === "AEXPR_BETWEEN_SYM") return "between";
  return kind === "AEXPR_DISTINCT" ? "<>" : "other";
}

/** `1 = 1`, `'a' = 'a'`. */
function isTautology(expression: A_Expr): boolean {
  const { lexpr, rexpr } = expression;
  if (operatorOf(expression) !== "=" || lexpr === undefined || rexpr === undefined) return false;
  return constantText(lexpr) === constantText(rexpr);
}

/** The column that an expression is, where it may be one of the changed table: unqualified, or of its name or alias. */
function ownColumn(node: Node | undefined, target: string): string | undefined {
  if (node === undefined || !("ColumnRef" in node)) return undefined;
  const fields = node.ColumnRef.fields ?? [];
  const qualifier = lastName(fields.slice(0, -1));
  return qualifier === undefined || qualifier === target ? lastName(fields) : undefined;
}
