import type { CopyStmt, DeleteStmt, Node, RangeVar, TruncateStmt, UpdateStmt } from "libpg-query";
import type { Range } from "../../text/range.ts";
import type { DataChange, ObjectName, Writing } from "../statement.ts";
import type { StatementSource } from "../statement-source.ts";
import { relationName, relationNames } from "./names.ts";
import { relationsOf } from "./relations.ts";
import { callsUnknown } from "./unknown-calls.ts";

/** INSERT, UPDATE, DELETE or MERGE, given as the tree's whole node. */
export function dataChange(
  source: StatementSource,
  root: Node,
  range: Range,
  kind: "insert" | "update" | "delete" | "merge",
): DataChange {
  const { written, writings, reread, locked, read } = relationsOf(source, root);
  const columns = writings[0]?.columns;
  const into = "InsertStmt" in root ? listedColumns(root.InsertStmt.cols) : [];
  return {
    kind,
    range,
    targets: written,
    reads: [...locked, ...read],
    filtered: isFiltered(root),
    ...(columns && { columns }),
    ...(into.length > 0 && { into }),
    ...beyond(writings.slice(1), reread, locked),
  };
}

function listedColumns(nodes: readonly Node[] | undefined): readonly string[] {
  return (nodes ?? []).flatMap((node) => ("ResTarget" in node ? (node.ResTarget.name ?? []) : []));
}

function beyond(
  alsoWrites: readonly Writing[],
  rereads: readonly ObjectName[],
  locksRowsOf: readonly ObjectName[] = [],
): Pick<DataChange, "alsoWrites" | "rereads" | "locksRowsOf"> {
  return {
    ...(alsoWrites.length > 0 && { alsoWrites }),
    ...(rereads.length > 0 && { rereads }),
    ...(locksRowsOf.length > 0 && { locksRowsOf }),
  };
}

function isFiltered(root: Node): boolean {
  const node: UpdateStmt | DeleteStmt | undefined =
    "UpdateStmt" in root ? root.UpdateStmt : "DeleteStmt" in root ? root.DeleteStmt : undefined;
  return node?.whereClause !== undefined;
}

/** SELECT, VALUES and TABLE: what a WITH writes or FOR UPDATE locks are its targets. */
export function select(source: StatementSource, root: Node, range: Range): DataChange {
  const { written, writings, reread, locked, read } = relationsOf(source, root);
  return {
    kind: "select",
    range,
    targets: [...written, ...locked],
    reads: read,
    filtered: false,
    ...beyond(writings, reread),
    ...(callsUnknown(root) && { callsUnknown: true }),
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
  const { written, writings, reread, locked, read } = relationsOf(source, node.query ?? node.whereClause);
  const table = tableOf(source, node.relation);
  const targets = node.is_from ? [...table, ...written] : written;
  const reads = node.is_from ? [...locked, ...read] : [...table, ...locked, ...read];
  return { kind: "copy", range, targets, reads, filtered: false, ...beyond(writings, reread, locked) };
}

function tableOf(source: StatementSource, relation: RangeVar | undefined): readonly ObjectName[] {
  return relation ? [relationName(source, relation)] : [];
}
