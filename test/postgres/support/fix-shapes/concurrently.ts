import type { FixShape } from "../fix-shapes.ts";
import { shapes } from "./shapes.ts";

const ORDERS =
  "CREATE TABLE orders (id bigint PRIMARY KEY, user_id bigint, line int, note text);\nCREATE INDEX orders_user_id_idx ON orders (user_id);\nCREATE INDEX orders_line_idx ON orders (line);\n";
const ODD =
  'CREATE SCHEMA "Süd";\nCREATE TABLE "Süd"."My ""Orders""" (id int, "User Id" int, "👩‍🚀" int);\nCREATE INDEX "I 👩‍🚀" ON "Süd"."My ""Orders""" ("👩‍🚀");\n';
const EVENTS = `CREATE TABLE events (id bigint NOT NULL, at date NOT NULL, note text DEFAULT 'x') PARTITION BY RANGE (at);
CREATE TABLE events_1 PARTITION OF events FOR VALUES FROM ('2024-01-01') TO ('2025-01-01');
CREATE TABLE events_2 PARTITION OF events FOR VALUES FROM ('2025-01-01') TO ('2026-01-01');\n`;
const DEEP = `CREATE SCHEMA "Süd";
CREATE TABLE "Süd"."Ev" (id int NOT NULL, "Kind" text NOT NULL, at date) PARTITION BY LIST ("Kind");
CREATE TABLE "Süd"."Ev A" PARTITION OF "Süd"."Ev" FOR VALUES IN ('a', 'it''s') PARTITION BY RANGE (at);
CREATE TABLE "Süd"."Ev A 1" PARTITION OF "Süd"."Ev A" FOR VALUES FROM ('2024-01-01') TO ('2025-01-01');
CREATE TABLE "Süd"."Ev A 2" PARTITION OF "Süd"."Ev A" FOR VALUES FROM ('2025-01-01') TO (MAXVALUE);
CREATE TABLE "Süd"."Ev B" PARTITION OF "Süd"."Ev" FOR VALUES IN ('b');\n`;
const SUMS = `${ORDERS}CREATE MATERIALIZED VIEW sums AS SELECT user_id, sum(line) AS total FROM orders GROUP BY user_id;\nCREATE UNIQUE INDEX sums_key ON sums (user_id);\n`;

