import type {
  CompositeTypeStmt,
  CreateDomainStmt,
  CreateEnumStmt,
  CreateSeqStmt,
  CreateTableAsStmt,
  Node,
  ViewStmt,
} from "libpg-query";
import type { Range } from "../../text/range.ts";
import type {
  ColumnDefinition,
  CreateDomain,
  CreateSequence,
  CreateType,
  CreateView,
  ObjectName,
} from "../statement.ts";
import type { StatementSource } from "../statement-source.ts";
import { columnDefinition, inlineConstraints } from "./column.ts";
import { columnReads } from "./column-reads.ts";
import { objectNameAt, relationName, stringsOf } from "./names.ts";
import { queryColumns } from "./query-columns.ts";
import { namedRelations } from "./relations.ts";
import { sequenceOptions } from "./sequence-options.ts";
import { typeName } from "./type-name.ts";

/** CREATE VIEW. */
export function createView(source: StatementSource, node: ViewStmt, range: Range): CreateView {
  return {
    kind: "createView",
    range,
    name: relationName(source, node.view),
    materialized: false,
    orReplace: node.replace === true,
    ifNotExists: false,
    reads: namedRelations(source, node.query),
    ...queryColumns(node.aliases, node.query),
    columnReads: columnReads(node.query),
  };
}

/** CREATE MATERIALIZED VIEW, which the parser takes for a CREATE TABLE AS. */
export function createMaterializedView(source: StatementSource, node: CreateTableAsStmt, range: Range): CreateView {
  return {
    kind: "createView",
    range,
    name: relationName(source, node.into?.rel),
    materialized: true,
    orReplace: false,
    ifNotExists: node.if_not_exists === true,
    reads: namedRelations(source, node.query),
    ...queryColumns(node.into?.colNames, node.query),
    columnReads: columnReads(node.query),
    ...(node.into?.skipData && { withNoData: true }),
  };
}

/** CREATE SEQUENCE. */
export function createSequence(source: StatementSource, node: CreateSeqStmt, range: Range): CreateSequence {
  const name = relationName(source, node.sequence);
  const { ownedBy, type, numbers } = sequenceOptions(source, node.options);
  return {
    kind: "createSequence",
    range,
    name,
    ifNotExists: node.if_not_exists === true,
    temporary: node.sequence?.relpersistence === "t",
    ...(ownedBy !== undefined && ownedBy !== "none" && { ownedBy }),
    ...(type && { type }),
    ...(numbers && { numbers }),
  };
}

/** CREATE TYPE … AS ENUM. */
export function createEnum(source: StatementSource, node: CreateEnumStmt, range: Range): CreateType {
  return { ...createType(source, node.typeName, range, "enum"), values: stringsOf(node.vals) };
}

/** CREATE TYPE … AS (…). */
export function createComposite(source: StatementSource, node: CompositeTypeStmt, range: Range): CreateType {
  const columns: ColumnDefinition[] = [];
  for (const column of node.coldeflist ?? []) {
    if ("ColumnDef" in column) columns.push(columnDefinition(source, column.ColumnDef));
  }
  const name = relationName(source, node.typevar);
  return { kind: "createType", range, name, form: "composite", values: [], columns };
}

/** CREATE TYPE of a kind that has no parts here: a range, a base type, a shell. */
export function createType(
  source: StatementSource,
  name: readonly Node[] | undefined,
  range: Range,
  form: CreateType["form"],
): CreateType {
  return { kind: "createType", range, name: thirdWord(source, name), form, values: [], columns: [] };
}

/** The name after CREATE TYPE or CREATE DOMAIN, which the parser does not locate. */
function thirdWord(source: StatementSource, name: readonly Node[] | undefined): ObjectName {
  return objectNameAt(source, 2, stringsOf(name && [...name]));
}

/** CREATE DOMAIN. */
export function createDomain(source: StatementSource, node: CreateDomainStmt, range: Range): CreateDomain | undefined {
  if (!node.typeName) return undefined;
  const collation = stringsOf(node.collClause?.collname).at(-1);
  return {
    kind: "createDomain",
    range,
    name: thirdWord(source, node.domainname),
    type: typeName(source, node.typeName),
    ...(collation !== undefined && { collation }),
    constraints: inlineConstraints(source, node, undefined, source.tokens.length - 1),
  };
}
