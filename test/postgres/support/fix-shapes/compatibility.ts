import type { FixShape } from "../fix-shapes.ts";
import { shapes } from "./shapes.ts";

const GOOSE = "-- +goose Up\n";
const ODD = `CREATE SCHEMA "Süd";
CREATE TABLE "Süd"."My ""Orders""" (id int PRIMARY KEY, "Zeile 👩‍🚀" text NOT NULL, note text, "Text" text DEFAULT 'x' NOT NULL);\n`;
const ORDERS = "CREATE TABLE orders (id bigint PRIMARY KEY, total numeric, note text, code text NOT NULL);\n";
const MOOD = `CREATE TYPE mood AS ENUM ('ok', 'it''s');\nCREATE TABLE people (id bigint PRIMARY KEY, mood mood);\n`;

/** Drops and new values of enums as their authors may have written them. */
export const COMPATIBILITY_SHAPES: readonly FixShape[] = [
  ...shapes("table-dropped", {
    "quoted, in a schema, astral": [
      `${ODD}CREATE TABLE "Süd"."👩‍🚀" (id int);`,
      'SELECT 1;\nDROP TABLE "Süd"."My ""Orders""", "Süd"."👩‍🚀" RESTRICT;',
    ],
    "CRLF, comments between the words, a comment behind it": [
      ORDERS,
      "SELECT 1;\r\n-- no longer used\r\ndrop/* a */table -- b\r\n  if exists orders; -- c\r\nSELECT 2;\r\n",
    ],
    "between a BEGIN and a COMMIT of the file's own": [
      ORDERS,
      "BEGIN;\nCREATE TABLE carts (id bigint PRIMARY KEY);\nDROP TABLE orders;\nCOMMIT;\n",
    ],
    "in a file that goose wraps, with what hangs on it": [
      `${GOOSE}${ORDERS}CREATE INDEX orders_note ON orders (note);`,
      `${GOOSE}CREATE TABLE carts (id bigint PRIMARY KEY);\nDROP TABLE orders`,
    ],
  }),
  ...shapes("column-dropped", {
    "quoted, in a schema, astral, required": [
      ODD,
      'ALTER TABLE "Süd"."My ""Orders""" DROP "Zeile 👩‍🚀", ALTER COLUMN note SET DEFAULT \'n\';',
    ],
    "the last of several, CRLF, comments": [
      ORDERS,
      "alter table if exists only orders\r\n  add column placed date, -- new\r\n  drop column/* a */if exists note -- old\r\n;\r\n",
    ],
    "required and alone": [ORDERS, "ALTER TABLE orders DROP COLUMN code"],
    "with a default, between others, in goose's transaction": [
      `${GOOSE}${ODD}`,
      `${GOOSE}ALTER TABLE "Süd"."My ""Orders""" ADD COLUMN a int, DROP COLUMN "Text", ADD COLUMN b int;`,
    ],
    "two of one statement": [ORDERS, "SELECT 1;\nALTER TABLE orders DROP COLUMN note, DROP COLUMN code;"],
    "part of the primary key": [
      "CREATE TABLE lines (order_id bigint, line int, note text, PRIMARY KEY (order_id, line));",
      "SELECT 1;\nALTER TABLE lines DROP COLUMN line;",
    ],
  }),
  ...shapes("drop-cascade", {
    "quoted, comments before it": [ODD, 'DROP TABLE "Süd"."My ""Orders""" -- all of it\n  CASCADE'],
    "CRLF, a comment right before it": [ORDERS, "drop table orders/* why */cascade;\r\nSELECT 1;\r\n"],
    "of a column among others": [
      ORDERS,
      "ALTER TABLE orders DROP COLUMN note CASCADE, ADD COLUMN placed date, DROP COLUMN IF EXISTS code;",
    ],
    "of a function and a type": [
      `${MOOD}CREATE FUNCTION f(int) RETURNS int LANGUAGE sql AS 'SELECT 1'; CREATE TYPE tone AS ENUM ('a');`,
      "DROP TYPE tone;\nDROP FUNCTION f(int) CASCADE;",
    ],
  }),
  ...shapes("enum-value-without-place", {
    "a last value with a quote in it, IF NOT EXISTS": [MOOD, "ALTER TYPE mood ADD VALUE IF NOT EXISTS 'new'"],
    "quoted, in a schema, CRLF": [
      `CREATE SCHEMA "Süd"; CREATE TYPE "Süd"."Laune 👩‍🚀" AS ENUM ('Gut');`,
      'alter type "Süd"."Laune 👩‍🚀"\r\n  add value \'Schlecht\' -- worst\r\n;\r\nSELECT 1;\r\n',
    ],
    "two of one type": [MOOD, "ALTER TYPE mood ADD VALUE 'b' BEFORE 'ok';\nALTER TYPE mood ADD VALUE E'z\\n';"],
  }),
  ...shapes("enum-value-used-in-transaction", {
    "a value with a quote, as a default among other subcommands": [
      `${GOOSE}${MOOD}`,
      `${GOOSE}ALTER TYPE public.mood ADD VALUE 'don''t';\nALTER TABLE people ADD COLUMN note text, ALTER COLUMN mood SET DEFAULT 'don''t';`,
    ],
    "in a check, CRLF, between BEGIN and COMMIT": [
      MOOD,
      "BEGIN;\r\nALTER TYPE mood ADD VALUE 'sad';\r\nALTER TABLE people\r\n  ADD CONSTRAINT gay CHECK (mood <> 'sad'); -- never\r\nCOMMIT;\r\n",
    ],
    "in the condition of an index": [
      `${GOOSE}${MOOD}`,
      `${GOOSE}ALTER TYPE mood ADD VALUE 'sad' BEFORE 'ok';\nCREATE INDEX sad_people ON people (id) WHERE mood = 'sad';`,
    ],
    "in a function in SQL": [
      `${GOOSE}${MOOD}`,
      `${GOOSE}ALTER TYPE mood ADD VALUE 'sad';\nCREATE FUNCTION sad() RETURNS mood LANGUAGE sql AS $$ SELECT 'sad'::mood $$;\n`,
    ],
  }),
];
