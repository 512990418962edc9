import { beforeAll, expect, test } from "vitest";
import { brokenTable } from "../../server/src/sql/broken-table.ts";
import { loadParser } from "../../server/src/sql/parse.ts";
import { segmentsOf } from "../../server/src/sql/segments.ts";

beforeAll(loadParser);

const tablesIn = (text: string) =>
  segmentsOf(text).flatMap((segment) => {
    const statement = brokenTable(segment);
    return statement?.kind === "createTable" ? [statement] : [];
  });

test.each([
  ["CREATE TABLE orders (id int,, b int);", undefined, "orders", "permanent", false],
  ['create table if not exists "My ""Shop""" . "Order"(id', 'My "Shop"', "Order", "permanent", true],
  ["-- why\nCREATE UNLOGGED TABLE sales.orders (\n  id bigint\n  b int\n);", "sales", "orders", "unlogged", false],
  ["CREATE LOCAL TEMP TABLE größe (a int,)", undefined, "größe", "temporary", false],
  ["CREATE TABLE t (id INTEGER PRIMARY KEY AUTOINCREMENT);", undefined, "t", "permanent", false],
])("%s", (text, schema, name, persistence, ifNotExists) => {
  expect(tablesIn(text)).toEqual([expect.objectContaining({ persistence, ifNotExists, asQuery: true, columns: [] })]);
  expect(tablesIn(text)[0]?.name).toMatchObject({ name, ...(schema !== undefined && { schema }) });
});

test.each([
  "CREATE TABLE orders (id int);",
  "CREATE TABLE",
  "CREATE TABLE (id int);",
  "CREATE TABLE {{name}} (id int,);",
  "CREATE TABLES orders (id int);",
  "CREATE INDEX ON orders (;",
  "ALTER TABLE orders ADD (;",
])("none in %s", (text) => {
  expect(tablesIn(text)).toEqual([]);
});
