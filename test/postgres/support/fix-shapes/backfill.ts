import type { FixShape } from "../fix-shapes.ts";
import { shapes } from "./shapes.ts";

const ROWS =
  "INSERT INTO orders SELECT i, nullif(i % 3, 0), 'Note ' || i, i % 2 = 0 FROM generate_series(1, 60) AS i;\n";
const ORDERS = `CREATE TABLE orders (id bigint PRIMARY KEY, total numeric, note text, paid boolean);\n${ROWS}`;
const ODD = `CREATE SCHEMA "Süd";
CREATE TYPE "Süd".mood AS ENUM ('sad', 'glad');
CREATE TABLE "Süd"."My ""Orders""" ("Order Id" int, "Zeile 👩‍🚀" text, last_key_1 int, mood "Süd".mood, PRIMARY KEY ("Order Id", "Zeile 👩‍🚀"));
INSERT INTO "Süd"."My ""Orders""" SELECT i % 9, 'z' || i, i FROM generate_series(1, 60) AS i;\n`;

/** Changes of rows as their authors may have written them. */
export const BACKFILL_SHAPES: readonly FixShape[] = [
  ...shapes("unbatched-backfill", {
    "quoted, a key of two columns, an enum, a column named as a variable of the loop": [
      ODD,
      `UPDATE "Süd"."My ""Orders""" AS "O" SET last_key_1 = "O".last_key_1 % 10 + 1, mood = 'glad' WHERE "O".mood IS NULL`,
    ],
    "CRLF, comments between the words, other statements around it": [
      ORDERS,
      "SELECT 1;\r\nupdate/* a */orders -- the table\r\n  set note = lower(note), /* b */ paid = true -- why\r\n  where not paid -- c\r\n or total is null;\r\nSELECT 2;\r\n",
    ],
    "from a subquery and a table, without an alias": [
      `${ORDERS}CREATE TABLE lines (order_id bigint, amount numeric);
       INSERT INTO lines SELECT i, i FROM generate_series(1, 60) AS i;\n`,
      "UPDATE orders SET total = sums.amount, note = 'it''s; 100% $1 $$ done' FROM (SELECT order_id, sum(amount) AS amount FROM lines GROUP BY order_id) AS sums WHERE sums.order_id = orders.id;",
    ],
    "a value that a subquery gives, run beside Prisma": [
      `${ORDERS}CREATE TABLE lines (order_id bigint, amount numeric);
       INSERT INTO lines SELECT i, i FROM generate_series(1, 60, 2) AS i;\n`,
      "UPDATE orders SET total = (SELECT sum(amount) FROM lines WHERE order_id = orders.id) WHERE paid;",
      { prisma: true },
    ],
    "a new column that stays NULL in no row": [
      ORDERS,
      "ALTER TABLE orders ADD COLUMN token uuid;\nUPDATE orders SET token = md5(random()::text)::uuid;\n",
    ],
    "a DELETE that reads another table": [
      `${ORDERS}CREATE TABLE "Gone" ("Order" bigint);
       INSERT INTO "Gone" SELECT i FROM generate_series(1, 60, 3) AS i;\n`,
      'DELETE FROM public.orders USING "Gone" g WHERE g."Order" = orders.id AND (paid OR total = 1)',
    ],
    "a DELETE of all rows of a partitioned table": [
      `CREATE TABLE ev (id int, at date, PRIMARY KEY (at, id)) PARTITION BY RANGE (at);
       CREATE TABLE ev_1 PARTITION OF ev FOR VALUES FROM ('2026-01-01') TO ('2027-01-01');
       INSERT INTO ev SELECT i, date '2026-01-01' + i % 300 FROM generate_series(1, 60) AS i;\n`,
      "DELETE FROM ev WHERE true;",
    ],
    "between BEGIN and COMMIT": [
      ORDERS,
      "BEGIN;\nALTER TABLE orders ADD COLUMN state varchar(10);\nCOMMIT;\nBEGIN;\nUPDATE orders SET state = CASE WHEN paid THEN 'paid' ELSE 'open' END;\nCOMMIT;\n",
    ],
    "with what needs it behind it, in a transaction that goose opens": [
      `-- +goose Up\n${ORDERS}`,
      "-- +goose Up\nALTER TABLE orders ADD COLUMN state text;\n-- fills it\nUPDATE orders SET state = CASE WHEN paid THEN 'paid' ELSE 'open' END;\n-- then\nALTER TABLE orders ALTER COLUMN state SET NOT NULL;\nCREATE INDEX orders_state_idx ON orders (state);\n-- +goose Down\nALTER TABLE orders DROP COLUMN state;\n",
    ],
    "with what needs it behind it, in a file that Prisma sends as one query": [
      ORDERS,
      "SET search_path = public;\nUPDATE orders SET total = 0 WHERE total IS NULL;\nALTER TABLE orders ALTER total SET NOT NULL; -- last",
      { prisma: true },
    ],
    "in a transaction that goose opens": [
      `-- +goose Up\n${ORDERS}`,
      "-- +goose Up\nUPDATE orders SET paid = false WHERE paid IS NULL OR total > 1;\n-- +goose Down\nSELECT 1;\n",
    ],
  }),
  ...shapes("backfill-under-lock", {
    "quoted, in a transaction that goose opens": [
      `-- +goose Up\n${ODD}`,
      '-- +goose Up\nALTER TABLE "Süd"."My ""Orders""" ADD COLUMN "Süße" int;\nUPDATE "Süd"."My ""Orders"""\n  SET "Süße" = last_key_1; -- why\n',
    ],
    "with what needs it behind it, in a file that Prisma sends as one query": [
      ORDERS,
      "ALTER TABLE orders ADD COLUMN state text;\nUPDATE orders SET state = CASE WHEN paid THEN 'a' ELSE 'b' END;\nALTER TABLE orders ADD CONSTRAINT state_there CHECK (state IS NOT NULL) NOT VALID;\n",
      { prisma: true },
    ],
    "a DELETE from another table, between BEGIN and COMMIT, CRLF": [
      `${ORDERS}CREATE TABLE gone (id bigint);\n`,
      "BEGIN;\r\nALTER TABLE gone ADD COLUMN at date;\r\nDELETE FROM orders\r\n  WHERE total = 1;\r\nCOMMIT;\r\n",
    ],
    "rows that are read into another table, behind the foreign key of a new one, in a file that Prisma sends as one query":
      [
        `${ORDERS}CREATE TABLE sums (id bigint, note text);\n`,
        "CREATE TABLE lines (order_id bigint REFERENCES orders, line int);\nINSERT INTO sums SELECT id, note FROM orders;\n",
        { prisma: true },
      ],
  }),
  ...shapes("statistics-missing", {
    "quoted, in a schema, CRLF, a comment behind it": [
      ODD,
      'CREATE INDEX\r\n  ON "Süd"."My ""Orders""" ((last_key_1 % 7)); -- why\r\nSELECT 1;\r\n',
    ],
    "two expressions, no semicolon": [ORDERS, "CREATE UNIQUE INDEX o ON orders (lower(note), (total + 1), id)"],
    "extended statistics without a name": [ORDERS, "CREATE STATISTICS ON total, paid FROM public.orders;"],
    "in a file that Prisma sends as one query": [
      ORDERS,
      "SELECT 1;\nCREATE INDEX i ON orders (lower(note));\nSELECT 2;\n",
      { prisma: true },
    ],
  }),
];
