import type { OtherStatement } from "../sql/statement.ts";
import type { Fact } from "./fact.ts";

/** By the parser's names, statements that lock no table, view or materialized view. */
const LOCKING_NOTHING: ReadonlySet<string> = new Set(
  `AlterCollationStmt AlterDatabaseSetStmt AlterDatabaseStmt AlterDefaultPrivilegesStmt AlterEventTrigStmt AlterFdwStmt
  AlterForeignServerStmt AlterFunctionStmt AlterOpFamilyStmt AlterOperatorStmt AlterRoleSetStmt AlterRoleStmt
  AlterStatsStmt AlterTSConfigurationStmt AlterTSDictionaryStmt AlterUserMappingStmt CheckPointStmt CreateAmStmt
  CreateCastStmt CreateConversionStmt CreateEventTrigStmt CreateFdwStmt CreateForeignServerStmt CreateOpClassStmt
  CreateOpFamilyStmt CreatePLangStmt CreateRoleStmt CreateTransformStmt CreateUserMappingStmt DeallocateStmt DefineStmt
  DiscardStmt DropRoleStmt DropUserMappingStmt GrantRoleStmt ListenStmt LoadStmt NotifyStmt UnlistenStmt
  VariableShowStmt`.split(/\s+/),
);

/** What a statement without a word of its own does; undefined where that is not known. */
export function otherFacts({ node }: OtherStatement): readonly Fact[] | undefined {
  return LOCKING_NOTHING.has(node) ? [] : undefined;
}
