import type {
  ClusterStmt,
  LockStmt,
  Node,
  RefreshMatViewStmt,
  ReindexObjectType,
  ReindexStmt,
  VacuumStmt,
} from "libpg-query";
import { LOCK_MODES } from "../../../../shared/src/lock-modes.ts";
import type { Range } from "../../text/range.ts";
import type {
  Analyze,
  Cluster,
  LockTable,
  MaintainedTable,
  ObjectName,
  Refresh,
  Reindex,
  Vacuum,
} from "../statement.ts";
import type { StatementSource } from "../statement-source.ts";
import { objectNameAt, relationName, relationNames, stringsOf } from "./names.ts";
import { groupEnd, isMark, rangeOf, skipWords } from "./tokens.ts";

const targets: Readonly<Record<ReindexObjectType, Reindex["target"]>> = {
  REINDEX_OBJECT_INDEX: "index",
  REINDEX_OBJECT_TABLE: "table",
  REINDEX_OBJECT_SCHEMA: "schema",
  REINDEX_OBJECT_SYSTEM: "system",
  REINDEX_OBJECT_DATABASE: "database",
};

/** REINDEX. */
export function reindex(source: StatementSource, node: ReindexStmt, range: Range): Reindex {
  const target = isMark(source, 1, "(") ? groupEnd(source, 1) + 1 : 1;
  const keyword = rangeOf(source, { first: 0, last: target });
  const name = reindexed(source, node, skipWords(source, target + 1, "concurrently"));
  return {
    kind: "reindex",
    range,
    target: targets[node.kind ?? "REINDEX_OBJECT_INDEX"],
    ...(name && { name }),
    concurrently: isOn(node.params, "concurrently"),
    keyword,
    concurrentlyAt: keyword.end,
  };
}

function reindexed(source: StatementSource, node: ReindexStmt, first: number): ObjectName | undefined {
  if (node.relation) return relationName(source, node.relation);
  return node.name === undefined ? undefined : objectNameAt(source, first, [node.name]);
}

/** Whether an option is on: `(FULL)`, `(FULL on)`; Postgres takes no other words for off than these. */
export function isOn(options: readonly Node[] | undefined, name: string): boolean {
  let on = false;
  for (const option of options ?? []) {
    if (!("DefElem" in option) || option.DefElem.defname?.toLowerCase() !== name) continue;
    const { arg } = option.DefElem;
    if (arg === undefined) on = true;
    else if ("String" in arg) on = !["false", "off"].includes((arg.String.sval ?? "").toLowerCase());
    else if ("Integer" in arg) on = (arg.Integer.ival ?? 0) !== 0;
    else on = !("Boolean" in arg) || arg.Boolean.boolval === true;
  }
  return on;
}

/** VACUUM and ANALYZE, which the parser takes for one. */
export function vacuum(source: StatementSource, node: VacuumStmt, range: Range): Vacuum | Analyze {
  const tables = maintained(source, node.rels);
  if (node.is_vacuumcmd !== true) return { kind: "analyze", range, tables };
  return { kind: "vacuum", range, tables, full: isOn(node.options, "full"), analyze: isOn(node.options, "analyze") };
}

function maintained(source: StatementSource, nodes: readonly Node[] | undefined): readonly MaintainedTable[] {
  const tables: MaintainedTable[] = [];
  for (const node of nodes ?? []) {
    if (!("VacuumRelation" in node)) continue;
    const { relation, va_cols } = node.VacuumRelation;
    tables.push({ table: relationName(source, relation), columns: stringsOf(va_cols) });
  }
  return tables;
}

/** CLUSTER. */
export function cluster(source: StatementSource, node: ClusterStmt, range: Range): Cluster {
  return {
    kind: "cluster",
    range,
    ...(node.relation && { table: relationName(source, node.relation) }),
    ...(node.indexname !== undefined && { index: node.indexname }),
  };
}

/** REFRESH MATERIALIZED VIEW. */
export function refresh(source: StatementSource, node: RefreshMatViewStmt, range: Range): Refresh {
  return {
    kind: "refresh",
    range,
    name: relationName(source, node.relation),
    concurrently: node.concurrent === true,
    withNoData: node.skipData === true,
    keyword: rangeOf(source, { first: 0, last: 2 }),
  };
}

/** LOCK TABLE; the parser numbers the modes from 1, weakest first. */
export function lockTable(source: StatementSource, node: LockStmt, range: Range): LockTable {
  return {
    kind: "lockTable",
    range,
    tables: relationNames(source, node.relations),
    mode: LOCK_MODES[(node.mode ?? 0) - 1] ?? "ACCESS EXCLUSIVE",
    nowait: node.nowait === true,
  };
}
