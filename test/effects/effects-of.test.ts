import { beforeAll, describe, expect, test } from "vitest";
import { applyStatement } from "../../server/src/catalog/apply-statement.ts";
import { type Catalog, EMPTY_CATALOG, withChanges } from "../../server/src/catalog/catalog.ts";
import type { Effects } from "../../server/src/effects/effects.ts";
import { effectsOf } from "../../server/src/effects/effects-of.ts";
import { saysNotNull } from "../../server/src/effects/implied-not-null.ts";
import { volatilityOf } from "../../server/src/effects/volatility.ts";
import { loadParser } from "../../server/src/sql/parse.ts";
import { segmentsOf } from "../../server/src/sql/segments.ts";

beforeAll(loadParser);

/** The effects of the last statement, on 16, after the others. */
function effects(sql: string): Effects {
  const statements = segmentsOf(sql).flatMap(({ id, parsed }) => (parsed?.statement ? [{ id, ...parsed }] : []));
  const last = statements.pop()?.statement;
  if (last === undefined) throw new Error(`no statement: ${sql}`);
  let catalog: Catalog = EMPTY_CATALOG;
  for (const { id, statement } of statements) {
    if (statement === undefined) continue;
    catalog = withChanges(catalog, applyStatement(catalog, statement, { file: "0001.sql", segment: id }));
  }
  return effectsOf(last, catalog, 16);
}

describe("what the history does not know", () => {
  test("a table is taken for an existing plain one, named as written", () => {
    expect(effects('ALTER TABLE crm."User" ALTER COLUMN id TYPE bigint')).toMatchObject({
      locks: [{ relation: 'crm."User"', mode: "ACCESS EXCLUSIVE", blocks: ["read", "write", "ddl"] }],
      rewrites: ['crm."User"'],
      scans: ['crm."User"'],
      duration: { grows: "with-table", relations: ['crm."User"'] },
      assumes: ["The present type of id is another one."],
    });
  });

  test.each([
    "DROP INDEX orders_idx",
    "DROP SCHEMA crm CASCADE",
    "ALTER INDEX orders_idx ATTACH PARTITION orders_1_idx",
    "ALTER INDEX orders_idx RENAME TO other",
    "REINDEX SYSTEM shop",
    "REASSIGN OWNED BY joe TO ann",
    "CALL fill()",
    "SELECT fill()",
    "SELECT id, pg_terminate_backend(id) FROM orders",
    "EXPLAIN ANALYZE SELECT fill()",
    "EXPLAIN EXECUTE p",
    "IMPORT FOREIGN SCHEMA a FROM SERVER b INTO c",
    "PREPARE p AS SELECT * FROM orders",
    "ALTER FOREIGN TABLE orders ADD COLUMN a int, OPTIONS (ADD fetch_size '5')",
    "VACUUM",
    "REINDEX DATABASE shop",
    "REINDEX INDEX orders_idx",
    "REFRESH MATERIALIZED VIEW totals",
    "CLUSTER",
    "DO 'BEGIN EXECUTE sql; END'",
    "CREATE EXTENSION postgis",
    "DROP FUNCTION total() CASCADE",
    "DROP STATISTICS orders_stats",
    "DROP OWNED BY somebody",
  ])("nothing is claimed: %s", (sql) => {
    expect(effects(sql)).toMatchObject({ known: false, locks: [], rewrites: [], scans: [] });
  });

  test.each([
    ["SET TABLESPACE fast", ["orders"], "orders stands elsewhere now: else no rows are rewritten."],
    ["SET TABLESPACE pg_default", [], "orders stands there already: else its rows are rewritten."],
    ["SET LOGGED", ["orders"], "orders is not what it shall be already: else no rows are rewritten."],
  ])("where a table stands is assumed: %s", (action, rewrites, sentence) => {
    expect(effects(`ALTER TABLE orders ${action}`)).toMatchObject({ rewrites, assumes: [sentence] });
  });

  test("a block's statements are summed up, without what the block makes itself", () => {
    const block =
      "BEGIN CREATE TABLE made (id int); ALTER TABLE made ADD COLUMN a int; ALTER TABLE orders ADD COLUMN b int; END";
    expect(effects(`DO '${block}'`)).toMatchObject({
      known: true,
      locks: [{ relation: "orders", mode: "ACCESS EXCLUSIVE" }],
    });
  });

  test("a function is taken for volatile, and that is said", () => {
    expect(effects("ALTER TABLE orders ADD COLUMN code text DEFAULT public.next_code('x')")).toMatchObject({
      rewrites: ["orders"],
      assumes: ["The function next_code is volatile: a stable one would rewrite no rows."],
    });
  });
});

