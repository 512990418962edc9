import type { Node } from "libpg-query";
import { stringsOf } from "./names.ts";

/** How sure a name is: Postgres prefers a column's or function's over a type's that a cast has. */
interface Figured {
  readonly name: string;
  readonly strength: "weak" | "strong";
}

/** The name that Postgres gives an index column which is an expression, as `FigureIndexColname` (parse_target.c) finds it. */
export function expressionName(node: Node | undefined): string {
  return figured(node)?.name ?? "expr";
}

function figured(node: Node | undefined): Figured | undefined {
  if (node === undefined) return undefined;
  if ("ColumnRef" in node) return strong(stringsOf(node.ColumnRef.fields).at(-1));
  if ("A_Indirection" in node) {
    return strong(stringsOf(node.A_Indirection.indirection).at(-1)) ?? figured(node.A_Indirection.arg);
  }
  if ("FuncCall" in node) return strong(stringsOf(node.FuncCall.funcname).at(-1));
  if ("A_Expr" in node) return node.A_Expr.kind === "AEXPR_NULLIF" ? strong("nullif") : undefined;
  if ("TypeCast" in node) return figuredCast(node.TypeCast.arg, stringsOf(node.TypeCast.typeName?.names).at(-1));
  if ("CollateClause" in node) return figured(node.CollateClause.arg);
  if ("CaseExpr" in node) return figuredOr(node.CaseExpr.defresult, "case");
  if ("A_ArrayExpr" in node) return strong("array");
  if ("RowExpr" in node) return strong("row");
  if ("CoalesceExpr" in node) return strong("coalesce");
  if ("MinMaxExpr" in node) return strong(node.MinMaxExpr.op === "IS_LEAST" ? "least" : "greatest");
  if ("XmlSerialize" in node) return strong("xmlserialize");
  return undefined;
}

function strong(name: string | undefined): Figured | undefined {
  return name === undefined ? undefined : { name, strength: "strong" };
}

function figuredCast(value: Node | undefined, type: string | undefined): Figured | undefined {
  const own = figured(value);
  if (own?.strength === "strong" || type === undefined) return own;
  return { name: type, strength: "weak" };
}

function figuredOr(node: Node | undefined, name: string): Figured {
  const own = figured(node);
  return own?.strength === "strong" ? own : { name, strength: "weak" };
}
