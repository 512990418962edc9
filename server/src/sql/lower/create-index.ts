import type { IndexStmt } from "libpg-query";
import type { Range } from "../../text/range.ts";
import type { CreateIndex, IndexKey } from "../statement.ts";
import type { StatementSource } from "../statement-source.ts";
import { indexKey } from "./index-key.ts";
import { identifierAt, identifierEnd, nameEnd, relationName } from "./names.ts";
import { writtenOptions } from "./table-setting.ts";
import {
  elementsOf,
  expressionOf,
  findWord,
  groupEnd,
  insideOf,
  isMark,
  isWord,
  rangeOf,
  skipWords,
  tokenAt,
} from "./tokens.ts";

/** CREATE INDEX. */
export function createIndex(source: StatementSource, node: IndexStmt, range: Range): CreateIndex {
  const index = isWord(source, 1, "unique") ? 2 : 1;
  const keyword = rangeOf(source, { first: 0, last: index });
  let name = index + 1;
  if (node.concurrent) name = skipWords(source, name, "concurrently");
  if (node.if_not_exists) name = skipWords(source, name, "if", "not", "exists");
  const keys = keyListAt(source, node);
  const rest = { first: groupEnd(source, keys) + 1, last: source.tokens.length - 1 };
  const where = node.whereClause && findWord(source, rest, "where");
  return {
    kind: "createIndex",
    range,
    name: node.idxname === undefined ? undefined : identifierAt(source, name, node.idxname),
    table: relationName(source, node.relation),
    only: node.relation?.inh !== true,
    unique: node.unique === true,
    concurrently: node.concurrent === true,
    ifNotExists: node.if_not_exists === true,
    method: node.accessMethod ?? "btree",
    keys: indexKeys(source, node, keys),
    include: includedColumns(node),
    predicate: where ? expressionOf(source, { first: where + 1, last: rest.last }) : undefined,
    nullsNotDistinct: node.nulls_not_distinct === true,
    ...writtenOptions(node.options),
    keyword,
    concurrentlyAt: keyword.end,
  };
}

/** Where the list of keys opens: after the table's name and `USING method`. */
function keyListAt(source: StatementSource, node: IndexStmt): number {
  let next = nameEnd(source, tokenAt(source, node.relation?.location)) + 1;
  if (isMark(source, next, ")") || isMark(source, next, "*")) next++;
  const method = skipWords(source, next, "using");
  return method > next ? identifierEnd(source, method) + 1 : next;
}

function indexKeys(source: StatementSource, node: IndexStmt, open: number): readonly IndexKey[] {
  const list = insideOf(source, open);
  const spans = list ? elementsOf(source, list) : [];
  const keys: IndexKey[] = [];
  for (const [at, param] of (node.indexParams ?? []).entries()) {
    const span = spans[at];
    if (span && "IndexElem" in param) keys.push(indexKey(source, param.IndexElem, span));
  }
  return keys;
}

function includedColumns(node: IndexStmt): readonly string[] {
  const columns: string[] = [];
  for (const param of node.indexIncludingParams ?? []) {
    if ("IndexElem" in param && param.IndexElem.name !== undefined) columns.push(param.IndexElem.name);
  }
  return columns;
}
