import { describe, expect, test } from "vitest";
import { shown } from "./lowered.ts";

function id(name: string) {
  return { name, range: name };
}

const qualified = { schema: "s", name: "a", range: "s.a" };

describe("changes of types, sequences and domains", () => {
  test.each([
    ["alter type s.a add value 'x'", { name: qualified, change: { kind: "addValue", value: "x" } }],
    [
      "alter type a add value if not exists 'it''s' before 'y'",
      { change: { value: "it's", ifNotExists: true, before: "y" } },
    ],
    ["alter type a add value 'x' after 'y'", { change: { value: "x", after: "y" } }],
    ["alter type a rename value 'x' to 'y'", { change: { kind: "renameValue", from: "x", to: "y" } }],
    ["alter type a rename value '' to 'y'", { change: { kind: "renameValue", from: "", to: "y" } }],
  ])("%s", (sql, expected) => {
    expect(shown(sql)).toMatchObject({ kind: "alterEnum", range: sql, ...expected });
  });

  test.each([
    ["alter sequence if exists s.a restart", { name: qualified, ifExists: true }],
    ["alter sequence a owned by t.c", { ownedBy: { table: id("t"), column: "c" } }],
    ["alter sequence a owned by db.s.a.c", { ownedBy: { table: { ...qualified, range: "db.s.a" }, column: "c" } }],
    ["alter sequence a owned by none as bigint", { ownedBy: "none", type: { name: "int8", range: "bigint" } }],
  ])("%s", (sql, expected) => {
    expect(shown(sql)).toMatchObject({ kind: "alterSequence", range: sql, ...expected });
  });

  test.each([
    ["alter domain s.a set default 1", { name: qualified, change: { kind: "setDefault" } }],
    ["alter domain a drop default", { change: { kind: "dropDefault" } }],
    ["alter domain a set not null", { change: { kind: "setNotNull" } }],
    ["alter domain a drop not null", { change: { kind: "dropNotNull" } }],
    [
      "alter domain a add constraint c check (value > 0) not valid",
      {
        change: {
          kind: "addConstraint",
          constraint: { kind: "check", name: id("c"), expression: { text: "value > 0" }, notValid: true },
        },
      },
    ],
    ["alter domain a add not null", { change: { constraint: { kind: "notNull", range: "not null" } } }],
    [
      "alter domain a drop constraint if exists c cascade",
      { change: { kind: "dropConstraint", constraint: "c", ifExists: true, cascade: true } },
    ],
    ["alter domain a validate constraint c", { change: { kind: "validateConstraint", constraint: "c" } }],
  ])("%s", (sql, expected) => {
    expect(shown(sql)).toMatchObject({ kind: "alterDomain", range: sql, ...expected });
  });
});

