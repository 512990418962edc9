import { tokenize } from "../sql/lexer.ts";
import type { CatalogIndexKey, Index, Table } from "./catalog.ts";
import { storedName } from "./expression.ts";

/**
 * The index that finds rows by equality on all of the columns, as a foreign key's check on a deleted or changed row
 * asks for them: valid, a btree (or, for one column, a hash) whose first keys are those columns in any order, and
 * either whole or partial only by `column IS NOT NULL` of those columns. Watched on Postgres: the plan of that check
 * has all of the columns in its index condition. BRIN can be made to serve it too, but reads whole ranges of blocks.
 */
export function coveringIndex(table: Table, columns: readonly string[]): Index | undefined {
  return table.indexes.find((index) => covers(table, index, columns));
}

function covers(table: Table, index: Index, columns: readonly string[]): boolean {
  if (columns.length === 0 || !index.valid) return false;
  if (index.method !== "btree" && !(index.method === "hash" && columns.length === 1)) return false;
  const first = index.keys.slice(0, columns.length);
  if (!columns.every((column) => first.some((key) => key.column === column))) return false;
  if (!first.every((key) => comparesAsColumn(table, key))) return false;
  return index.predicate === undefined || saysNotNullOf(index.predicate, columns);
}

/** An index in a collation other than the column's does not serve the column's equality. */
function comparesAsColumn(table: Table, key: CatalogIndexKey): boolean {
  if (key.collation === undefined) return true;
  const own = table.columns.find((column) => column.name === key.column)?.collation;
  return key.collation === (own ?? "default");
}

/** Whether the predicate is `column IS NOT NULL`, or such ones joined by AND, of these columns alone; parentheses do not matter. */
function saysNotNullOf(predicate: string, columns: readonly string[]): boolean {
  const tokens = tokenize(predicate).filter(({ kind }) => kind !== "lineComment" && kind !== "blockComment");
  const words = tokens.filter(({ start, end }) => !"()".includes(predicate.slice(start, end)));
  if (words.length % ATOM_AND_JOIN !== ATOM_AND_JOIN - 1) return false;
  return words.every((token, index) => {
    const place = index % ATOM_AND_JOIN;
    if (place === 0) return columns.includes(storedName(predicate, token));
    return predicate.slice(token.start, token.end).toLowerCase() === ["", "is", "not", "null", "and"][place];
  });
}

/** The words of `column IS NOT NULL AND`. */
const ATOM_AND_JOIN = 5;
