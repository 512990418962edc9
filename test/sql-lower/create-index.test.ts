import { expect, test } from "vitest";
import { lowered, shown } from "./lowered.ts";

test("everything that CREATE INDEX can say", () => {
  const sql = `CREATE UNIQUE INDEX CONCURRENTLY IF NOT EXISTS "I" ON ONLY s.t USING gist (
    "A", (lower(b)) COLLATE pg_catalog."C" text_pattern_ops DESC NULLS LAST, f(a, (b)) ext.f_ops (x = 1)
  ) INCLUDE (c, "D") NULLS NOT DISTINCT WITH (fillfactor = 70) TABLESPACE fast WHERE a > 1 AND b IS NULL`;
  expect(shown(sql)).toEqual({
    kind: "createIndex",
    range: sql,
    name: { name: "I", range: `"I"` },
    table: { schema: "s", name: "t", range: "s.t", only: true },
    only: true,
    unique: true,
    concurrently: true,
    ifNotExists: true,
    method: "gist",
    keys: [
      { column: "A", text: `"A"`, range: `"A"` },
      {
        text: "(lower(b))",
        expressionName: "lower",
        collation: "C",
        operatorClass: "text_pattern_ops",
        range: `(lower(b)) COLLATE pg_catalog."C" text_pattern_ops DESC NULLS LAST`,
        settings: `COLLATE pg_catalog."C" text_pattern_ops DESC NULLS LAST`,
      },
      {
        text: "f(a, (b))",
        expressionName: "f",
        operatorClass: "f_ops",
        range: "f(a, (b)) ext.f_ops (x = 1)",
        settings: "ext.f_ops (x = 1)",
      },
    ],
    include: ["c", "D"],
    predicate: { text: "a > 1 AND b IS NULL", range: "a > 1 AND b IS NULL" },
    nullsNotDistinct: true,
    options: [{ name: "fillfactor", value: "70" }],
    keyword: "CREATE UNIQUE INDEX",
    concurrentlyAt: "CREATE UNIQUE INDEX".length,
  });
});

test("a nameless index", () => {
  const index = shown("create index on t (a)");
  expect(index).toMatchObject({
    keyword: "create index",
    table: { name: "t" },
    method: "btree",
    keys: [{ column: "a" }],
  });
  expect(index).not.toHaveProperty("name");
});

test("IF is a name where EXISTS does not follow, and CONCURRENTLY never is", () => {
  expect(shown("create index if on t (a)")).toMatchObject({ name: { name: "if", range: "if" } });
  expect(lowered("create index concurrently on t (a)")).toMatchObject({ name: undefined, concurrently: true });
});

test.each([
  ["current_date", "current_date"],
  ["coalesce(a, b) desc", "coalesce(a, b)"],
  ["collation for (a) text_ops", "collation for (a)"],
  ["s.f(a) s.ops", "s.f(a)"],
  [`a collate "C" desc`, "a"],
  ["((a))", "((a))"],
])("the key %s is %s", (key, text) => {
  expect(shown(`create index on t (x, ${key})`)).toMatchObject({ keys: [{ text: "x" }, { text, range: key }] });
});

test("CONCURRENTLY goes right after INDEX, wherever that stands", () => {
  const sql = "create /* how */ unique\r\n  index -- which\r\n  i on t (a)";
  const index = lowered(sql);
  if (index.kind !== "createIndex") throw new Error(index.kind);
  expect(sql.slice(0, index.concurrentlyAt)).toBe("create /* how */ unique\r\n  index");
  expect(sql.slice(index.keyword.start, index.keyword.end)).toBe("create /* how */ unique\r\n  index");
  expect(shown(sql)).toMatchObject({ name: { name: "i", range: "i" } });
});
