import type { Table } from "./catalog.ts";
import type { Draft } from "./draft.ts";
import { mapShared } from "./lists.ts";

/** Extended statistics go with their table, and with any of the columns that they are of. */
export function dropStatistics(draft: Draft, table: Table, column?: string): void {
  for (const key of table.statistics ?? []) {
    const entry = draft.get(key);
    if (entry?.kind !== "statistics" || entry.table !== table.id) continue;
    if (column === undefined || entry.columns.includes(column)) draft.put(key, undefined);
  }
}

/** They follow a column's new name. */
export function renameInStatistics(draft: Draft, table: Table, name: string, newName: string): void {
  for (const key of table.statistics ?? []) {
    const entry = draft.get(key);
    if (entry?.kind !== "statistics" || entry.table !== table.id) continue;
    draft.put(key, { ...entry, columns: mapShared(entry.columns, (own) => (own === name ? newName : own)) });
  }
}
