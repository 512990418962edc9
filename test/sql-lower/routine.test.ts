import { describe, expect, test } from "vitest";
import { shown } from "./lowered.ts";

function id(name: string) {
  return { name, range: name };
}

const qualified = { schema: "s", name: "a", range: "s.a" };

describe("CREATE FUNCTION and its like", () => {
  test.each([
    [
      "create or replace function s.a(in x int, out y text, variadic z int[] default '{}', t.c%type) returns setof b language plpgsql immutable as $x$ begin end $x$",
      {
        name: qualified,
        routine: "function",
        orReplace: true,
        parameters: [
          { name: "x", mode: "in", type: { name: "int4", range: "int" } },
          { name: "y", mode: "out", type: { range: "text" } },
          { name: "z", mode: "variadic", type: { range: "int[]", dimensions: 1 }, hasDefault: true },
          { mode: "in", type: { range: "t.c%type" } },
        ],
        returns: { name: "b", range: "b" },
        returnsSet: true,
        language: "plpgsql",
        volatility: "immutable",
        body: { text: " begin end ", range: " begin end " },
      },
    ],
    [
      "create function a() returns table (b int, c text) language 'SQL' stable as ' select ''x'' '",
      {
        parameters: [
          { name: "b", mode: "table" },
          { name: "c", mode: "table" },
        ],
        returnsTable: true,
        returnsSet: true,
        language: "sql",
        volatility: "stable",
        body: { text: " select ''x'' " },
      },
    ],
    ["create function a(b int) returns int return b + 1", { volatility: "volatile", body: { text: "return b + 1" } }],
    [
      "create procedure s.a() begin atomic insert into t values (1); end",
      { routine: "procedure", name: qualified, body: { text: "begin atomic insert into t values (1); end" } },
    ],
    [
      "create or replace aggregate s.a(int, text) (sfunc = f, stype = int)",
      {
        routine: "aggregate",
        name: qualified,
        orReplace: true,
        parameters: [{ type: { range: "int" } }, { type: { range: "text" } }],
        volatility: "immutable",
      },
    ],
    ["create aggregate a(order by int) (sfunc = f, stype = int)", { parameters: [{ type: { range: "int" } }] }],
    ["create aggregate a(basetype = int, sfunc = f, stype = int)", { parameters: [{ type: { range: "int" } }] }],
  ])("%s", (sql, expected) => {
    expect(shown(sql)).toMatchObject({ kind: "createRoutine", range: sql, ...expected });
  });

  test.each([
    "create function a() returns int language c as 'file', 'symbol'",
    "create function a() returns int language sql as ''",
    "create function a() returns int language sql as 'a'\n'b'",
  ])("%s has no body to be read", (sql) => {
    expect(shown(sql)).not.toHaveProperty("body");
  });
});

describe("triggers and policies", () => {
  test.each([
    [
      "create or replace trigger x before update of c or truncate on s.a execute procedure f()",
      { name: id("x"), table: qualified, orReplace: true, routine: id("f") },
    ],
    [
      "create constraint trigger x after insert on t from s.a deferrable for each row when (new.c > 0) execute function z.f('execute')",
      {
        name: id("x"),
        table: id("t"),
        constraint: true,
        references: qualified,
        rowLevel: true,
        routine: { schema: "z", name: "f", range: "z.f" },
      },
    ],
  ])("%s", (sql, expected) => {
    expect(shown(sql)).toMatchObject({ kind: "createTrigger", range: sql, ...expected });
  });

  test.each([
    [
      `create policy "P x" on s.a as restrictive for update to x using (exists (select from u)) with check (c in (table v))`,
      {
        kind: "createPolicy",
        name: { name: "P x", range: `"P x"` },
        table: qualified,
        command: "update",
        reads: [id("u"), id("v")],
      },
    ],
    ["create policy p on a", { kind: "createPolicy", command: "all", permissive: true }],
    ["alter policy p on s.a to x", { kind: "alterPolicy", name: id("p"), table: qualified, command: "all" }],
  ])("%s", (sql, expected) => {
    expect(shown(sql)).toMatchObject({ range: sql, ...expected });
    if (sql.includes("restrictive")) expect(shown(sql)).not.toHaveProperty("permissive");
  });
});
