import type { CatalogIndexKey, Index, Relation, Table } from "../../catalog/catalog.ts";
import { quoteIdentifier } from "../../catalog/quoted-name.ts";
import { indexStatisticsChanges, withOptions } from "../../catalog/setting-words.ts";
import { attachSql, columnList } from "./constraint-sql.ts";
import { type ListedSchema, printedName } from "./listed-schema.ts";
import { shownText } from "./shown-text.ts";

/** The table's indexes that back no constraint. */
export function indexesSql(schema: ListedSchema, table: Table): readonly string[] {
  return table.indexes.flatMap((index) =>
    index.constraint === undefined
      ? [indexSql(table, index), ...indexStatisticsSql(table, index), ...attachSql(schema, table, index)]
      : [],
  );
}

/** How closely ANALYZE looks at the keys of a new index. */
export function indexStatisticsSql({ schema }: Table | Relation, index: Index): readonly string[] {
  const alter = `ALTER INDEX ${printedName({ schema, name: index.name })}`;
  return indexStatisticsChanges({}, index).map((change) => `${alter} ${change};`);
}

/** One index of a table or a materialized view. */
export function indexSql(owner: Table | Relation, index: Index): string {
  const only = owner.kind === "table" && owner.tableKind === "partitioned" ? "ONLY " : "";
  const { name, method, keys, include, unique, nullsNotDistinct, options, predicate } = index;
  return [
    `CREATE ${unique ? "UNIQUE " : ""}INDEX ${quoteIdentifier(name)} ON ${only}${printedName(owner)}`,
    ` USING ${quoteIdentifier(method)} (${keys.map(keySql).join(", ")})`,
    include.length > 0 ? ` INCLUDE ${columnList(include)}` : "",
    nullsNotDistinct ? " NULLS NOT DISTINCT" : "",
    withOptions(options),
    predicate === undefined ? "" : ` WHERE ${shownText(predicate)}`,
    ";",
  ].join("");
}

/** A key of an index or an exclusion, with its class, order and operator. */
export function keySql({ column, text, settings, collation }: CatalogIndexKey): string {
  const key = column === undefined ? `(${shownText(text)})` : quoteIdentifier(column);
  // A collation that stood inside the key's own parentheses is none of its settings.
  const isSet = settings !== undefined && /\bCOLLATE\b/i.test(settings);
  const collated = collation === undefined || isSet ? key : `${key} COLLATE ${quoteIdentifier(collation)}`;
  return settings === undefined ? collated : `${collated} ${settings}`;
}