describe("beside what the server shows", () => {
  test("the other table is locked for a reason", () => {
    const { locks } = effects("CREATE TABLE users (id int PRIMARY KEY); CREATE TABLE orders (u int REFERENCES users)");
    expect(locks).toMatchObject([{ relation: "users", because: "the new foreign key points at it" }]);
  });

  test("the table that is named needs no reason, and its partitions have one", () => {
    const sql = `CREATE TABLE events (at date) PARTITION BY RANGE (at);
      CREATE TABLE events_1 PARTITION OF events FOR VALUES FROM ('2024-01-01') TO ('2025-01-01');
      ALTER TABLE events ADD COLUMN a int`;
    expect(effects(sql).locks.map(({ because }) => because)).toEqual([undefined, "it is below events"]);
  });

  test.each([
    ["ALTER TABLE t ADD COLUMN a int", { grows: "no" }],
    ["CREATE INDEX ON t (a)", { grows: "with-table", relations: ["t"] }],
    ["UPDATE t SET a = 1", { grows: "with-rows-touched" }],
    ["CREATE INDEX i ON t (a); ALTER INDEX i SET TABLESPACE fast", { grows: "with-index", indexes: ["i"] }],
    ["CREATE INDEX i ON t (a); ALTER INDEX i SET TABLESPACE pg_default", { grows: "no" }],
  ])("how long it takes: %s", (sql, duration) => {
    expect(effects(sql).duration).toEqual(duration);
  });

  test.each([
    ["UPDATE t SET a = 1", []],
    ["UPDATE t SET a = 1 WHERE b = 2", ["No index spares the query from reading every row."]],
  ])("what is assumed: %s", (sql, assumes) => {
    expect(effects(sql).assumes).toEqual(assumes);
  });
});

test.each([
  ["a IS NOT NULL", true],
  ["((a IS NOT NULL) AND b > 0)", true],
  ["(b > 0 AND (c > 0 AND a is not null))", true],
  ['"a" IS NOT NULL', true],
  ["a IS NOT NULL OR b > 0", false],
  ["NOT (b > 0 AND a IS NOT NULL)", false],
  ["(a IS NOT NULL AND b > 0) = false", false],
  ["a > 0", false],
  ["b IS NOT NULL", false],
  ["", false],
  [`${"(".repeat(100_000)}a IS NOT NULL`, false],
])("saysNotNull(%.40s)", (condition, expected) => {
  expect(saysNotNull(condition, "a")).toBe(expected);
});

test.each([
  ["now()", "same for all rows"],
  ["'x'::varchar(10)", "same for all rows"],
  ["random()", "volatile"],
  ["lower(Gen_Random_UUID()::text)", "volatile"],
  ["extensions.uuid_generate_v4()", "volatile"],
  ["my_function()", "unknown"],
  ['"My Function"()', "unknown"],
  ["'random()'", "same for all rows"],
  ["uuid()", "unknown"],
  ["now(123)", "unknown"],
  ["cast(0 as numeric(10, 2)) + pi()", "same for all rows"],
])("volatilityOf(%s)", (expression, expected) => {
  expect(volatilityOf(expression)).toBe(expected);
});
