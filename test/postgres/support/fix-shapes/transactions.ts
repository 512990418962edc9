import type { FixShape } from "../fix-shapes.ts";
import { shapes } from "./shapes.ts";

const ORDERS =
  "CREATE TABLE users (id bigint PRIMARY KEY, email text);\nCREATE TABLE orders (id bigint PRIMARY KEY, user_id bigint, note text);\n";
const ODD =
  'CREATE SCHEMA "Süd"; CREATE TABLE "Süd"."My ""Orders""" (id int PRIMARY KEY, "User Id" int, "👩‍🚀" int);\n';
const GOOSE = "-- +goose Up\n";
const OUTSIDE = "-- +goose NO TRANSACTION\n-- +goose Up\n";

/** Transactions, timeouts and second tries, as their authors may have written them. */
export const TRANSACTION_SHAPES: readonly FixShape[] = [
  ...shapes("lock-timeout-missing", {
    "quoted, CRLF, a block comment of two paragraphs above": [
      ODD,
      '/* first\r\n\r\n second */\r\nALTER TABLE "Süd"."My ""Orders""" ADD COLUMN "Ä" int;\r\n',
    ],
    "behind another statement on the same line": [ORDERS, "SELECT 1; ALTER TABLE orders ADD placed date;"],
    "in goose's block": [
      GOOSE + ORDERS,
      `${GOOSE}-- +goose StatementBegin\nALTER TABLE orders ADD placed date;\nALTER TABLE users ADD born date;\n-- +goose StatementEnd\n-- +goose Down\nSELECT 1;\n`,
    ],
    "indented, behind the file's BEGIN, without a semicolon at the end": [
      ORDERS,
      "BEGIN;\n  -- why\n  ALTER TABLE orders\n    ADD placed date;\nCOMMIT",
    ],
    "one statement, then a build": [
      OUTSIDE + ORDERS,
      `${OUTSIDE}ALTER TABLE orders ADD placed date;\n-- the build\nCREATE INDEX CONCURRENTLY i ON orders (placed);\nDROP TABLE users;\n`,
    ],
  }),
  ...shapes("statement-timeout-missing", {
    "quoted, CRLF": [ODD, 'ALTER TABLE "Süd"."My ""Orders""" ALTER "User Id" SET NOT NULL;\r\n'],
    "a comment of the same line as the statement before": [
      ORDERS,
      "SELECT 1; -- one\nALTER TABLE orders ALTER note SET NOT NULL",
    ],
    "in dbmate's transaction": [
      `-- migrate:up\n${ORDERS}-- migrate:down\n`,
      "-- migrate:up\nDROP TABLE users;\n-- migrate:down\nSELECT 1;\n",
    ],
  }),
  ...shapes("timeout-cancels-concurrent-build", {
    "quoted, in a schema, astral, CRLF": [
      ODD,
      'SET lock_timeout = 3000;\r\nCREATE UNIQUE INDEX CONCURRENTLY "I 👩‍🚀" ON "Süd"."My ""Orders""" ("👩‍🚀");\r\nSELECT 1;\r\n',
    ],
    "without a name or a semicolon": [
      ORDERS,
      "SET statement_timeout = '1min';\nCREATE INDEX CONCURRENTLY ON orders (note)",
    ],
    "dropped behind other statements": [
      `${ORDERS}CREATE INDEX i ON orders (note);\n`,
      "SELECT set_config('lock_timeout', '10s', false);\nALTER TABLE users ADD born date;\n-- no longer used\nDROP INDEX CONCURRENTLY IF EXISTS i; -- done\n",
    ],
    "both on one line, a build below": [
      ORDERS,
      "SET lock_timeout = '2s'; SET statement_timeout = '2min';\nCREATE INDEX CONCURRENTLY a ON orders (note);\n",
    ],
  }),
  ...shapes("nested-transaction", {
    "in other words, CRLF, comments behind": [
      GOOSE + ORDERS,
      "-- +goose Up\r\nSTART TRANSACTION; -- here\r\nALTER TABLE orders ADD placed date;\r\nEND; -- there\r\n-- +goose Down\r\nSELECT 1;\r\n",
    ],
    "on one line": [GOOSE + ORDERS, `${GOOSE}BEGIN; ALTER TABLE orders ADD placed date; COMMIT;`],
    "a COMMIT in the middle": [
      GOOSE + ORDERS,
      `${GOOSE}DROP TABLE users;\n\n-- and then\nCOMMIT WORK;\nALTER TABLE orders ADD placed date;\n`,
    ],
    "twice, of a file that nobody wraps": [
      ORDERS,
      "begin;\nalter table orders add placed date;\nbegin transaction;\ndrop table users;\ncommit;\n",
    ],
  }),
  ...shapes("transaction-left-open", {
    "CRLF, a comment at the end": [ORDERS, "BEGIN;\r\nALTER TABLE orders ADD placed date;\r\n-- that was all\r\n"],
    "no semicolon, a comment behind": [ORDERS, "BEGIN WORK;\nDROP TABLE users -- for good; really"],
    "no semicolon, lines behind": [ORDERS, "BEGIN WORK;\nDROP TABLE users\n\n"],
    "a comment before the semicolon": [ORDERS, "begin;\ndrop table users /* ; */\n-- why\n; "],
    "before goose's Down": [
      GOOSE + ORDERS,
      `${OUTSIDE}BEGIN;\nDROP TABLE users;\n\n-- +goose Down\nCREATE TABLE users (id int);\n`,
    ],
  }),
  ...shapes("empty-transaction", {
    "on one line, before another": [ORDERS, "BEGIN; COMMIT; DROP TABLE users;"],
    "a comment between, CRLF": [ORDERS, "DROP TABLE users;\r\nBEGIN;\r\n  -- nothing\r\nCOMMIT;\r\nSELECT 1;\r\n"],
    "at the end, without a semicolon": [ORDERS, "DROP TABLE users;\nSTART TRANSACTION;\nROLLBACK"],
  }),
  ...shapes("statement-not-repeatable", {
    "comments between the words": [ORDERS, "SELECT 1;\nCREATE/* a */UNLOGGED -- b\n TABLE/* c */lines (id int);"],
    "a unique index, CRLF, quoted": [
      ODD,
      'SELECT 1;\r\nCREATE UNIQUE INDEX "I 👩‍🚀"\r\n ON "Süd"."My ""Orders""" ("👩‍🚀");\r\n',
    ],
    "built concurrently in a schema": [ODD, 'CREATE INDEX CONCURRENTLY "I 👩‍🚀" ON "Süd"."My ""Orders""" ("👩‍🚀")'],
    "an index dropped concurrently": [
      `${ORDERS}CREATE INDEX i ON orders (note);`,
      "SELECT 1;\ndrop index concurrently i",
    ],
    "the only subcommand without it": [
      `${ORDERS}ALTER TABLE orders ADD CONSTRAINT c CHECK (id > 0);`,
      "SELECT 1;\nALTER TABLE orders ADD IF NOT EXISTS a int, ADD b text DEFAULT 'add', DROP CONSTRAINT IF EXISTS c;",
    ],
    "a constraint and a column that go": [
      `${ORDERS}ALTER TABLE orders ADD CONSTRAINT c CHECK (id > 0);`,
      'SELECT 1;\nALTER TABLE orders DROP COLUMN IF EXISTS user_id, DROP CONSTRAINT "c" RESTRICT;',
    ],
    "a materialized view, with a schema": [
      ORDERS,
      "SELECT 1;\ncreate materialized view public.recent as select 1 as a",
    ],
    "a sequence, a schema that was dropped first": [
      ORDERS,
      "CREATE SEQUENCE IF NOT EXISTS a;\nCREATE SCHEMA later;\nCREATE SEQUENCE IF NOT EXISTS later.b;\n",
    ],
    "an enum's label": [
      "CREATE TYPE mood AS ENUM ('sad');",
      "SELECT 1;\nALTER TYPE mood ADD VALUE 'value' BEFORE 'sad';\n",
    ],
  }),
  ...shapes("alter-table-repeated", {
    "quoted, CRLF": [
      ODD,
      'ALTER TABLE "Süd"."My ""Orders"""\r\n  ADD "Ä" int;\r\nALTER TABLE "Süd"."My ""Orders"""\r\n  ALTER "User Id" SET NOT NULL,\r\n  ALTER "👩‍🚀" DROP DEFAULT;\r\nSELECT 1;\r\n',
    ],
    "on one line, the last without a semicolon's blank": [
      ORDERS,
      "ALTER TABLE orders ADD placed date; ALTER TABLE orders ADD CONSTRAINT c CHECK (id > 0);",
    ],
    "constraints without names, in goose's transaction": [
      GOOSE + ORDERS,
      `${GOOSE}ALTER TABLE ONLY orders ADD UNIQUE (note);\nALTER TABLE ONLY orders ADD UNIQUE (user_id) INCLUDE (note);\nSELECT 1;\n`,
    ],
  }),
];
