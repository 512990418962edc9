import type { CreateTableAsStmt, IntoClause, Node, SelectStmt } from "libpg-query";
import type { Range } from "../text/range.ts";
import { alterTable } from "./lower/alter-table.ts";
import { otherStatement } from "./lower/command.ts";
import { alterOwner, commentOn } from "./lower/comment.ts";
import { createIndex } from "./lower/create-index.ts";
import { createTable, createTableAs, selectInto } from "./lower/create-table.ts";
import { copy, dataChange, select, truncate } from "./lower/data-change.ts";
import { alterPublication, createExtension, createPublication, createSchema } from "./lower/database-objects.ts";
import {
  createComposite,
  createDomain,
  createEnum,
  createMaterializedView,
  createSequence,
  createType,
  createView,
} from "./lower/definitions.ts";
import { doBlock } from "./lower/do-block.ts";
import { dropDatabase, dropObjects } from "./lower/drop.ts";
import { grant } from "./lower/grant.ts";
import { cluster, isOn, lockTable, refresh, reindex, vacuum } from "./lower/maintenance.ts";
import { alterDomain, alterEnum, alterSequence } from "./lower/object-changes.ts";
import { alterPolicy, createPolicy, createRule, createStatistics, createTrigger } from "./lower/on-table.ts";
import { rename, setSchema } from "./lower/rename.ts";
import { createAggregate, createRoutine } from "./lower/routine.ts";
import { setConfig, setVariable, transactionControl } from "./lower/session.ts";
import type { Statement } from "./statement.ts";
import type { StatementSource } from "./statement-source.ts";

/**
 * The parser's tree of one statement in our vocabulary; `body` is where the statement stands in the segment.
 * A statement without a word of its own, or of a shape not known here, is `other`. Never throws.
 */
export function lower(node: Node, source: StatementSource, body: Range): Statement {
  return lowerInside(node, source, body, 0);
}

/** The same for a statement in the body of so many others. */
function lowerInside(node: Node, source: StatementSource, body: Range, nesting: number): Statement {
  if ("DoStmt" in node) return doBlock(source, node.DoStmt, body, nesting, lowerInside);
  return (
    definition(node, source, body) ??
    change(node, source, body) ??
    objectChange(node, source, body) ??
    databaseChange(node, source, body) ??
    otherStatement(source, node, body)
  );
}

/** Statements that change the schema. */
function definition(node: Node, source: StatementSource, range: Range): Statement | undefined {
  if ("CreateStmt" in node) return createTable(source, node.CreateStmt, range, false);
  if ("CreateForeignTableStmt" in node) return createTable(source, node.CreateForeignTableStmt.base ?? {}, range, true);
  if ("CreateTableAsStmt" in node) return createAs(node.CreateTableAsStmt, source, range);
  if ("AlterTableStmt" in node) return alterTable(source, node.AlterTableStmt, range);
  if ("IndexStmt" in node) return createIndex(source, node.IndexStmt, range);
  if ("DropStmt" in node) return dropObjects(source, node.DropStmt, range);
  if ("DropdbStmt" in node) return dropDatabase(source, node.DropdbStmt, range);
  if ("RenameStmt" in node) return rename(source, node.RenameStmt, range);
  if ("AlterObjectSchemaStmt" in node) return setSchema(source, node.AlterObjectSchemaStmt, range);
  if ("ViewStmt" in node) return createView(source, node.ViewStmt, range);
  if ("CreateSeqStmt" in node) return createSequence(source, node.CreateSeqStmt, range);
  if ("CreateEnumStmt" in node) return createEnum(source, node.CreateEnumStmt, range);
  if ("CompositeTypeStmt" in node) return createComposite(source, node.CompositeTypeStmt, range);
  if ("CreateRangeStmt" in node) return createType(source, node.CreateRangeStmt.typeName, range, "range");
  if ("DefineStmt" in node && node.DefineStmt.kind === "OBJECT_TYPE") {
    return createType(source, node.DefineStmt.defnames, range, "other");
  }
  if ("CreateSchemaStmt" in node) return createSchema(source, node.CreateSchemaStmt, range, lower);
  return "CreateDomainStmt" in node ? createDomain(source, node.CreateDomainStmt, range) : undefined;
}

