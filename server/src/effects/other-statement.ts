import type { OtherStatement } from "../sql/statement.ts";
import type { Fact } from "./fact.ts";

/** Statements that lock no table, view or materialized view. */
const LOCKING_NOTHING: ReadonlySet<string> = new Set([
  "AlterDefaultPrivilegesStmt",
  "AlterFunctionStmt",
  "AlterRoleStmt",
  "AlterStatsStmt",
  "CreateCastStmt",
  "CreateEventTrigStmt",
  "CreateForeignServerStmt",
  "CreateFdwStmt",
  "CreateRoleStmt",
  "DropRoleStmt",
  "GrantRoleStmt",
]);

/** What a statement without a word of its own does; undefined where that is not known. */
export function otherFacts({ node }: OtherStatement): readonly Fact[] | undefined {
  return LOCKING_NOTHING.has(node) ? [] : undefined;
}
