import { describe, expect, test } from "vitest";
import { shown } from "./lowered.ts";

function id(name: string) {
  return { name, range: name };
}

const qualified = { schema: "s", name: "a", range: "s.a" };

describe("DROP", () => {
  test.each([
    [
      "drop table s.a, b cascade",
      { objectKind: "table", names: [qualified, id("b")], cascade: true, keyword: "drop table" },
    ],
    ["drop table if exists a restrict", { names: [id("a")], ifExists: true, keyword: "drop table" }],
    ["drop table db.s.a", { names: [{ schema: "s", name: "a", range: "db.s.a" }] }],
    [
      "drop index concurrently if exists s.a, b",
      { objectKind: "index", names: [qualified, id("b")], concurrently: true, ifExists: true, keyword: "drop index" },
    ],
    [
      "drop materialized view a",
      { objectKind: "materialized view", names: [id("a")], keyword: "drop materialized view" },
    ],
    ["drop foreign table a", { objectKind: "foreign table", keyword: "drop foreign table" }],
    ["drop view a", { objectKind: "view" }],
    ["drop sequence a", { objectKind: "sequence" }],
    ["drop schema a, b cascade", { objectKind: "schema", names: [id("a"), id("b")] }],
    ["drop type s.a, int", { objectKind: "type", names: [qualified, { name: "int4", range: "int" }] }],
    ["drop domain s.a", { objectKind: "domain", names: [qualified] }],
    [
      "drop function s.a(int, text), b",
      {
        objectKind: "function",
        names: [qualified, id("b")],
        signatures: [[{ name: "int4", range: "int" }, { name: "text" }], undefined],
        keyword: "drop function",
      },
    ],
    ["drop procedure a()", { objectKind: "procedure", names: [id("a")], signatures: [[]] }],
    ["drop routine a", { objectKind: "routine", names: [id("a")], signatures: [undefined] }],
    ["drop aggregate a(*), b(int order by int)", { objectKind: "aggregate", names: [id("a"), id("b")] }],
    ["drop statistics s.a", { objectKind: "statistics", names: [qualified] }],
    ["drop publication a, b", { objectKind: "publication", names: [id("a"), id("b")] }],
    ["drop event trigger a", { objectKind: "event trigger", names: [id("a")], keyword: "drop event trigger" }],
    ["drop rule r on s.a", { objectKind: "rule", names: [id("r")], on: qualified }],
    ["drop collation s.a", { objectKind: "collation", names: [qualified] }],
    ["drop procedural language a", { objectKind: "language", names: [id("a")], keyword: "drop procedural language" }],
    ["drop foreign data wrapper if exists a", { names: [id("a")], keyword: "drop foreign data wrapper" }],
    ["drop server a", { objectKind: "other", names: [id("a")] }],
    ["drop extension if exists a", { objectKind: "extension", names: [id("a")] }],
    [
      "drop trigger if exists t on s.a cascade",
      { objectKind: "trigger", names: [id("t")], on: qualified, cascade: true },
    ],
    ["drop policy p on a", { objectKind: "policy", names: [id("p")], on: id("a") }],
  ])("%s", (sql, expected) => {
    expect(shown(sql)).toMatchObject({ kind: "drop", range: sql, ...expected });
  });

  test.each(["drop cast (int as text)", "drop operator + (int, int)", "drop operator class a using btree"])(
    "%s names nothing that a name alone tells apart",
    (sql) => {
      expect(shown(sql)).toMatchObject({ kind: "other", node: "DropStmt" });
    },
  );
});

describe("RENAME", () => {
  test.each([
    ["alter table if exists only s.a rename to b", { objectKind: "table", name: qualified, ifExists: true }],
    ["alter table a rename column x to b", { objectKind: "column", name: id("a"), part: "x" }],
    ["alter view a rename x to b", { objectKind: "column", name: id("a"), part: "x" }],
    [`alter table a rename constraint "X" to b`, { objectKind: "constraint", name: id("a"), part: "X" }],
    ["alter index s.a rename to b", { objectKind: "index", name: qualified }],
    ["alter materialized view a rename to b", { objectKind: "materialized view", name: id("a") }],
    ["alter sequence a rename to b", { objectKind: "sequence", name: id("a") }],
    ["alter schema a rename to b", { objectKind: "schema", name: id("a") }],
    ["alter type s.a rename to b", { objectKind: "type", name: qualified }],
    ["alter type s.a rename attribute x to b", { objectKind: "attribute", name: qualified, part: "x" }],
    ["alter domain s.a rename to b", { objectKind: "domain", name: qualified }],
    ["alter domain s.a rename constraint x to b", { objectKind: "constraint", name: qualified, part: "x" }],
    [
      "alter function s.a(int) rename to b",
      { objectKind: "function", name: qualified, signature: [{ name: "int4", range: "int" }] },
    ],
    ["alter aggregate a(*) rename to b", { objectKind: "aggregate", name: id("a") }],
    ["alter trigger x on s.a rename to b", { objectKind: "trigger", name: qualified, part: "x" }],
    ["alter policy x on s.a rename to b", { objectKind: "policy", name: qualified, part: "x" }],
    ["alter rule x on s.a rename to b", { objectKind: "rule", name: qualified, part: "x" }],
    ["alter statistics s.a rename to b", { objectKind: "statistics", name: qualified }],
    ["alter role a rename to b", { objectKind: "role", name: id("a") }],
    ["alter text search parser s.a rename to b", { objectKind: "other", name: qualified }],
  ])("%s", (sql, expected) => {
    const rename = shown(sql);
    expect(rename).toMatchObject({ kind: "rename", newName: "b", ...expected });
    if (!("part" in expected)) expect(rename).not.toHaveProperty("part");
  });
});

