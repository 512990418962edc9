import type { CatalogIndexKey, Index, Table } from "../../catalog/catalog.ts";
import { quotedName, quoteIdentifier } from "../../catalog/quoted-name.ts";
import { nameList } from "./rewrite-steps.ts";

/** CREATE INDEX CONCURRENTLY of an index as the catalogue has it. */
export function indexText(table: Table, index: Index): string {
  return [
    `CREATE ${index.unique ? "UNIQUE " : ""}INDEX CONCURRENTLY ${quoteIdentifier(index.name)} ON ${quotedName(table.schema, table.name)}`,
    index.method === "btree" ? "" : ` USING ${quoteIdentifier(index.method)}`,
    ` (${index.keys.map(keyText).join(", ")})`,
    index.include.length > 0 ? ` INCLUDE ${nameList(index.include)}` : "",
    index.nullsNotDistinct ? " NULLS NOT DISTINCT" : "",
    index.predicate === undefined ? "" : ` WHERE ${index.predicate}`,
  ].join("");
}

function keyText({ column, text, settings, collation }: CatalogIndexKey): string {
  const key = column === undefined ? `(${text})` : quoteIdentifier(column);
  // A collation that stood inside the key's own parentheses is none of its settings.
  const isSet = settings !== undefined && /\bCOLLATE\b/i.test(settings);
  const collated = collation === undefined || isSet ? key : `${key} COLLATE ${quoteIdentifier(collation)}`;
  return settings === undefined ? collated : `${collated} ${settings}`;
}
