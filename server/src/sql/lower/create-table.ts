import type {
  CreateStmt,
  CreateTableAsStmt,
  IntoClause,
  Node,
  PartitionSpec,
  RangeVar,
  TableLikeClause,
} from "libpg-query";
import type { Range } from "../../text/range.ts";
import type { ColumnDefinition, Constraint, CreateTable, ObjectName } from "../statement.ts";
import type { StatementSource } from "../statement-source.ts";
import { columnDefinition } from "./column.ts";
import { standaloneConstraint } from "./constraint.ts";
import { objectNameAt, relationName, stringsOf } from "./names.ts";
import { partitionBound } from "./partition-bound.ts";
import { queryColumns, selectedColumns } from "./query-columns.ts";
import { namedRelations } from "./relations.ts";
import { writtenOptions } from "./table-setting.ts";
import { elementEnd, expressionOf, groupEnd, tokenAt } from "./tokens.ts";

/** CREATE TABLE and CREATE FOREIGN TABLE. */
export function createTable(source: StatementSource, node: CreateStmt, range: Range, foreign: boolean): CreateTable {
  const parents = relationNames(source, node);
  const { ofTypename: ofType } = node;
  return {
    ...emptyTable(source, node.relation, range),
    ifNotExists: node.if_not_exists === true,
    foreign,
    ...tableElements(source, node),
    inherits: node.partbound ? [] : parents,
    partitionOf: node.partbound ? parents[0] : undefined,
    isDefaultPartition: node.partbound?.is_default === true,
    ...(node.partbound && { partitionBound: partitionBound(source, node.partbound) }),
    partitionBy: partitionKey(source, node.partspec),
    ...writtenOptions(node.options),
    ofType: ofType ? objectNameAt(source, tokenAt(source, ofType.location), stringsOf(ofType.names)) : undefined,
  };
}

/** CREATE TABLE … AS. */
export function createTableAs(source: StatementSource, node: CreateTableAsStmt, range: Range): CreateTable {
  const table = emptyTable(source, node.into?.rel, range);
  return {
    ...table,
    ifNotExists: node.if_not_exists === true,
    asQuery: true,
    reads: namedRelations(source, node.query),
    ...queryColumns(node.into?.colNames, node.query),
    ...selectedColumns(source, node.query),
  };
}

/** SELECT … INTO, given with the whole query that INTO stands in. */
export function selectInto(source: StatementSource, node: IntoClause, query: Node, range: Range): CreateTable {
  const columns = { ...queryColumns(node.colNames, query), ...selectedColumns(source, query) };
  return { ...emptyTable(source, node.rel, range), asQuery: true, reads: namedRelations(source, query), ...columns };
}

function emptyTable(source: StatementSource, relation: RangeVar | undefined, range: Range): CreateTable {
  return {
    kind: "createTable",
    range,
    name: relationName(source, relation),
    ifNotExists: false,
    persistence: persistenceOf(relation),
    foreign: false,
    columns: [],
    constraints: [],
    like: [],
    inherits: [],
    partitionOf: undefined,
    isDefaultPartition: false,
    partitionBy: undefined,
    ofType: undefined,
    asQuery: false,
  };
}

function persistenceOf(relation: RangeVar | undefined): CreateTable["persistence"] {
  if (relation?.relpersistence === "t") return "temporary";
  return relation?.relpersistence === "u" ? "unlogged" : "permanent";
}

function tableElements(
  source: StatementSource,
  node: CreateStmt,
): Pick<CreateTable, "columns" | "constraints" | "like"> {
  const columns: ColumnDefinition[] = [];
  const constraints: Constraint[] = [];
  const like: CreateTable["like"][number][] = [];
  for (const element of node.tableElts ?? []) {
    if ("ColumnDef" in element) columns.push(columnDefinition(source, element.ColumnDef));
    if ("TableLikeClause" in element) like.push(likeClause(source, element.TableLikeClause));
    if (!("Constraint" in element)) continue;
    const first = tokenAt(source, element.Constraint.location);
    const span = { first, last: elementEnd(source, first) };
    const constraint = standaloneConstraint(source, element.Constraint, span, "table");
    if (constraint) constraints.push(constraint);
  }
  return { columns, constraints, like };
}

function relationNames(source: StatementSource, node: CreateStmt): readonly ObjectName[] {
  const names: ObjectName[] = [];
  for (const parent of node.inhRelations ?? []) {
    if ("RangeVar" in parent) names.push(relationName(source, parent.RangeVar));
  }
  return names;
}

/** The bits of Postgres's TableLikeOption (parsenodes.h), lowest first; ALL sets every one. */
const likeOptions = [
  "comments",
  "compression",
  "constraints",
  "defaults",
  "generated",
  "identity",
  "indexes",
  "statistics",
  "storage",
];

function likeClause(source: StatementSource, node: TableLikeClause): CreateTable["like"][number] {
  const bits = node.options ?? 0;
  return {
    table: relationName(source, node.relation),
    including: likeOptions.filter((_, bit) => (bits & (1 << bit)) !== 0),
  };
}

const strategies = {
  PARTITION_STRATEGY_LIST: "list",
  PARTITION_STRATEGY_RANGE: "range",
  PARTITION_STRATEGY_HASH: "hash",
} as const;

function partitionKey(source: StatementSource, node: PartitionSpec | undefined): CreateTable["partitionBy"] {
  if (!node) return undefined;
  // PARTITION BY, the strategy, then the list.
  const open = tokenAt(source, node.location) + 3;
  const keys: (string | undefined)[] = [];
  for (const key of node.partParams ?? []) if ("PartitionElem" in key) keys.push(key.PartitionElem.name);
  const { text } = expressionOf(source, { first: open, last: groupEnd(source, open) });
  return { strategy: strategies[node.strategy ?? "PARTITION_STRATEGY_RANGE"], keys, text };
}
