import type { AlterPolicyStmt, CreatePolicyStmt, CreateStatsStmt, CreateTrigStmt, RuleStmt } from "libpg-query";
import type { Range } from "../../text/range.ts";
import type { CreateRule, CreateStatistics, CreateTrigger, Policy } from "../statement.ts";
import type { StatementSource } from "../statement-source.ts";
import { identifierAt, objectNameAt, relationName, relationNames, stringsOf } from "./names.ts";
import { namedRelations } from "./relations.ts";
import { findWord, skipWords, tokenAt } from "./tokens.ts";

/** CREATE TRIGGER. */
export function createTrigger(source: StatementSource, node: CreateTrigStmt, range: Range): CreateTrigger {
  const name = skipWords(source, skipWords(source, 1, "or", "replace"), "constraint") + 1;
  const rest = { first: tokenAt(source, node.relation?.location) + 1, last: source.tokens.length - 1 };
  const routine = (findWord(source, rest, "execute") ?? rest.last - 2) + 2;
  return {
    kind: "createTrigger",
    range,
    name: identifierAt(source, name, node.trigname),
    table: relationName(source, node.relation),
    orReplace: node.replace === true,
    constraint: node.isconstraint === true,
    routine: objectNameAt(source, routine, stringsOf(node.funcname)),
    ...(node.constrrel && { references: relationName(source, node.constrrel) }),
    rowLevel: node.row === true,
  };
}

const commands: ReadonlySet<string> = new Set(["all", "select", "insert", "update", "delete"]);

/** CREATE POLICY. */
export function createPolicy(source: StatementSource, node: CreatePolicyStmt, range: Range): Policy {
  const command = commands.has(node.cmd_name ?? "") ? (node.cmd_name as Policy["command"]) : "all";
  return { ...policy(source, node, range), kind: "createPolicy", command, permissive: node.permissive === true };
}

/** ALTER POLICY. */
export function alterPolicy(source: StatementSource, node: AlterPolicyStmt, range: Range): Policy {
  return { ...policy(source, node, range), kind: "alterPolicy", command: "all", permissive: true };
}

function policy(
  source: StatementSource,
  node: CreatePolicyStmt | AlterPolicyStmt,
  range: Range,
): Pick<Policy, "range" | "name" | "table" | "reads"> {
  const reads = [...namedRelations(source, node.qual), ...namedRelations(source, node.with_check)];
  return { range, name: identifierAt(source, 2, node.policy_name), table: relationName(source, node.table), reads };
}

/** CREATE RULE. */
export function createRule(source: StatementSource, node: RuleStmt, range: Range): CreateRule {
  return {
    kind: "createRule",
    range,
    name: identifierAt(source, skipWords(source, 1, "or", "replace") + 1, node.rulename),
    table: relationName(source, node.relation),
    orReplace: node.replace === true,
    reads: [node.whereClause, ...(node.actions ?? [])].flatMap((part) => namedRelations(source, part)),
  };
}

/** CREATE STATISTICS. */
export function createStatistics(source: StatementSource, node: CreateStatsStmt, range: Range): CreateStatistics {
  const first = node.if_not_exists ? skipWords(source, 2, "if", "not", "exists") : 2;
  return {
    kind: "createStatistics",
    range,
    name: node.defnames ? objectNameAt(source, first, stringsOf(node.defnames)) : undefined,
    tables: relationNames(source, node.relations),
    columns: (node.exprs ?? []).flatMap((part) => ("StatsElem" in part ? (part.StatsElem.name ?? []) : [])),
    ifNotExists: node.if_not_exists === true,
  };
}
