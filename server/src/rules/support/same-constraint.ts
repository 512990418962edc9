import type { Table, TableConstraint } from "../../catalog/catalog.ts";

/** Whether the table has a constraint that guarantees what this one does: of its name, or that says the same. */
export function stillGuarantees(table: Table | undefined, gone: TableConstraint): boolean {
  if (table === undefined) return false;
  const isKept = table.constraints.some(
    (kept) => kept.kind === gone.kind && (kept.name === gone.name || saysSame(kept, gone)),
  );
  return isKept || (gone.kind === "unique" && hasUniqueIndex(table, gone.columns));
}

function saysSame(kept: TableConstraint, gone: TableConstraint): boolean {
  if (gone.kind === "check") return kept.expression === gone.expression;
  if (gone.kind === "exclusion" || !isSameList(kept.columns, gone.columns)) return false;
  return gone.kind !== "foreignKey" || kept.references?.table === gone.references?.table;
}

function hasUniqueIndex(table: Table, columns: readonly string[]): boolean {
  return table.indexes.some((index) => {
    const keys = index.keys.map(({ column }) => column ?? "");
    return index.unique && index.valid && index.predicate === undefined && isSameList(keys, columns);
  });
}

function isSameList(one: readonly string[], other: readonly string[]): boolean {
  return one.length === other.length && [...one].sort().join("\0") === [...other].sort().join("\0");
}
