import { describe, expect, test } from "vitest";
import { shown } from "./lowered.ts";

/** A type of one word, as `shown` writes it. */
function type(name: string, text: string, more: object = {}) {
  return { name, text, range: text, dimensions: 0, ...more };
}

/** A name whose text is the name itself. */
function id(name: string) {
  return { name, range: name };
}

describe("CREATE TABLE", () => {
  test("columns with inline constraints and their attributes", () => {
    const sql = `CREATE TABLE "my app".orders (
      id bigint PRIMARY KEY DEFERRABLE,
      "Total" numeric(10, 2) DEFAULT 1 + 1 CONSTRAINT positive CHECK ("Total" > 0) NO INHERIT NOT NULL,
      customer int REFERENCES shop.customers (id) ON DELETE CASCADE ON UPDATE SET NULL INITIALLY DEFERRED COLLATE "C"
    )`;
    expect(shown(sql)).toEqual({
      kind: "createTable",
      range: sql,
      name: { schema: "my app", name: "orders", range: `"my app".orders` },
      persistence: "permanent",
      columns: [
        {
          kind: "column",
          range: "id bigint PRIMARY KEY DEFERRABLE",
          name: id("id"),
          type: type("int8", "bigint"),
          constraints: [{ kind: "primaryKey", range: "PRIMARY KEY DEFERRABLE", columns: [id("id")], deferrable: true }],
        },
        {
          kind: "column",
          range: `"Total" numeric(10, 2) DEFAULT 1 + 1 CONSTRAINT positive CHECK ("Total" > 0) NO INHERIT NOT NULL`,
          name: { name: "Total", range: `"Total"` },
          type: type("numeric", "numeric(10, 2)", { modifiers: [10, 2] }),
          constraints: [
            { kind: "default", range: "DEFAULT 1 + 1", expression: { text: "1 + 1", range: "1 + 1" } },
            {
              kind: "check",
              name: id("positive"),
              range: `CONSTRAINT positive CHECK ("Total" > 0) NO INHERIT`,
              expression: { text: `"Total" > 0`, range: `"Total" > 0` },
              noInherit: true,
            },
            { kind: "notNull", range: "NOT NULL" },
          ],
        },
        {
          kind: "column",
          range: `customer int REFERENCES shop.customers (id) ON DELETE CASCADE ON UPDATE SET NULL INITIALLY DEFERRED COLLATE "C"`,
          name: id("customer"),
          type: type("int4", "int"),
          collation: "C",
          constraints: [
            {
              kind: "foreignKey",
              form: "inline",
              range: "REFERENCES shop.customers (id) ON DELETE CASCADE ON UPDATE SET NULL INITIALLY DEFERRED",
              keyword: "REFERENCES",
              columns: [id("customer")],
              references: {
                table: { schema: "shop", name: "customers", range: "shop.customers" },
                columns: [id("id")],
              },
              onDelete: "CASCADE",
              onUpdate: "SET NULL",
              deferrable: true,
            },
          ],
        },
      ],
    });
  });

  test("table constraints", () => {
    const sql = `create table t (a int,
      constraint pk primary key (a, b) include (c),
      unique nulls not distinct (b, c),
      constraint fk foreign key (a, period b) references p (x, period y) on delete restrict not enforced,
      check (a > 0 and b in (1, 2)),
      exclude using gist (a with =, (b + 1) collate "C" range_ops desc with &&) where (a > 1) deferrable,
      constraint nn not null a no inherit)`;
    expect(shown(sql)).toMatchObject({
      constraints: [
        {
          kind: "primaryKey",
          name: id("pk"),
          range: "constraint pk primary key (a, b) include (c)",
          columns: [id("a"), id("b")],
          include: [id("c")],
        },
        { kind: "unique", nullsNotDistinct: true, columns: [id("b"), id("c")] },
        {
          kind: "foreignKey",
          form: "table",
          keyword: "foreign key",
          columns: [id("a"), id("b")],
          references: { table: id("p"), columns: [id("x"), id("y")] },
          onDelete: "RESTRICT",
          onUpdate: "NO ACTION",
          notEnforced: true,
        },
        { kind: "check", expression: { text: "a > 0 and b in (1, 2)" } },
        {
          kind: "exclusion",
          range: `exclude using gist (a with =, (b + 1) collate "C" range_ops desc with &&) where (a > 1) deferrable`,
          method: "gist",
          keys: [
            { column: "a", text: "a", range: "a" },
            {
              text: "(b + 1)",
              expressionName: "expr",
              range: `(b + 1) collate "C" range_ops desc`,
              collation: "C",
              operatorClass: "range_ops",
            },
          ],
          predicate: { text: "a > 1" },
        },
        { kind: "notNull", name: id("nn"), column: id("a"), range: "constraint nn not null a no inherit" },
      ],
    });
  });

  test("NOT ENFORCED is NOT VALID too, as Postgres stores it", () => {
    const sql = "create table t (a int check (a > 0) not enforced references b not deferrable not enforced)";
    expect(shown(sql)).toMatchObject({
      columns: [
        {
          constraints: [
            { kind: "check", range: "check (a > 0) not enforced", notEnforced: true, notValid: true },
            {
              kind: "foreignKey",
              range: "references b not deferrable not enforced",
              notEnforced: true,
              notValid: true,
            },
          ],
        },
      ],
    });
  });

  test("identity and generated columns", () => {
    const sql = `create table t (
      a int generated always as identity (start 5 increment 2), b int generated by default as identity,
      c int generated always as (a * (b + 1)) stored, d int generated always as (a) virtual, e int null)`;
    expect(shown(sql)).toMatchObject({
      columns: [
        {
          constraints: [
            { kind: "identity", when: "always", range: "generated always as identity (start 5 increment 2)" },
          ],
        },
        { constraints: [{ kind: "identity", when: "by default" }] },
        { constraints: [{ kind: "generated", storage: "stored", expression: { text: "a * (b + 1)" } }] },
        { constraints: [{ kind: "generated", storage: "virtual", expression: { text: "a" } }] },
        { constraints: [{ kind: "null", range: "null" }] },
      ],
    });
  });

  test.each([
    ["create table t (a int) inherits (b, s.c)", { inherits: [id("b"), { schema: "s", name: "c", range: "s.c" }] }],
    ["create table t partition of p for values from (1) to (2)", { partitionOf: id("p") }],
    [
      "create table t partition of p (a not null default 3) default",
      {
        partitionOf: id("p"),
        isDefaultPartition: true,
        columns: [{ name: id("a"), range: "a not null default 3", constraints: [{}, { expression: { text: "3" } }] }],
      },
    ],
    [
      "create table t (a int) partition by range (a, lower(b))",
      { partitionBy: { strategy: "range", keys: ["a", undefined] } },
    ],
    [
      `create table t (like s.u including all excluding indexes excluding storage, like v including defaults)`,
      {
        like: [
          {
            table: { schema: "s", name: "u", range: "s.u" },
            including: ["comments", "compression", "constraints", "defaults", "generated", "identity", "statistics"],
          },
          { table: id("v"), including: ["defaults"] },
        ],
      },
    ],
    [
      "create table t of s.pair (a with options not null, primary key (a))",
      {
        ofType: { schema: "s", name: "pair", range: "s.pair" },
        columns: [{ name: id("a"), range: "a with options not null", constraints: [{ kind: "notNull" }] }],
        constraints: [{ kind: "primaryKey", columns: [id("a")] }],
      },
    ],
    ["create temp table if not exists t as select 1", { persistence: "temporary", ifNotExists: true, asQuery: true }],
    ["create unlogged table t (a int)", { persistence: "unlogged" }],
    ["create table t as execute q", { asQuery: true }],
    ["create table t as select * from a, s.b", { reads: [id("a"), { schema: "s", name: "b", range: "s.b" }] }],
    ["with w as (select from a) select * into t from w, b", { asQuery: true, reads: [id("a"), id("b")] }],
    ["select 1 into temp t union select 2", { kind: "createTable", persistence: "temporary", asQuery: true }],
    [
      "create foreign table t (a int options (x 'y') not null) server s",
      { foreign: true, columns: [{ range: "a int options (x 'y') not null", constraints: [{ range: "not null" }] }] },
    ],
  ])("%s", (sql, expected) => {
    expect(shown(sql)).toMatchObject({ kind: "createTable", name: id("t"), ...expected });
  });
});
