import type { LockMode } from "../../../shared/src/lock-modes.ts";
import type { OtherStatement } from "../sql/statement.ts";
import type { Fact } from "./fact.ts";
import { type Context, lock, subjectOf } from "./subject.ts";

/** The lock on the one relation that the statement is about, by the parser's name of the statement. */
const MODES: Readonly<Record<string, LockMode>> = {
  CreatePolicyStmt: "ACCESS EXCLUSIVE",
  AlterPolicyStmt: "ACCESS EXCLUSIVE",
  CreateTrigStmt: "SHARE ROW EXCLUSIVE",
  CreateStatsStmt: "SHARE UPDATE EXCLUSIVE",
  RuleStmt: "ACCESS EXCLUSIVE",
};

/** Statements that lock no table, view or materialized view. */
const LOCKING_NOTHING: ReadonlySet<string> = new Set([
  "AlterDefaultPrivilegesStmt",
  "AlterEnumStmt",
  "AlterRoleStmt",
  "CreateFunctionStmt",
  "CreateRoleStmt",
  "GrantRoleStmt",
]);

/** What a statement without a word of its own does; undefined where that hangs on more than what it names. */
export function otherFacts(context: Context, { node, relations }: OtherStatement): readonly Fact[] | undefined {
  if (LOCKING_NOTHING.has(node)) return [];
  const mode = Object.hasOwn(MODES, node) ? MODES[node] : undefined;
  const [relation] = relations;
  return mode && relation && lock(subjectOf(context, relation), mode);
}