describe("comments, owners and privileges", () => {
  test.each([
    ["comment on table s.a is 'it''s'", { objectKind: "table", name: qualified, text: "it's" }],
    ["comment on column s.a.c is 'x'", { objectKind: "column", name: qualified, part: "c" }],
    [`comment on column "T".c is 'x'`, { name: { name: "T", range: `"T"` }, part: "c" }],
    ["comment on constraint k on s.a is 'x'", { objectKind: "constraint", name: qualified, part: "k" }],
    ["comment on constraint k on domain s.a is 'x'", { objectKind: "constraint", name: qualified, part: "k" }],
    ["comment on trigger g on s.a is 'x'", { objectKind: "trigger", name: qualified, part: "g" }],
    ["comment on policy p on a is 'x'", { objectKind: "policy", name: id("a"), part: "p" }],
    ["comment on rule r on a is 'x'", { objectKind: "rule", name: id("a"), part: "r" }],
    [
      "comment on function s.a(int, out text) is 'x'",
      { objectKind: "function", name: qualified, signature: [{ name: "int4", range: "int" }] },
    ],
    ["comment on materialized view s.a is 'x'", { objectKind: "materialized view", name: qualified }],
    ["comment on type s.a is 'x'", { objectKind: "type", name: qualified }],
    ["comment on schema a is 'x'", { objectKind: "schema", name: id("a") }],
    ["comment on extension a is 'x'", { objectKind: "extension", name: id("a") }],
    ["comment on procedural language a is 'x'", { objectKind: "language", name: id("a") }],
  ])("%s", (sql, expected) => {
    expect(shown(sql)).toMatchObject({ kind: "comment", range: sql, ...expected });
  });

  test.each(["comment on table a is null", "comment on table a is ''"])("%s takes the comment off", (sql) => {
    expect(shown(sql)).not.toHaveProperty("text");
  });

  test.each([
    ["alter schema a owner to x", { objectKind: "schema", name: id("a") }],
    ["alter function s.a(int) owner to x", { objectKind: "function", name: qualified }],
    ["alter type s.a owner to x", { objectKind: "type", name: qualified }],
    ["alter text search dictionary s.a owner to x", { objectKind: "other", name: qualified }],
  ])("%s", (sql, expected) => {
    expect(shown(sql)).toMatchObject({ kind: "alterOwner", range: sql, ...expected });
  });

  test.each([
    ["grant select on s.a, b to x", { isGrant: true, objectKind: "table", names: [qualified, id("b")] }],
    [
      'grant select (c, d), update on a to x, public, current_user, "public" with grant option',
      {
        names: [id("a")],
        privileges: [{ name: "select", columns: ["c", "d"] }, { name: "update" }],
        grantees: ["x", "public", undefined, "public"],
        grantOption: true,
      },
    ],
    ["grant all (c) on a to x", { names: [id("a")], privileges: [{ name: "all", columns: ["c"] }] }],
    ["grant usage on schema a, b to x", { objectKind: "schema", names: [id("a"), id("b")] }],
    [
      "grant execute on function s.a(int, int), b to x",
      {
        objectKind: "function",
        names: [qualified, id("b")],
        signatures: [[{ name: "int4" }, { name: "int4" }], undefined],
      },
    ],
    [
      "revoke all on sequence s.a from group x cascade",
      { objectKind: "sequence", names: [qualified], privileges: [{ name: "all" }], grantees: ["x"], cascade: true },
    ],
    [
      "grant all on all tables in schema a, b to x",
      { objectKind: "table", names: [id("a"), id("b")], allInSchema: true },
    ],
    ["grant usage on type s.a to x", { objectKind: "type", names: [qualified] }],
    ["grant usage on foreign server a to x", { objectKind: "other", names: [id("a")] }],
    ["grant usage on foreign data wrapper a to x", { objectKind: "other", names: [id("a")] }],
    [
      "revoke grant option for all on database a from x",
      { objectKind: "database", names: [id("a")], grantOption: true },
    ],
  ])("%s", (sql, expected) => {
    expect(shown(sql)).toMatchObject({ kind: "grant", range: sql, ...expected });
    if (sql.startsWith("revoke")) expect(shown(sql)).not.toHaveProperty("isGrant");
  });
});

describe("rules, statistics, extensions and publications", () => {
  test.each([
    [
      "create or replace rule r as on insert to s.a where exists (select from c) do also insert into b values (1)",
      { kind: "createRule", name: id("r"), table: qualified, orReplace: true, reads: [id("c"), id("b")] },
    ],
    [
      "create statistics if not exists s.a on x, y from t",
      { kind: "createStatistics", name: qualified, tables: [id("t")] },
    ],
    ["create statistics (mcv) on x, y from t", { kind: "createStatistics", tables: [id("t")] }],
    [
      "create extension if not exists x with schema y cascade",
      { kind: "createExtension", name: "x", ifNotExists: true, schema: "y" },
    ],
    ["create extension x version '1.2'", { kind: "createExtension", name: "x", version: "1.2" }],
    [
      "create publication p for table only b, s.a (x) where (x > 1), tables in schema z",
      {
        kind: "createPublication",
        name: "p",
        tables: [{ ...id("b"), only: true }, qualified],
        schemas: ["z"],
      },
    ],
    ["create publication p for all tables", { kind: "createPublication", allTables: true }],
    ["alter publication p add table s.a", { kind: "alterPublication", action: "add", tables: [qualified] }],
    ["alter publication p drop tables in schema z", { action: "drop", schemas: ["z"] }],
    ["alter publication p set table b", { action: "set", tables: [id("b")] }],
    ["alter publication p set (publish = 'insert')", { kind: "alterPublication", action: "options" }],
  ])("%s", (sql, expected) => {
    expect(shown(sql)).toMatchObject({ range: sql, ...expected });
  });
});
