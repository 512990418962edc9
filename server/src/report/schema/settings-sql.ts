import type { Column, Table } from "../../catalog/catalog.ts";
import type { ColumnSettings } from "../../catalog/column-settings.ts";
import { columnSettingChanges, markChanges } from "../../catalog/setting-words.ts";
import { printedName } from "./listed-schema.ts";

/** How the columns of a table that has no settings yet are stored and sampled. */
export function tableColumnSettings(table: Table): readonly string[] {
  return table.columns.flatMap((column) => columnSettings(table, column, {}));
}

/** What makes a column be stored and sampled as it shall be; heirs have lines of their own. */
export function columnSettings(table: Table, wanted: Column, now: ColumnSettings): readonly string[] {
  return columnSettingChanges(now, wanted).map((change) => `ALTER TABLE ONLY ${printedName(table)} ${change};`);
}

/** What REPLICA IDENTITY and CLUSTER ON said, once the indexes are there. */
export function markedSql(table: Table): readonly string[] {
  const { replicaIdentity } = table;
  const changes = [
    ...(replicaIdentity === undefined ? [] : [`REPLICA IDENTITY ${replicaIdentity.toUpperCase()}`]),
    ...table.indexes.flatMap(markChanges),
  ];
  return changes.map((change) => `ALTER TABLE ${printedName(table)} ${change};`);
}
