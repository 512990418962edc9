import type { LockMode } from "../../../shared/src/lock-modes.ts";
import type { Statement } from "../sql/statement.ts";
import type { Fact } from "./fact.ts";
import { type Context, lock, subjectOf } from "./subject.ts";

/** Statements of the parser's vocabulary that lock no table, view or materialized view. */
const LOCKING_NOTHING: ReadonlySet<string> = new Set([
  "AlterDefaultPrivilegesStmt",
  "AlterRoleStmt",
  "CreateRoleStmt",
  "GrantRoleStmt",
]);

/** What a statement that no other file here is about does; undefined where that hangs on more than what it names. */
export function otherFacts(context: Context, statement: Statement): readonly Fact[] | undefined {
  switch (statement.kind) {
    case "createPolicy":
    case "alterPolicy":
    case "createRule":
      return lockOne(context, statement.table, "ACCESS EXCLUSIVE");
    case "createTrigger":
      return lockOne(context, statement.table, "SHARE ROW EXCLUSIVE");
    case "createStatistics":
      return lockOne(context, statement.tables[0], "SHARE UPDATE EXCLUSIVE");
    case "alterEnum":
      return [];
    case "createRoutine":
      return statement.routine === "aggregate" ? undefined : [];
    case "other":
      return LOCKING_NOTHING.has(statement.node) ? [] : undefined;
    default:
      return undefined;
  }
}

function lockOne(
  context: Context,
  name: Parameters<typeof subjectOf>[1] | undefined,
  mode: LockMode,
): readonly Fact[] | undefined {
  return name && lock(subjectOf(context, name), mode);
}
