import { describe, expect, test } from "vitest";
import { lowered } from "./lowered.ts";

/** What is written and read, as `schema.name`. */
function namesOf(sql: string) {
  const statement = lowered(sql);
  if (!("targets" in statement)) throw new Error(statement.kind);
  const { kind, targets, reads, filtered } = statement;
  const names = (list: typeof targets) =>
    list.map(({ schema, name }) => (schema === undefined ? name : `${schema}.${name}`));
  return { kind, targets: names(targets), reads: names(reads), filtered };
}

describe("writes and reads", () => {
  test.each([
    ["insert into s.a (x) values (1)", "insert", ["s.a"], [], false],
    ["insert into a select * from b, c where exists (select from d)", "insert", ["a"], ["b", "c", "d"], false],
    ["insert into a default values on conflict do nothing", "insert", ["a"], [], false],
    ["update only a set x = (select max(y) from b) from c where a.id = c.id", "update", ["a"], ["b", "c"], true],
    ["update a set x = 1", "update", ["a"], [], false],
    ["update a set x = (select 1 from a b)", "update", ["a"], [], false],
    ["delete from a using b where a.x = b.x", "delete", ["a"], ["b"], true],
    ["delete from a where current of c", "delete", ["a"], [], true],
    ["delete from a", "delete", ["a"], [], false],
    ["merge into a using b on a.x = b.x when matched then delete", "merge", ["a"], ["b"], false],
    ["truncate a, only s.b cascade", "truncate", ["a", "s.b"], [], false],
    ["copy s.a (x) from stdin", "copy", ["s.a"], [], false],
    ["copy a to stdout", "copy", [], ["a"], false],
    ["copy (select * from b) to stdout", "copy", [], ["b"], false],
    ["copy (delete from a returning *) to stdout", "copy", ["a"], [], false],
    ["select * from a join s.b using (x), lateral (select * from c) d", "select", [], ["a", "s.b", "c"], false],
    ["select 1 from f(1), (values (1)) v", "select", [], [], false],
    ["table a", "select", [], ["a"], false],
    ["values ((select x from a))", "select", [], ["a"], false],
    ["select * from a union (select * from b except table c)", "select", [], ["a", "b", "c"], false],
  ] as const)("%s", (sql, kind, targets, reads, filtered) => {
    expect(namesOf(sql)).toEqual({ kind, targets, reads, filtered });
  });
});

describe("WITH", () => {
  test.each([
    ["a name of WITH is no table", "with a as (select * from b) select * from a", [], ["b"]],
    ["a qualified name is one", "with a as (select 1) select * from a, s.a", [], ["s.a"]],
    [
      "a query sees only names before its own",
      "with a as (select * from b), b as (select * from a) select * from b",
      [],
      ["b"],
    ],
    [
      "and all of them where recursive",
      "with recursive a as (select * from b), b as (select * from a) select 1",
      [],
      [],
    ],
    ["an inner name hides nothing outside", "select * from (with a as (select 1) select * from a) x, a", [], ["a"]],
    ["an outer name is seen inside", "with a as (select 1) select (select x from (select * from a) y)", [], []],
    [
      "what it writes stands after what the statement writes",
      "with gone as (delete from a where x > (select 1 from b) returning *) insert into c select * from gone",
      ["c", "a"],
      ["b"],
    ],
    ["a SELECT may write too", "with gone as (delete from a returning *) select * from gone, b", ["a"], ["b"]],
  ])("%s", (_, sql, targets, reads) => {
    expect(namesOf(sql)).toMatchObject({ targets, reads });
  });
});

describe("FOR UPDATE", () => {
  test.each([
    ["select * from a, b join c on true for update", ["a", "b", "c"], []],
    ["select * from a join b as q on true for share of q", ["b"], ["a"]],
    ["select * from a, (select * from b) q, c for update of q, c skip locked", ["b", "c"], ["a"]],
    ["select * from a where x in (select y from b) for no key update", ["a"], ["b"]],
    ["select * from a where x in (select y from b for update)", ["b"], ["a"]],
    ["with q as (select * from b) select * from a, q for update", ["a"], ["b"]],
  ])("%s", (sql, targets, reads) => {
    expect(namesOf(sql)).toEqual({ kind: "select", targets, reads, filtered: false });
  });

  test("what an UPDATE only locks is read, since its targets are those it writes", () => {
    const sql = "update a set x = 1 where id in (select id from b for update skip locked)";
    expect(namesOf(sql)).toEqual({ kind: "update", targets: ["a"], reads: ["b"], filtered: true });
  });
});

test("a name read twice stands once, where it stands first", () => {
  const statement = lowered("select * from b, a, b c, s.b");
  expect(statement).toMatchObject({
    reads: [
      { name: "b", range: { start: 14, end: 15 } },
      { name: "a", range: { start: 17, end: 18 } },
      { schema: "s", name: "b", range: { start: 25, end: 28 } },
    ],
  });
});

test.each([
  ['insert into a (x, "Y", z[1]) values (1, 2, 3)', ["x", "Y", "z"]],
  ["with b as (insert into c (y) values (1)) insert into a (x) select 1", ["x"]],
])("the columns that INSERT lists: %s", (sql, into) => {
  expect(lowered(sql)).toMatchObject({ kind: "insert", into });
});

test("INSERT that lists none has none", () => {
  expect(lowered("insert into a values (1)")).not.toHaveProperty("into");
});
