import type { CopyStmt, DeleteStmt, Node, RangeVar, TruncateStmt, UpdateStmt } from "libpg-query";
import type { Range } from "../../text/range.ts";
import type { DataChange, ObjectName } from "../statement.ts";
import type { StatementSource } from "../statement-source.ts";
import { relationName, relationNames } from "./names.ts";
import { relationsOf } from "./relations.ts";

/** INSERT, UPDATE, DELETE or MERGE, given as the tree's whole node. */
export function dataChange(
  source: StatementSource,
  root: Node,
  range: Range,
  kind: "insert" | "update" | "delete" | "merge",
): DataChange {
  const { written, locked, read } = relationsOf(source, root);
  const columns = setColumns(root);
  return {
    kind,
    range,
    targets: written,
    reads: [...locked, ...read],
    filtered: isFiltered(root),
    ...(columns && { columns }),
  };
}

function setColumns(root: Node): readonly string[] | undefined {
  if (!("UpdateStmt" in root)) return undefined;
  return (root.UpdateStmt.targetList ?? []).flatMap((target) =>
    "ResTarget" in target ? (target.ResTarget.name ?? []) : [],
  );
}

function isFiltered(root: Node): boolean {
  const node: UpdateStmt | DeleteStmt | undefined =
    "UpdateStmt" in root ? root.UpdateStmt : "DeleteStmt" in root ? root.DeleteStmt : undefined;
  return node?.whereClause !== undefined;
}

/** SELECT, VALUES and TABLE: what a WITH writes or FOR UPDATE locks are its targets. */
export function select(source: StatementSource, root: Node, range: Range): DataChange {
  const { written, locked, read } = relationsOf(source, root);
  return {
    kind: "select",
    range,
    targets: [...written, ...locked],
    reads: read,
    filtered: false,
    ...(written.length > 0 && { written }),
  };
}

/** TRUNCATE. */
export function truncate(source: StatementSource, node: TruncateStmt, range: Range): DataChange {
  const targets = relationNames(source, node.relations);
  const cascade = node.behavior === "DROP_CASCADE";
  return { kind: "truncate", range, targets, reads: [], filtered: false, ...(cascade && { cascade }) };
}

/** COPY in both directions. */
export function copy(source: StatementSource, node: CopyStmt, range: Range): DataChange {
  const { written, locked, read } = relationsOf(source, node.query ?? node.whereClause);
  const table = tableOf(source, node.relation);
  const targets = node.is_from ? [...table, ...written] : written;
  const reads = node.is_from ? [...locked, ...read] : [...table, ...locked, ...read];
  return { kind: "copy", range, targets, reads, filtered: false };
}

function tableOf(source: StatementSource, relation: RangeVar | undefined): readonly ObjectName[] {
  return relation ? [relationName(source, relation)] : [];
}
