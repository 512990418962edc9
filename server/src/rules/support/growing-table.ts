import type { Table } from "../../catalog/catalog.ts";
import { quotedName } from "../../catalog/quoted-name.ts";
import type { UsedRelation } from "./used-relation.ts";

/** A table that rows can be changed in a batch at a time: one whose columns and primary key the files make known. */
export interface GrowingTable {
  readonly table: Table;
  /** As SQL writes it. */
  readonly name: string;
  /** The columns of its primary key. */
  readonly key: readonly [string, ...string[]];
}

/** The table as one; undefined for what is divided, inherits or is inherited from, and for what is not known enough. */
export function growingTable({ table }: UsedRelation): GrowingTable | undefined {
  if (table === undefined || table.tableKind !== "table" || !table.columnsKnown) return undefined;
  if (table.parents.length > 0 || table.children.length > 0) return undefined;
  const [first, ...more] = table.constraints.find(({ kind }) => kind === "primaryKey")?.columns ?? [];
  if (first === undefined) return undefined;
  return { table, name: quotedName(table.schema, table.name), key: [first, ...more] };
}
