import type { ExampleHistory } from "../../rules/review-example.ts";
import { BACKFILL_SHAPES } from "./fix-shapes/backfill.ts";
import { COLUMN_SHAPES } from "./fix-shapes/columns.ts";
import { COMPATIBILITY_SHAPES } from "./fix-shapes/compatibility.ts";
import { CONCURRENTLY_SHAPES } from "./fix-shapes/concurrently.ts";
import { CONSTRAINT_SHAPES } from "./fix-shapes/constraints.ts";
import { shapes } from "./fix-shapes/shapes.ts";
import { TRANSACTION_SHAPES } from "./fix-shapes/transactions.ts";

/** A history whose last file has a finding with a fix, in a shape that no page shows. */
export interface FixShape {
  readonly rule: string;
  readonly name: string;
  readonly history: ExampleHistory;
}

const USERS = "CREATE TABLE users (id bigint PRIMARY KEY, email text);\n";
const ORDERS = `${USERS}CREATE TABLE orders (id bigint PRIMARY KEY, user_id bigint, line int, note text);\n`;
const ODD =
  'CREATE SCHEMA "Süd"; CREATE TABLE "Süd"."My ""Orders""" (id int PRIMARY KEY, "User Id" int, "👩‍🚀" int);\n';
const LINES = "CREATE TABLE lines (order_id bigint, line int, PRIMARY KEY (order_id, line));\n";

/** Shapes that a fix's edit could get wrong: names that need quotes, line breaks, comments, tools' marks. */
export const FIX_SHAPES: readonly FixShape[] = [
  ...BACKFILL_SHAPES,
  ...TRANSACTION_SHAPES,
  ...COLUMN_SHAPES,
  ...COMPATIBILITY_SHAPES,
  ...CONCURRENTLY_SHAPES,
  ...CONSTRAINT_SHAPES,
  ...shapes("index-not-concurrent", {
    "quoted, in a schema, astral": [
      ODD,
      'CREATE UNIQUE INDEX "I 👩‍🚀" ON "Süd"."My ""Orders""" ("👩‍🚀" DESC, "User Id");',
    ],
    "comments between the words": [ORDERS, "create/* a */unique -- b\n index/* c */i/* d */on orders (id);"],
    "without a name, CRLF": [
      ORDERS,
      "SELECT 1;\r\nCREATE INDEX\r\n  ON orders\r\n  USING hash (note);\r\nSELECT 2;\r\n",
    ],
    "partial, of an expression, with INCLUDE": [
      ORDERS,
      "CREATE INDEX IF NOT EXISTS i ON orders (lower(note), id) INCLUDE (line) WHERE user_id IS NOT NULL",
    ],
    "on a partition": [
      `CREATE TABLE ev (id int, at date NOT NULL) PARTITION BY RANGE (at);
       CREATE TABLE ev_1 PARTITION OF ev FOR VALUES FROM ('2026-01-01') TO ('2027-01-01');`,
      "CREATE INDEX ev_1_id ON ev_1 (id);",
    ],
    "on a materialized view": [
      `${ORDERS}CREATE MATERIALIZED VIEW sums AS SELECT id FROM orders;`,
      "CREATE INDEX s ON sums (id);",
    ],
    "in goose's block": [
      `-- +goose Up\n${ORDERS}`,
      "-- +goose Up\n-- +goose StatementBegin\nCREATE INDEX i ON orders (line);\n-- +goose StatementEnd\n",
    ],
  }),
  ...shapes("foreign-key-without-index", {
    "quoted, in a schema, astral": [
      ODD,
      'CREATE TABLE "Süd"."Lots" ("O 👩‍🚀" int REFERENCES "Süd"."My ""Orders""", b int REFERENCES "Süd"."My ""Orders""" (id));',
    ],
    "two columns of a table in use": [
      LINES + ORDERS,
      'ALTER TABLE public.orders ADD CONSTRAINT "To Lines" FOREIGN KEY (user_id, line) REFERENCES lines;',
    ],
    "CRLF, a comment behind it": [
      ORDERS,
      "ALTER TABLE orders\r\n  ADD FOREIGN KEY (user_id) REFERENCES users; -- why\r\nSELECT 1;\r\n",
    ],
    "no semicolon, a comment behind it": [
      ORDERS,
      "ALTER TABLE orders ADD FOREIGN KEY (user_id) REFERENCES users -- why; so",
    ],
    "a comment before the semicolon": [
      ORDERS,
      "ALTER TABLE orders ADD FOREIGN KEY (user_id) REFERENCES users /* ; */\n -- why\n ; SELECT 1",
    ],
    "a name that is taken later": [
      USERS,
      "CREATE TABLE o (u bigint REFERENCES users, v int);\nCREATE INDEX o_u_idx ON o (v);",
    ],
    "in goose's block, outside a transaction": [
      `-- +goose Up\n${ORDERS}`,
      "-- +goose NO TRANSACTION\n-- +goose Up\n-- +goose StatementBegin\nALTER TABLE orders ADD FOREIGN KEY (user_id) REFERENCES users;\n-- +goose StatementEnd\nSELECT 1;\n-- +goose Down\nSELECT 2;\n",
    ],
    "to itself, of a file in a transaction of its own": [
      "",
      "BEGIN;\nCREATE TABLE nodes (id int PRIMARY KEY, parent int REFERENCES nodes ON DELETE CASCADE);\nCOMMIT;\n",
    ],
    "a new partitioned table": [
      USERS,
      `CREATE TABLE ev (u bigint REFERENCES users, at date NOT NULL) PARTITION BY RANGE (at);`,
    ],
  }),
  ...shapes("timestamp-without-time-zone", {
    "quoted, in a schema, astral": [
      'CREATE SCHEMA "Süd";',
      'CREATE TABLE "Süd"."T T" ("👩‍🚀" timestamp(0) NOT NULL, b "timestamp");',
    ],
    "CRLF, capitals, arrays": [
      "",
      "CREATE TABLE t (\r\n  a TIMESTAMP (2)\r\n    WITHOUT TIME ZONE,\r\n  b TIMESTAMP(1) WITHOUT TIME ZONE [][3]);\r\n",
    ],
    "added and changed in one statement": [
      "CREATE TABLE t (id int, on_day date);",
      "ALTER TABLE t ADD COLUMN a timestamp DEFAULT now(), ALTER COLUMN on_day SET DATA TYPE timestamp(3);",
    ],
    "of a type and a domain that a table has": [
      "",
      "CREATE TYPE span AS (a timestamp(4), b timestamp);\nCREATE DOMAIN at AS pg_catalog.timestamp NOT NULL;\nCREATE TABLE t (s span, d at);",
    ],
  }),
  ...shapes("unused-suppression", {
    "CRLF, behind a statement": [
      USERS,
      "SELECT 1; -- lockkeeper-disable-next-line index-not-concurrent -- why\r\nCREATE TABLE t (id int);\r\n",
    ],
    "the only line": [USERS, "-- lockkeeper-disable-file index-not-concurrent"],
    "between two statements": [
      USERS,
      "SELECT 1;\n/* lockkeeper-disable-next-line syntax-error */ CREATE TABLE t (id int)",
    ],
  }),
];
