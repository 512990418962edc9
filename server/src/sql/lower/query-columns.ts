import type { Node, SelectStmt } from "libpg-query";
import type { CreateTable, SelectedColumn } from "../statement.ts";
import type { StatementSource } from "../statement-source.ts";
import { expressionName } from "./expression-name.ts";
import { relationName, stringsOf } from "./names.ts";

/** The columns of a table or view that a query fills: the names listed, and those that the query gives. */
export function queryColumns(
  listed: readonly Node[] | undefined,
  query: Node | undefined,
): Pick<CreateTable, "asColumns" | "output"> {
  const output = outputOf(query);
  return { ...(listed && { asColumns: stringsOf(listed) }), ...(output && { output }) };
}

/** What a plain SELECT from one table gives; absent for all other queries. */
export function selectedColumns(source: StatementSource, query: Node | undefined): Pick<CreateTable, "selected"> {
  const select = query && "SelectStmt" in query ? query.SelectStmt : undefined;
  const [first, ...more] = select?.fromClause ?? [];
  if (!first || !("RangeVar" in first) || more.length > 0 || select?.withClause) return {};
  const columns = (select?.targetList ?? []).map(selectedColumn);
  return { selected: { from: relationName(source, first.RangeVar), columns } };
}

function selectedColumn(target: Node): SelectedColumn {
  const { name, val } = "ResTarget" in target ? target.ResTarget : {};
  const last = val && "ColumnRef" in val ? val.ColumnRef.fields?.at(-1) : undefined;
  if (last && "A_Star" in last) return { kind: "all" };
  if (!last || !("String" in last)) return { kind: "computed" };
  const column = last.String.sval ?? "";
  return { kind: "column", column, name: name ?? column };
}

/** What a query calls its columns; undefined where that hangs on what it reads. */
function outputOf(query: Node | undefined): readonly string[] | undefined {
  if (!query || !("SelectStmt" in query)) return undefined;
  let first: SelectStmt = query.SelectStmt;
  // A UNION's columns are called as its first query's.
  while (first.larg) first = first.larg;
  const [row] = first.valuesLists ?? [];
  if (row && "List" in row) return (row.List.items ?? []).map((_, at) => `column${at + 1}`);
  const names: string[] = [];
  for (const target of first.targetList ?? []) {
    const name = "ResTarget" in target ? (target.ResTarget.name ?? plainName(target.ResTarget.val)) : undefined;
    if (name === undefined) return undefined;
    names.push(name);
  }
  return names;
}

/** Nodes of which Postgres's `FigureColname` (parse_target.c) is known to say what `expressionName` says, or nothing. */
const known: ReadonlySet<string> = new Set([
  "A_ArrayExpr",
  "A_Const",
  "A_Expr",
  "BoolExpr",
  "BooleanTest",
  "CaseExpr",
  "CoalesceExpr",
  "FuncCall",
  "MinMaxExpr",
  "NullTest",
  "RowExpr",
]);

function plainName(value: Node | undefined): string | undefined {
  if (value === undefined) return undefined;
  if ("ColumnRef" in value) {
    const last = value.ColumnRef.fields?.at(-1);
    return last && "String" in last ? last.String.sval : undefined;
  }
  if ("TypeCast" in value) return castName(value.TypeCast.arg, value);
  if ("CaseExpr" in value && value.CaseExpr.defresult && plainName(value.CaseExpr.defresult) === undefined) {
    return undefined;
  }
  if (!known.has(Object.keys(value)[0] ?? "")) return undefined;
  const name = expressionName(value);
  return name === "expr" ? "?column?" : name;
}

/** A cast is called as what it casts, else as its type. */
function castName(inner: Node | undefined, cast: Node): string | undefined {
  return plainName(inner) === undefined ? undefined : expressionName(cast);
}
