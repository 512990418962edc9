import { type Statement as OtherStatement, parse as otherParse, toSql } from "pgsql-ast-parser";
import { describe, expect, test } from "vitest";
import { loadParser } from "../../server/src/sql/parse.ts";
import { type RowChange, readRowChange } from "../../server/src/sql/row-change.ts";

await loadParser();

function read(text: string): RowChange {
  const change = readRowChange(text);
  if (change === undefined) throw new Error(`not read: ${text}`);
  return change;
}

describe("clauses are as they are written", () => {
  test.each([
    {
      sql: 'update/* a */only "S".orders as "O" -- b\n set a = 1, "b c" = lower("O".x) from (select 1 as where_) s, t where s.where_ is distinct from t.a or not a returning *',
      alias: '"O"',
      set: 'a = 1, "b c" = lower("O".x)',
      from: "(select 1 as where_) s, t",
      where: "s.where_ is distinct from t.a or not a",
      whole: true,
    },
    {
      sql: "UPDATE t SET a = (SELECT b FROM u WHERE u.id = t.id) WHERE a IS NOT DISTINCT FROM 'from where'",
      alias: undefined,
      set: "a = (SELECT b FROM u WHERE u.id = t.id)",
      from: undefined,
      where: "a IS NOT DISTINCT FROM 'from where'",
      whole: false,
    },
    {
      sql: "DELETE FROM t x USING u JOIN v USING (id) WHERE u.t = x.id",
      alias: "x",
      set: undefined,
      from: "u JOIN v USING (id)",
      where: "u.t = x.id",
      whole: false,
    },
    { sql: "delete from t", alias: undefined, set: undefined, from: undefined, where: undefined, whole: false },
    { sql: "UPDATE t SET a = $1", alias: undefined, set: "a = $1", from: undefined, where: undefined, whole: true },
    {
      sql: "WITH w AS (SELECT 1) DELETE FROM t WHERE a IN (SELECT * FROM w)",
      alias: undefined,
      set: undefined,
      from: undefined,
      where: "a IN (SELECT * FROM w)",
      whole: true,
    },
  ])("$sql", ({ sql, ...expected }) => {
    const { alias, set, from, where, whole } = read(sql);
    expect({ alias, set, from, where, whole }).toEqual(expected);
  });

  test("what is no single UPDATE or DELETE is not read", () => {
    for (const sql of [
      "",
      "SELECT 1",
      "UPDATE t",
      "UPDATE t SET a = ",
      "INSERT INTO t VALUES (1)",
      "UPDATE 👩‍🚀 SET \ud800",
    ])
      expect(readRowChange(sql)?.kind).not.toBe("delete");
    expect(readRowChange("UPDATE t SET a = ")).toBeUndefined();
  });
});

describe("assignments", () => {
  test("say what they read and call, and whether they are constant", () => {
    const { assignments } = read(
      'UPDATE orders o SET a = 1::bigint, "B c" = lower(o.note) || u.name, c = now(), d = (SELECT max(x) FROM y), e = to_jsonb(o), f = CURRENT_DATE FROM u',
    );
    expect(
      assignments?.map(({ column, value, reads, calls, constant }) => [
        column,
        value,
        reads,
        calls,
        constant !== undefined,
      ]),
    ).toEqual([
      ["a", "1::bigint", [], [], true],
      ["B c", "lower(o.note) || u.name", ["note"], ["lower"], false],
      ["c", "now()", [], ["now"], false],
      ["d", "(SELECT max(x) FROM y)", ["x"], ["max"], false],
      ["e", "to_jsonb(o)", ["*"], ["to_jsonb"], false],
      ["f", "CURRENT_DATE", [], ["current_timestamp"], false],
    ]);
  });

  test("of another form than column = expression are not taken apart", () => {
    for (const set of ["(a, b) = (1, 2)", "a[1] = 2", "a.b = 1", "a = DEFAULT", "(a, b) = (SELECT 1, 2)"])
      expect(read(`UPDATE t SET ${set}`).assignments).toBeUndefined();
  });
});

test("conditions that AND joins say which column is compared, and with what", () => {
  const { conditions } = read(
    "UPDATE t SET x = 1 FROM (VALUES (1)) AS v (i) WHERE t.id = v.i AND 1 = 1 AND 5 > a AND b IN (1, 2) AND c IS NULL AND (d = 1 OR e = 2) AND f BETWEEN 1 AND 2 AND g = ANY ('{1}') AND h IN (SELECT 1) AND v.i = 3 AND (k, l) > (1, 2) AND n IS DISTINCT FROM 'x' AND true",
  );
  const words = conditions.map((each) =>
    each.kind === "compares"
      ? `${each.column} ${each.operator} ${each.with}`
      : "column" in each
        ? `${each.column} ${each.kind}`
        : each.kind,
  );
  expect(words).toEqual([
    "id = elsewhere",
    "always",
    "a < written",
    "b in written",
    "c isNull",
    "other",
    "f between written",
    "g in written",
    "h in query",
    "other",
    "k > written",
    "l > written",
    "n <> written",
    "always",
  ]);
});

/** What another parser of the same dialect makes of statements that both read. */
const BOTH_READ = [
  "UPDATE orders SET total = 0 WHERE total IS NULL",
  'UPDATE orders AS o SET total = o.net * 2, "Paid At" = now() WHERE o.total > 3 AND NOT o.paid',
  "UPDATE sales.orders SET total = u.rate FROM users u WHERE u.id = orders.user_id",
  "UPDATE orders SET total = (SELECT sum(amount) FROM lines WHERE lines.order_id = orders.id)",
  "UPDATE orders SET state = CASE WHEN paid THEN 'from' ELSE 'where' END WHERE state NOT IN ('set', 'using')",
  "DELETE FROM orders",
  "DELETE FROM public.orders o WHERE o.total < 0 AND EXISTS (SELECT 1 FROM users WHERE users.id = o.user_id)",
];

test.each(BOTH_READ)("an independent parser agrees on %s", (sql) => {
  const [other] = otherParse(sql) as OtherStatement[];
  const own = read(sql);
  if (other?.type === "update") {
    expect(own.assignments?.map(({ column }) => column)).toEqual(other.sets.map(({ column }) => column.name));
    expect(own.from !== undefined).toBe(other.from !== undefined);
    expect(own.alias).toBe(other.table.alias);
    expect(own.where !== undefined).toBe(other.where !== undefined);
    // Printed from our pieces it is still the same statement to it.
    const printed = `UPDATE ${other.table.schema === undefined ? "" : `${other.table.schema}.`}${other.table.name}${own.alias === undefined ? "" : ` AS ${own.alias}`} SET ${own.set}${own.from === undefined ? "" : ` FROM ${own.from}`}${own.where === undefined ? "" : ` WHERE ${own.where}`}`;
    expect(otherParse(printed).map((each) => toSql.statement(each))).toEqual([toSql.statement(other)]);
  } else {
    expect([own.kind, other?.type]).toEqual(["delete", "delete"]);
    expect(own.where !== undefined).toBe(other?.type === "delete" && other.where !== undefined);
  }
});

// Why the pieces are the author's own words: what this printer makes of some of them is another statement, or none.
test("the other parser's printer would change what is written", () => {
  const [read] = otherParse("UPDATE t SET a = 1 WHERE b = ANY('{1}'::int[])");
  expect(read && toSql.statement(read)).toContain('"any"');
  expect(() => otherParse("UPDATE t SET a = 1 WHERE a IS DISTINCT FROM 1")).toThrow();
  expect(() => otherParse("DELETE FROM t USING u WHERE u.id = t.id")).toThrow();
});
