import { expect, test } from "vitest";
import { lowered, shown } from "./lowered.ts";

function id(name: string) {
  return { name, range: name };
}

const qualified = { schema: "s", name: "a", range: "s.a" };

test.each([
  ["reindex table s.a", { kind: "reindex", target: "table", name: qualified, keyword: "reindex table" }],
  [
    "reindex (verbose, concurrently) index s.a",
    {
      kind: "reindex",
      target: "index",
      name: qualified,
      concurrently: true,
      keyword: "reindex (verbose, concurrently) index",
    },
  ],
  ["reindex index concurrently a", { target: "index", name: id("a"), concurrently: true, keyword: "reindex index" }],
  ["reindex (concurrently off) table a", { target: "table", name: id("a") }],
  ["reindex schema concurrently a", { target: "schema", name: id("a"), concurrently: true }],
  ["reindex database", { target: "database", keyword: "reindex database" }],
  ["reindex system a", { target: "system", name: id("a") }],
  [
    "vacuum full verbose analyze s.a (x, y), only b",
    {
      kind: "vacuum",
      full: true,
      analyze: true,
      tables: [{ table: qualified, columns: ["x", "y"] }, { table: { ...id("b"), only: true } }],
    },
  ],
  ["vacuum (full, analyze off) a", { kind: "vacuum", full: true, tables: [{ table: id("a") }] }],
  ["analyze s.a (x)", { kind: "analyze", tables: [{ table: qualified, columns: ["x"] }] }],
  ["cluster verbose s.a using i", { kind: "cluster", table: qualified, index: "i" }],
  ["cluster i on a", { kind: "cluster", table: id("a"), index: "i" }],
  [
    "refresh materialized view concurrently s.a with data",
    { kind: "refresh", name: qualified, concurrently: true, keyword: "refresh materialized view" },
  ],
  ["refresh materialized view a with no data", { kind: "refresh", name: id("a"), withNoData: true }],
  [
    "lock table only a, s.a in share row exclusive mode nowait",
    { kind: "lockTable", tables: [{ ...id("a"), only: true }, qualified], mode: "SHARE ROW EXCLUSIVE", nowait: true },
  ],
  ["lock a", { kind: "lockTable", tables: [id("a")], mode: "ACCESS EXCLUSIVE" }],
  ["lock a in access share mode", { mode: "ACCESS SHARE" }],
  ["truncate only a, b cascade", { kind: "truncate", targets: [{ ...id("a"), only: true }, id("b")], cascade: true }],
  ["select from only a, only (b), c", { kind: "select", reads: [{ only: true }, { ...id("b"), only: true }, id("c")] }],
  ["update only a set x = 1", { kind: "update", targets: [{ ...id("a"), only: true }] }],
  ["delete from only (a)", { kind: "delete", targets: [{ ...id("a"), only: true }] }],
])("%s", (sql, expected) => {
  expect(shown(sql)).toMatchObject({ range: sql, ...expected });
});

test.each(["vacuum (full off) a", "vacuum (full false) a", "vacuum (full 0) a", "vacuum a"])(
  "%s is not full",
  (sql) => {
    expect(lowered(sql)).toMatchObject({ kind: "vacuum", full: false });
  },
);

test.each(["vacuum", "analyze"])("%s of the whole database names no table", (sql) => {
  expect(lowered(sql)).toMatchObject({ kind: sql, tables: [] });
});

test("cluster of the whole database names no table", () => {
  expect(lowered("cluster")).not.toHaveProperty("table");
});

test("CONCURRENTLY goes behind the word that names the target", () => {
  expect(lowered("reindex (verbose) table a")).toMatchObject({ concurrentlyAt: "reindex (verbose) table".length });
});