/** Statements that change or read data, or the session. */
function change(node: Node, source: StatementSource, range: Range): Statement | undefined {
  if ("InsertStmt" in node) return dataChange(source, node, range, "insert");
  if ("UpdateStmt" in node) return dataChange(source, node, range, "update");
  if ("DeleteStmt" in node) return dataChange(source, node, range, "delete");
  if ("MergeStmt" in node) return dataChange(source, node, range, "merge");
  if ("TruncateStmt" in node) return truncate(source, node.TruncateStmt, range);
  if ("CopyStmt" in node) return copy(source, node.CopyStmt, range);
  if ("ExplainStmt" in node && node.ExplainStmt.query) {
    const { query, options } = node.ExplainStmt;
    return { kind: "explain", range, analyze: isOn(options, "analyze"), statement: lower(query, source, range) };
  }
  if ("TransactionStmt" in node) return transactionControl(node.TransactionStmt, range);
  if ("VariableSetStmt" in node) return setVariable(node.VariableSetStmt, range);
  if (!("SelectStmt" in node)) return undefined;
  const into = intoClause(node.SelectStmt);
  if (into) return selectInto(source, into, node, range);
  return setConfig(node.SelectStmt, range) ?? select(source, node, range);
}

/** Statements that change something beside tables, views and indexes. */
function objectChange(node: Node, source: StatementSource, range: Range): Statement | undefined {
  if ("CommentStmt" in node) return commentOn(source, node.CommentStmt, range);
  if ("CreateFunctionStmt" in node) return createRoutine(source, node.CreateFunctionStmt, range);
  if ("DefineStmt" in node && node.DefineStmt.kind === "OBJECT_AGGREGATE") {
    return createAggregate(source, node.DefineStmt, range);
  }
  if ("GrantStmt" in node) return grant(source, node.GrantStmt, range);
  if ("AlterOwnerStmt" in node) return alterOwner(source, node.AlterOwnerStmt, range);
  if ("CreateTrigStmt" in node) return createTrigger(source, node.CreateTrigStmt, range);
  if ("CreatePolicyStmt" in node) return createPolicy(source, node.CreatePolicyStmt, range);
  if ("AlterPolicyStmt" in node) return alterPolicy(source, node.AlterPolicyStmt, range);
  if ("RuleStmt" in node) return createRule(source, node.RuleStmt, range);
  if ("CreateStatsStmt" in node) return createStatistics(source, node.CreateStatsStmt, range);
  if ("AlterEnumStmt" in node) return alterEnum(source, node.AlterEnumStmt, range);
  if ("AlterSeqStmt" in node) return alterSequence(source, node.AlterSeqStmt, range);
  return "AlterDomainStmt" in node ? alterDomain(source, node.AlterDomainStmt, range) : undefined;
}

/** What belongs to the database as a whole, and what changes how data is stored. */
function databaseChange(node: Node, source: StatementSource, range: Range): Statement | undefined {
  if ("CreateExtensionStmt" in node) return createExtension(node.CreateExtensionStmt, range);
  if ("CreatePublicationStmt" in node) return createPublication(source, node.CreatePublicationStmt, range);
  if ("AlterPublicationStmt" in node) return alterPublication(source, node.AlterPublicationStmt, range);
  if ("ReindexStmt" in node) return reindex(source, node.ReindexStmt, range);
  if ("VacuumStmt" in node) return vacuum(source, node.VacuumStmt, range);
  if ("ClusterStmt" in node) return cluster(source, node.ClusterStmt, range);
  if ("RefreshMatViewStmt" in node) return refresh(source, node.RefreshMatViewStmt, range);
  return "LockStmt" in node ? lockTable(source, node.LockStmt, range) : undefined;
}

function createAs(node: CreateTableAsStmt, source: StatementSource, range: Range): Statement {
  if (node.objtype === "OBJECT_MATVIEW") return createMaterializedView(source, node, range);
  return createTableAs(source, node, range);
}

/** INTO stands in the first SELECT of a UNION. */
function intoClause(root: SelectStmt): IntoClause | undefined {
  let first: SelectStmt | undefined = root;
  while (first && !first.intoClause) first = first.larg;
  return first?.intoClause;
}
