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
    ["drop function s.a(int, text), b", { objectKind: "other", names: [qualified, id("b")], keyword: "drop function" }],
    ["drop procedural language a", { objectKind: "other", names: [id("a")], keyword: "drop procedural language" }],
    ["drop foreign data wrapper if exists a", { names: [id("a")], keyword: "drop foreign data wrapper" }],
    ["drop extension if exists a", { objectKind: "other", names: [id("a")] }],
    [
      "drop trigger if exists t on s.a cascade",
      { objectKind: "other", names: [id("t")], on: qualified, cascade: true },
    ],
    ["drop policy p on a", { names: [id("p")], on: id("a") }],
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
    ["alter type s.a rename attribute x to b", { objectKind: "column", name: qualified, part: "x" }],
    ["alter domain s.a rename to b", { objectKind: "domain", name: qualified }],
    ["alter domain s.a rename constraint x to b", { objectKind: "constraint", name: qualified, part: "x" }],
    ["alter function s.a(int) rename to b", { objectKind: "other", name: qualified }],
    ["alter trigger x on s.a rename to b", { objectKind: "other", name: qualified, part: "x" }],
    ["alter role a rename to b", { objectKind: "other", name: id("a") }],
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
    ["alter function s.a(int) set schema b", { objectKind: "other", name: qualified }],
    ["alter extension a set schema b", { objectKind: "other", name: id("a") }],
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
    [
      "create materialized view if not exists a as select from b, b c where exists (select from d) with no data",
      { materialized: true, ifNotExists: true, withNoData: true, reads: [id("b"), id("d")] },
    ],
  ])("%s", (sql, expected) => {
    expect(shown(sql)).toMatchObject({ kind: "createView", ...expected });
  });

  test.each([
    ["create sequence if not exists s.a start 5", { kind: "createSequence", name: qualified, ifNotExists: true }],
    ["create temp sequence a", { kind: "createSequence", name: id("a") }],
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
    ["create schema authorization current_role", { kind: "other", node: "CreateSchemaStmt", command: "CREATE SCHEMA" }],
  ])("%s", (sql, expected) => {
    expect(shown(sql)).toMatchObject({ range: sql, ...expected });
  });
});
