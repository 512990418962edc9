import { expect, test } from "vitest";
import { lowered, shown } from "./lowered.ts";

test.each([
  ["int", "int4", []],
  ["integer", "int4", []],
  ["bigserial", "bigserial", []],
  ["serial", "serial", []],
  ["bool", "bool", []],
  ["text", "text", []],
  ["double precision", "float8", []],
  ["real", "float4", []],
  ["float(20)", "float4", []],
  ["dec(10,2)", "numeric", [10, 2]],
  ["numeric(3,-2)", "numeric", [3, -2]],
  ["numeric(0)", "numeric", [0]],
  ["varchar (20)", "varchar", [20]],
  ["character varying (20)", "varchar", [20]],
  ["national character varying(3)", "varchar", [3]],
  ["nchar varying(3)", "varchar", [3]],
  ["char varying", "varchar", []],
  // Postgres takes a bare char for char(1).
  ["char", "bpchar", [1]],
  ["character(4)", "bpchar", [4]],
  ["bpchar", "bpchar", []],
  [`"char"`, "char", []],
  ["bit varying(5)", "varbit", [5]],
  ["bit(3)", "bit", [3]],
  ["timestamp", "timestamp", []],
  ["timestamp(3) without time zone", "timestamp", [3]],
  ["timestamp (6) with time zone", "timestamptz", [6]],
  ["timestamptz(3)", "timestamptz", [3]],
  ["time without time zone", "time", []],
  ["time(0) with time zone", "timetz", [0]],
  ["interval", "interval", []],
  // The first number is Postgres's mask of fields.
  ["interval(3)", "interval", [32767, 3]],
  ["interval year to month", "interval", [6]],
  ["interval day to second (3)", "interval", [7176, 3]],
  ["interval second(3)", "interval", [4096, 3]],
  ["interval hour", "interval", [1024]],
  ["pg_catalog.timestamp", "timestamp", []],
  ["geometry(Point, 4326)", "geometry", [4326]],
])("%s is %s", (text, name, modifiers) => {
  const sql = `ALTER TABLE t ALTER COLUMN c TYPE ${text} USING 1`;
  const range = { start: sql.indexOf(text), end: sql.indexOf(text) + text.length };
  const type = { schema: undefined, name, modifiers, dimensions: 0, text, range };
  expect(lowered(sql)).toMatchObject({ actions: [{ type }] });
});

test.each([
  ["int[]", "int4", 1],
  ["int [ ] [3]", "int4", 2],
  ["int ARRAY", "int4", 1],
  ["int array[4]", "int4", 1],
  ["timestamp(3) without time zone[]", "timestamp", 1],
  ["interval year to month[]", "interval", 1],
  [`"my schema"."mood"[]`, "mood", 1],
])("%s is %s of %i dimensions", (text, name, dimensions) => {
  expect(shown(`CREATE TABLE t (c ${text} NOT NULL)`)).toMatchObject({
    columns: [{ type: { name, dimensions, text, range: text }, range: `c ${text} NOT NULL` }],
  });
});

test("a schema that is written is kept", () => {
  expect(shown(`create table t (c "My".mood, d x.y.z)`)).toMatchObject({
    columns: [{ type: { schema: "My", name: "mood" } }, { type: { schema: "y", name: "z", range: "x.y.z" } }],
  });
});
