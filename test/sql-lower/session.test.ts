import { expect, test } from "vitest";
import { lowered, shown } from "./lowered.ts";

test.each([
  ["set search_path to a, 'B', \"C\"", "search_path", ["a", "B", "C"], false],
  ["set local lock_timeout = '2s'", "lock_timeout", ["2s"], true],
  ["set session Statement_Timeout = 2000", "statement_timeout", ["2000"], false],
  ["set lock_timeout = 0", "lock_timeout", ["0"], false],
  ["set x.y = -1.5", "x.y", ["-1.5"], false],
  ["set x = on", "x", ["on"], false],
  ["set x = true", "x", ["true"], false],
  ["set x to default", "x", [], false],
  ["set time zone 'UTC'", "timezone", ["UTC"], false],
  ["set time zone interval '1' hour", "timezone", ["1"], false],
  ["set role joe", "role", ["joe"], false],
  ["reset lock_timeout", "lock_timeout", [], false],
  ["reset all", "all", [], false],
  ["select pg_catalog.set_config('search_path', '', false)", "search_path", [""], false],
  [`select set_config('search_path', 'Public, "My ""Schema"""', true)`, "search_path", ["public", 'My "Schema"'], true],
  ["select set_config('Lock_Timeout', '2s', true)", "lock_timeout", ["2s"], true],
  ["select set_config('x', 'a, b', 't'::boolean)", "x", ["a, b"], true],
])("%s", (sql, variable, values, local) => {
  const range = { start: 0, end: sql.length };
  expect(lowered(sql)).toEqual({ kind: "set", range, variable, values, local });
});

test.each([
  "select set_config('search_path', x, false)",
  "select set_config('search_path', '', false) from t",
  "select set_config('search_path', '', false), 1",
  "select current_setting('search_path')",
])("%s is a query", (sql) => {
  expect(lowered(sql)).toMatchObject({ kind: "select" });
});

test.each([
  ["begin", "begin"],
  ["start transaction isolation level serializable", "begin"],
  ["commit", "commit"],
  ["end", "commit"],
  ["rollback", "rollback"],
  ["abort", "rollback"],
  ["savepoint a", "savepoint"],
  ["rollback to savepoint a", "savepoint"],
  ["release a", "savepoint"],
  ["prepare transaction 'a'", "other"],
  ["commit prepared 'a'", "other"],
])("%s", (sql, action) => {
  expect(lowered(sql)).toEqual({ kind: "transaction", range: { start: 0, end: sql.length }, action });
});

test.each([
  ["explain delete from t using u", false, "delete"],
  ["explain analyze verbose select 1", true, "select"],
  ["explain (analyze, buffers) insert into t values (1)", true, "insert"],
  ["explain (analyze off) create table t as select 1", false, "createTable"],
])("%s", (sql, analyze, kind) => {
  expect(lowered(sql)).toMatchObject({ kind: "explain", analyze, statement: { kind } });
});

test.each([
  ["declare c cursor for select * from t, u", "DeclareCursorStmt", "DECLARE", ["t", "u"]],
  [
    "alter default privileges grant select on tables to joe",
    "AlterDefaultPrivilegesStmt",
    "ALTER DEFAULT PRIVILEGES",
    [],
  ],
  ["grant joe to jane", "GrantRoleStmt", "GRANT", []],
  ["set transaction isolation level serializable", "VariableSetStmt", "SET TRANSACTION", []],
  ["call p()", "CallStmt", "CALL", []],
  ["comment on operator + (int, int) is 'x'", "CommentStmt", "COMMENT ON", []],
  ["alter operator class c using btree owner to joe", "AlterOwnerStmt", "ALTER OPERATOR CLASS", []],
  ["create text search configuration c (parser = p)", "DefineStmt", "CREATE TEXT SEARCH CONFIGURATION", []],
])("%s is other", (sql, node, command, relations) => {
  expect(shown(sql)).toEqual({
    kind: "other",
    range: sql,
    node,
    command,
    ...(relations.length > 0 && {
      relations: relations.map((range) => {
        const [name, schema] = range.split(".").reverse();
        return schema === undefined ? { name, range } : { schema, name, range };
      }),
    }),
  });
});
