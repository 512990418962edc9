import type { CatalogReader, Table } from "../../catalog/catalog.ts";
import { tableAt } from "../../catalog/resolve.ts";

/** The table's DEFAULT partition; undefined where it has none, or none is known. */
export function defaultPartitionOf(reader: CatalogReader, parent: Table | undefined): Table | undefined {
  return (parent?.children ?? [])
    .flatMap((key) => tableAt(reader, key) ?? [])
    .find((child) => child.isDefaultPartition);
}
