import type { CatalogReader } from "../../catalog/catalog.ts";
import { quotedName } from "../../catalog/quoted-name.ts";
import { findTableEntry, type Name, tableAt } from "../../catalog/resolve.ts";

/** The other tables that TRUNCATE … CASCADE of these empties: those with foreign keys to them, and so on. As messages write them. */
export function emptiedWith(reader: CatalogReader, names: readonly Name[]): readonly string[] {
  const named = names.flatMap((name) => findTableEntry(reader, name)?.key ?? []);
  const found = new Set(named);
  const left = [...named];
  for (let key = left.shift(); key !== undefined; key = left.shift()) {
    const table = tableAt(reader, key);
    for (const next of [...(table?.referencedBy ?? []), ...(table?.children ?? [])]) {
      if (found.has(next)) continue;
      found.add(next);
      left.push(next);
    }
  }
  return [...found].slice(new Set(named).size).flatMap((key) => {
    const table = tableAt(reader, key);
    const isPartition = table?.partitionOf !== undefined && found.has(table.partitionOf);
    return table === undefined || isPartition ? [] : [quotedName(table.schema, table.name)];
  });
}
