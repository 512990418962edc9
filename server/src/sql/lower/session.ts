import type { Node, SelectStmt, TransactionStmt, TransactionStmtKind, VariableSetStmt } from "libpg-query";
import type { Range } from "../../text/range.ts";
import type { SetVariable, TransactionControl } from "../statement.ts";
import { stringsOf } from "./names.ts";

const transactionActions: Readonly<Partial<Record<TransactionStmtKind, TransactionControl["action"]>>> = {
  TRANS_STMT_BEGIN: "begin",
  TRANS_STMT_START: "begin",
  TRANS_STMT_COMMIT: "commit",
  TRANS_STMT_ROLLBACK: "rollback",
  TRANS_STMT_SAVEPOINT: "savepoint",
  TRANS_STMT_RELEASE: "savepoint",
  TRANS_STMT_ROLLBACK_TO: "savepoint",
};

/** BEGIN, COMMIT, ROLLBACK; ROLLBACK TO and RELEASE count as savepoints, two-phase commit as other. */
export function transactionControl(node: TransactionStmt, range: Range): TransactionControl {
  return { kind: "transaction", range, action: (node.kind && transactionActions[node.kind]) ?? "other" };
}

/** SET and RESET; undefined for SET TRANSACTION and its like, which set no variable by name. */
export function setVariable(node: VariableSetStmt, range: Range): SetVariable | undefined {
  if (node.kind === "VAR_SET_MULTI") return undefined;
  const variable = node.kind === "VAR_RESET_ALL" ? "all" : (node.name ?? "").toLowerCase();
  const values = (node.args ?? []).map(constantText).filter((text) => text !== undefined);
  return { kind: "set", range, variable, values, local: node.is_local === true };
}

/** `SELECT set_config('name', 'value', is_local)`, which pg_dump writes for SET; undefined for any other SELECT. */
export function setConfig(node: SelectStmt, range: Range): SetVariable | undefined {
  const target =
    node.targetList?.length === 1 && !node.fromClause && !node.whereClause ? node.targetList[0] : undefined;
  const call = target && "ResTarget" in target ? target.ResTarget.val : undefined;
  if (!call || !("FuncCall" in call)) return undefined;
  const { funcname, args } = call.FuncCall;
  if (stringsOf(funcname).at(-1) !== "set_config" || args?.length !== 3) return undefined;
  const [variable, value, local] = args.map(constantText);
  if (variable === undefined || value === undefined || local === undefined) return undefined;
  const name = variable.toLowerCase();
  const values = name === "search_path" ? identifierList(value) : [value];
  return { kind: "set", range, variable: name, values, local: /^(t|true|on|y|yes|1)$/i.test(local) };
}

/** A constant as text, under any casts; undefined for anything else. */
function constantText(node: Node): string | undefined {
  if ("TypeCast" in node) return node.TypeCast.arg && constantText(node.TypeCast.arg);
  if (!("A_Const" in node)) return undefined;
  const { ival, fval, boolval, sval, bsval } = node.A_Const;
  // The parser leaves zero, false and the empty string out of the tree: {"ival": {}}.
  if (ival) return String(ival.ival ?? 0);
  if (boolval) return boolval.boolval ? "true" : "false";
  if (sval) return sval.sval ?? "";
  return fval?.fval ?? bsval?.bsval;
}

/** A list of identifiers as search_path holds it: `public, "My Schema"`; one empty name for the empty text. */
function identifierList(text: string): readonly string[] {
  const names = text.match(/"(?:[^"]|"")*"|[^\s,"]+/g) ?? [""];
  return names.map((name) => (name.startsWith('"') ? name.slice(1, -1).replaceAll('""', '"') : name.toLowerCase()));
}