/** Statements that have a CONCURRENTLY, and partitions that come and go, as their authors may have written them. */
export const CONCURRENTLY_SHAPES: readonly FixShape[] = [
  ...shapes("index-not-concurrent", {
    "a partitioned table, without a name, CRLF": [
      EVENTS,
      "SELECT 1;\r\nCREATE INDEX\r\n  ON events\r\n  USING hash (note);\r\n",
    ],
    "partitions of partitions, unique, quoted": [
      DEEP,
      'create unique index "I 1" on "Süd"."Ev" (id desc, "Kind", at) where id > 5;',
    ],
    "a partition that has the index already": [
      `${EVENTS}CREATE INDEX mine ON events_1 (id);\n`,
      "CREATE INDEX IF NOT EXISTS events_id ON public.events (id);",
    ],
    "a partitioned table, in goose's transaction": [
      `-- +goose Up\n${EVENTS}`,
      "-- +goose Up\nALTER TABLE events ADD COLUMN size int;\nCREATE INDEX ON events (id, lower(note) text_pattern_ops);\n",
    ],
  }),
  ...shapes("drop-index-not-concurrent", {
    "quoted, in a schema, astral": [ODD, 'DROP INDEX "Süd"."I 👩‍🚀" RESTRICT;'],
    "comments between the words, CRLF": [
      ORDERS,
      "SELECT 1;\r\ndrop/* a */index -- b\r\n if exists orders_user_id_idx;\r\nSELECT 2;\r\n",
    ],
    "several, some of which are not there": [
      ORDERS,
      "DROP INDEX IF EXISTS public.orders_user_id_idx, nothing, orders_line_idx",
    ],
    "of a materialized view, behind the file's own transaction": [
      SUMS,
      "BEGIN;\nALTER TABLE orders ADD COLUMN more int;\nDROP INDEX sums_key;\nCOMMIT;\n",
    ],
  }),
  ...shapes("reindex-not-concurrent", {
    "quoted, in a schema, astral": [ODD, 'REINDEX INDEX "Süd"."I 👩‍🚀";'],
    "comments between the words, CRLF": [
      ORDERS,
      "SELECT 1;\r\nreindex/* a */( verbose )\r\n table -- b\r\n orders;\r\n",
    ],
    "in goose's transaction, beside another statement": [
      `-- +goose Up\n${ORDERS}`,
      "-- +goose Up\nALTER TABLE orders ADD COLUMN more int;\nREINDEX TABLE orders;\n",
    ],
    "a schema": [ORDERS, "REINDEX SCHEMA public"],
  }),
  ...shapes("refresh-not-concurrent", {
    "quoted, in a schema": [
      `${ODD}CREATE MATERIALIZED VIEW "Süd"."Sums" ("A B") AS SELECT DISTINCT id FROM "Süd"."My ""Orders""";\nCREATE UNIQUE INDEX ON "Süd"."Sums" ("A B");\n`,
      'REFRESH MATERIALIZED VIEW "Süd"."Sums";',
    ],
    "comments between the words, CRLF, in a transaction": [
      SUMS,
      "BEGIN;\r\nrefresh/* a */materialized\r\n view -- b\r\n sums with data;\r\nCOMMIT;\r\n",
    ],
    "one good index among others": [
      `${SUMS}DROP INDEX sums_key;\nCREATE UNIQUE INDEX a ON sums (user_id) WHERE total > 5;\nCREATE INDEX b ON sums (total);\nCREATE UNIQUE INDEX c ON sums (total, user_id);\n`,
      "REFRESH MATERIALIZED VIEW sums;",
    ],
  }),
  ...shapes("detach-partition-not-concurrent", {
    "quoted, of a partition's partitions, by two columns": [
      DEEP,
      'ALTER TABLE ONLY "Süd"."Ev A" DETACH PARTITION "Süd"."Ev A 2";',
      { postgres: 16 },
    ],
    "a partitioned partition, CRLF": [
      DEEP,
      'alter table if exists "Süd"."Ev"\r\n  detach partition/* a */"Süd"."Ev A" -- b\r\n;\r\nSELECT 1;\r\n',
      { postgres: 16 },
    ],
    "of a hash, which leaves no CHECK": [
      "CREATE TABLE spread (id int) PARTITION BY HASH (id);\nCREATE TABLE spread_0 PARTITION OF spread FOR VALUES WITH (MODULUS 2, REMAINDER 0);\nCREATE TABLE spread_1 PARTITION OF spread FOR VALUES WITH (MODULUS 2, REMAINDER 1);\nINSERT INTO spread SELECT generate_series(1, 20);\n",
      "ALTER TABLE spread DETACH PARTITION spread_0",
      { postgres: 16 },
    ],
    "with a CHECK of that name, in goose's transaction": [
      `-- +goose Up\n${EVENTS}ALTER TABLE events_1 ADD CONSTRAINT events_1_at_check CHECK (id > 0);\n`,
      "-- +goose Up\nSELECT 1;\nALTER TABLE events DETACH PARTITION events_1;\n",
      { postgres: 16 },
    ],
  }),
  ...shapes("concurrently-refused", {
    "quoted, in the file's own transaction, CRLF": [
      ODD,
      'BEGIN;\r\nALTER TABLE "Süd"."My ""Orders""" ADD COLUMN more int;\r\ncreate unique index/* a */concurrently "U 1" on "Süd"."My ""Orders""" (id);\r\nCOMMIT;\r\n',
    ],
    "several indexes, in goose's transaction": [
      `-- +goose Up\n${ORDERS}`,
      "-- +goose Up\nDROP INDEX CONCURRENTLY IF EXISTS orders_user_id_idx, orders_line_idx;\n",
    ],
    "a partitioned table, ON ONLY and not": [EVENTS, "CREATE INDEX CONCURRENTLY ON events (id);"],
    "partitions of partitions, quoted, with comments": [
      DEEP,
      'CREATE INDEX -- a\n concurrently/* b */if not exists "I 1" ON "Süd"."Ev" ("Kind" COLLATE "C" DESC);',
    ],
    "VACUUM in the file's own transaction": [
      ORDERS,
      "BEGIN;\nALTER TABLE orders ADD COLUMN more int;\nVACUUM orders;\nCOMMIT;\n",
    ],
  }),
  ...shapes("concurrent-index-left-invalid", {
    "quoted, in a schema, astral": [
      ODD,
      'CREATE INDEX CONCURRENTLY IF NOT EXISTS "J 👩‍🚀" ON "Süd"."My ""Orders""" (id);',
    ],
    "indented, a comment above, CRLF": [
      ORDERS,
      "SELECT 1;\r\n\r\n-- why\r\n  create unique index concurrently if not exists once\r\n    on orders (id, line);\r\n",
    ],
    "behind another on its line": [ORDERS, "SELECT 1; CREATE INDEX CONCURRENTLY IF NOT EXISTS once ON orders (note)"],
  }),
  ...shapes("attach-partition-scans", {
    "quoted, a list with quotes in it, partitions above": [
      `${DEEP}CREATE TABLE "Süd"."Ev A 0" (id int NOT NULL, "Kind" text NOT NULL, at date);\nINSERT INTO "Süd"."Ev A 0" VALUES (1, 'a', '2023-02-01');\n`,
      'ALTER TABLE "Süd"."Ev A" ATTACH PARTITION "Süd"."Ev A 0" FOR VALUES FROM (MINVALUE) TO (\'2024-01-01\');',
    ],
    "CRLF, comments, numbers with signs, a constraint of that name": [
      "CREATE TABLE nums (n numeric) PARTITION BY RANGE (n);\nCREATE TABLE low (n numeric, CONSTRAINT low_n_check CHECK (n <> 0));\nINSERT INTO low VALUES (-7);\n",
      "alter table nums\r\n  attach partition/* a */low for values -- b\r\n from ( -10.5 ) to (/* c */-1);\r\nSELECT 1;\r\n",
    ],
    "indexes of many kinds, in goose's transaction": [
      `-- +goose Up\n${EVENTS}ALTER TABLE events ADD PRIMARY KEY (id, at);\nALTER TABLE events ADD UNIQUE (at, id);\nCREATE INDEX ON events (lower(note) DESC NULLS LAST) INCLUDE (id) WHERE note IS NOT NULL;\nCREATE INDEX ON events USING hash (note text_pattern_ops);\nCREATE TABLE spare (id bigint NOT NULL, at date NOT NULL, note text);\nINSERT INTO spare VALUES (1, '2026-02-01', 'x');\n`,
      "-- +goose Up\nSELECT 1;\nALTER TABLE events ATTACH PARTITION spare FOR VALUES FROM ('2026-01-01') TO ('2027-01-01');\n",
    ],
    "only an index is missing": [
      `${EVENTS}CREATE INDEX events_note ON events (note);\nCREATE TABLE spare (id bigint NOT NULL, at date NOT NULL, note text, CHECK (at >= '2026-01-01' AND at < '2027-01-01'));\nINSERT INTO spare VALUES (1, '2026-02-01', 'x');\n`,
      "ALTER TABLE events ATTACH PARTITION spare FOR VALUES FROM ('2026-01-01') TO ('2027-01-01')",
    ],
  }),
  ...shapes("partition-of-locks-parent", {
    "quoted, a list, itself partitioned": [
      DEEP,
      'CREATE TABLE "Süd"."Ev C" PARTITION OF "Süd"."Ev" FOR VALUES IN (\'c)\', \'d\') PARTITION BY RANGE ("Kind", id);',
    ],
    "CRLF, comments, storage parameters, everything a parent may have": [
      `CREATE TABLE users (id int PRIMARY KEY);
CREATE TABLE events (id int CONSTRAINT positive CHECK (id > 0), at date NOT NULL DEFAULT now(), twice int GENERATED ALWAYS AS (id * 2) STORED, note varchar(5) COLLATE "C", user_id int REFERENCES users, PRIMARY KEY (id, at)) PARTITION BY RANGE (at);
ALTER TABLE events ALTER note SET STORAGE EXTERNAL;
CREATE INDEX events_note ON events (note) WHERE id > 5;\n`,
      "create table/* a */events_1 partition of events -- b\r\n  for values from ('2026-01-01') to ('2027-01-01')\r\n  with (fillfactor = 50);\r\nSELECT 1;\r\n",
    ],
    "the DEFAULT one, in goose's transaction": [
      "-- +goose Up\nCREATE TABLE days (id int, at date) PARTITION BY RANGE (at);\nCREATE TABLE days_1 PARTITION OF days FOR VALUES FROM ('2024-01-01') TO ('2025-01-01');\n",
      "-- +goose Up\nCREATE TABLE days_rest PARTITION OF public.days DEFAULT;\n",
    ],
  }),
  ...shapes("default-partition-scanned", {
    "quoted, a list with quotes in it": [
      `${DEEP}CREATE TABLE "Süd"."Rest" PARTITION OF "Süd"."Ev" DEFAULT;\nINSERT INTO "Süd"."Ev" VALUES (1, 'z', NULL);\n`,
      'CREATE TABLE "Süd"."Ev C" PARTITION OF "Süd"."Ev" FOR VALUES IN (\'d\', \'it\'\'s c\');',
    ],
    "CRLF, comments, numbers, in goose's transaction": [
      "-- +goose Up\nCREATE TABLE nums (n int) PARTITION BY RANGE (n);\nCREATE TABLE rest PARTITION OF nums DEFAULT;\nINSERT INTO nums VALUES (-7);\n",
      "-- +goose Up\r\ncreate table few partition of nums for values -- a\r\n from (1) to (/* b */10);\r\n",
    ],
    "attached, where a CHECK keeps out another range": [
      `${EVENTS}CREATE TABLE rest PARTITION OF events DEFAULT;\nALTER TABLE rest ADD CONSTRAINT rest_at_check CHECK (NOT (at >= '2027-01-01' AND at < '2028-01-01'));\nINSERT INTO events VALUES (1, '1990-01-01');\nCREATE TABLE spare (id bigint NOT NULL, at date NOT NULL, note text, CHECK (at >= '2026-01-01' AND at < '2027-01-01'));\nINSERT INTO spare VALUES (1, '2026-02-01', 'x');\n`,
      "ALTER TABLE events ATTACH PARTITION spare FOR VALUES FROM ('2026-01-01') TO ('2027-01-01')",
    ],
  }),
];