describe("SET SCHEMA", () => {
  test.each([
    ["alter table if exists s.a set schema b", { objectKind: "table", name: qualified, ifExists: true }],
    ["alter view a set schema b", { objectKind: "view", name: id("a") }],
    ["alter type s.a set schema b", { objectKind: "type", name: qualified }],
    ["alter domain s.a set schema b", { objectKind: "domain", name: qualified }],
    [
      "alter function s.a(int) set schema b",
      { objectKind: "function", name: qualified, signature: [{ name: "int4", range: "int" }] },
    ],
    ["alter extension a set schema b", { objectKind: "extension", name: id("a") }],
  ])("%s", (sql, expected) => {
    expect(shown(sql)).toMatchObject({ kind: "setSchema", newSchema: "b", ...expected });
  });
});

describe("definitions", () => {
  test.each([
    [
      "create view s.a as select * from b join s.c using (x)",
      { reads: [id("b"), { schema: "s", name: "c", range: "s.c" }] },
    ],
    ["create or replace temp view a (x) as table b", { orReplace: true, name: id("a"), reads: [id("b")] }],
    ["create recursive view s.a (n) as select 1 union all select n + 1 from s.a, b", { reads: [qualified, id("b")] }],
    ["create recursive view a (n) as select 1 union all select n + 1 from a, b", { reads: [id("b")] }],
    ["create view a (x, y) as select 1, b.c, d as e", { asColumns: ["x", "y"], output: ["?column?", "c", "e"] }],
    ["create view a as select count(*), b::text, '1'::int, now() from b", { output: ["count", "b", "int4", "now"] }],
    ["create view a as select 1 as x union select y from b", { output: ["x"] }],
    ["create view a as values (1, 2)", { output: ["column1", "column2"] }],
    [
      "create materialized view if not exists a as select from b, b c where exists (select from d) with no data",
      { materialized: true, ifNotExists: true, withNoData: true, reads: [id("b"), id("d")] },
    ],
  ])("%s", (sql, expected) => {
    expect(shown(sql)).toMatchObject({ kind: "createView", ...expected });
  });

  test.each([
    "create view a as select * from b",
    "create view a as select b.* from b",
    "create view a as select (select 1)",
  ])("%s does not say what its columns are called", (sql) => {
    expect(shown(sql)).not.toHaveProperty("output");
  });

  test.each([
    ["create sequence if not exists s.a start 5", { kind: "createSequence", name: qualified, ifNotExists: true }],
    ["create temp sequence a", { kind: "createSequence", name: id("a"), temporary: true }],
    [
      `create sequence a as bigint owned by "S".t . "C d"`,
      {
        kind: "createSequence",
        type: { name: "int8", range: "bigint" },
        ownedBy: { table: { schema: "S", name: "t", range: `"S".t` }, column: "C d" },
      },
    ],
    [
      "create type s.a as enum ('x', 'it''s')",
      { kind: "createType", form: "enum", name: qualified, values: ["x", "it's"] },
    ],
    ["create type a as enum ()", { kind: "createType", form: "enum", name: id("a") }],
    [
      `create type s.a as (x numeric(3,1) collate "C", y int[])`,
      {
        kind: "createType",
        form: "composite",
        name: qualified,
        columns: [
          { name: id("x"), type: { text: "numeric(3,1)" }, collation: "C", range: `x numeric(3,1) collate "C"` },
          { name: id("y"), type: { dimensions: 1 }, range: "y int[]" },
        ],
      },
    ],
    ["create type s.a as range (subtype = int)", { kind: "createType", form: "range", name: qualified }],
    ["create type s.a", { kind: "createType", form: "other", name: qualified }],
    ["create type s.a (input = f, output = g)", { kind: "createType", form: "other", name: qualified }],
    [
      "create domain s.a as varchar(10) constraint c check (value <> '') not null default 'x'",
      {
        kind: "createDomain",
        name: qualified,
        type: { name: "varchar", modifiers: [10], range: "varchar(10)" },
        constraints: [
          { kind: "check", range: "constraint c check (value <> '')", name: id("c") },
          { kind: "notNull", range: "not null" },
          { kind: "default", range: "default 'x'" },
        ],
      },
    ],
    ["create schema if not exists a", { kind: "createSchema", name: "a", ifNotExists: true }],
    ["create schema authorization joe", { kind: "createSchema", name: "joe" }],
    [
      `create schema s authorization joe create table t (a int) create unique index i on t (a)
        grant select on t to x with grant option`,
      {
        kind: "createSchema",
        name: "s",
        elements: [
          { kind: "createTable", name: id("t"), columns: [{ name: id("a") }], range: "create table t (a int)" },
          { kind: "createIndex", name: id("i"), unique: true, keyword: "create unique index", table: id("t") },
          { kind: "grant", isGrant: true, names: [id("t")], range: "grant select on t to x with grant option" },
        ],
      },
    ],
    ["create schema authorization current_role", { kind: "other", node: "CreateSchemaStmt", command: "CREATE SCHEMA" }],
  ])("%s", (sql, expected) => {
    expect(shown(sql)).toMatchObject({ range: sql, ...expected });
  });
});
