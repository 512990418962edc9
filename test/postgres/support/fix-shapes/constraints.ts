import type { FixShape } from "../fix-shapes.ts";
import { shapes } from "./shapes.ts";

const TABLES =
  "CREATE TABLE users (id bigint PRIMARY KEY, email text);\nCREATE TABLE orders (id bigint PRIMARY KEY, user_id bigint, line int, note text);\n";
const ODD =
  'CREATE SCHEMA "Süd";\nCREATE TABLE "Süd"."My ""Orders""" (id int PRIMARY KEY, "User Id" int, "👩‍🚀" int);\n';
const PARTS = `CREATE TABLE users (id bigint PRIMARY KEY);
CREATE TABLE events (user_id bigint, size int, at date NOT NULL) PARTITION BY RANGE (at);
CREATE TABLE events_1 PARTITION OF events FOR VALUES FROM ('2024-01-01') TO ('2025-01-01');
CREATE TABLE events_2 PARTITION OF events FOR VALUES FROM ('2025-01-01') TO ('2026-01-01');\n`;
const FAMILY =
  "CREATE TABLE animals (id int NOT NULL, name text);\nCREATE TABLE dogs (bites int) INHERITS (animals);\n";
const LOOSE = "CREATE TABLE lines (order_id bigint NOT NULL, line int, note text);\n";

/** Constraints that are proven or built under lock, as their authors may have written them. */
export const CONSTRAINT_SHAPES: readonly FixShape[] = [
  ...shapes("foreign-key-validated-at-once", {
    "quoted, in a schema, to itself": [
      ODD,
      'ALTER TABLE "Süd"."My ""Orders""" ADD FOREIGN KEY ("User Id") REFERENCES "Süd"."My ""Orders""" ON UPDATE CASCADE;',
    ],
    "CRLF, deferred, comments between the words": [
      TABLES,
      "SELECT 1;\r\nalter table only orders -- why\r\n  add constraint k foreign/* a */key (user_id) -- b\r\n  references users (id) deferrable initially deferred; -- c\r\nSELECT 2;\r\n",
    ],
    "the first of several": [
      TABLES,
      "ALTER TABLE IF EXISTS orders ADD FOREIGN KEY (user_id) REFERENCES users MATCH FULL, ADD COLUMN b int, ALTER note SET DEFAULT 'x'",
    ],
    "at a new column, with a comment behind it": [
      `${TABLES}INSERT INTO users VALUES (7);\n`,
      "ALTER TABLE orders ADD buyer bigint DEFAULT 7 -- the first\n  CONSTRAINT buyer_there REFERENCES users (id) ON DELETE SET NULL NOT NULL;",
    ],
    "dropped again in the same file, which goose runs in a transaction": [
      `-- +goose Up\n${TABLES}`,
      "-- +goose Up\nALTER TABLE orders ADD CONSTRAINT for_now FOREIGN KEY (user_id) REFERENCES users;\nALTER TABLE orders DROP CONSTRAINT for_now;\n",
    ],
    "dropped again in the same file, which Prisma sends as one query": [
      TABLES,
      "ALTER TABLE orders ADD CONSTRAINT for_now FOREIGN KEY (user_id) REFERENCES users;\nALTER TABLE orders DROP CONSTRAINT for_now;\n",
      { prisma: true },
    ],
    "a name that is taken": [
      `${TABLES}ALTER TABLE users ADD CONSTRAINT orders_user_id_fkey CHECK (id > 0);\n`,
      "ALTER TABLE orders ADD FOREIGN KEY (user_id) REFERENCES users;",
    ],
    "in goose's transaction, among others": [
      `-- +goose Up\n${TABLES}`,
      "-- +goose Up\nALTER TABLE orders ADD COLUMN b int;\nALTER TABLE orders ADD FOREIGN KEY (user_id) REFERENCES users;\nSELECT 1;\n-- +goose Down\nSELECT 2;\n",
    ],
    "a partitioned table, on 18": [
      PARTS,
      "ALTER TABLE events ADD FOREIGN KEY (user_id) REFERENCES users;",
      { postgres: 18 },
    ],
  }),
  ...shapes("check-validated-at-once", {
    "quoted, in a schema, astral": [
      ODD,
      'ALTER TABLE "Süd"."My ""Orders""" ADD CHECK ("👩‍🚀" > 0 AND "User Id" <> 5);',
    ],
    "CRLF, NO INHERIT, comments between the words": [
      FAMILY,
      "alter table animals\r\n  add/* a */check (id > 0) -- b\r\n  no inherit;\r\nSELECT 1;\r\n",
    ],
    "a table with children": [FAMILY, "ALTER TABLE animals ADD CONSTRAINT small CHECK (id < 1000000000);"],
    "a partitioned table, in a transaction of its own": [
      PARTS,
      "BEGIN;\nALTER TABLE events ADD CHECK (size < 2000000000), ALTER size SET DEFAULT 4;\nSELECT 1;\nCOMMIT;\n",
    ],
    "at a new column with a default, named": [
      TABLES,
      "ALTER TABLE orders ADD COLUMN IF NOT EXISTS c int NOT NULL CONSTRAINT c_low CHECK (c < 5) DEFAULT 4, ADD COLUMN d text;",
    ],
    "at a new column without a value": [TABLES, "ALTER TABLE orders ADD c int check(c>0)"],
  }),
  ...shapes("unique-constraint-builds-index", {
    "quoted, in a schema, astral": [
      ODD,
      'ALTER TABLE "Süd"."My ""Orders""" ADD CONSTRAINT "Ü 1" UNIQUE ("👩‍🚀", "User Id");',
    ],
    "CRLF, comments between the words, the last of several": [
      TABLES,
      "ALTER TABLE orders\r\n  ADD b int,\r\n  ADD/* a */unique(line,-- b\r\n  note)deferrable;\r\nSELECT 1;\r\n",
    ],
    "NULLS NOT DISTINCT, on 15 and later": [
      TABLES,
      "ALTER TABLE orders ADD UNIQUE NULLS NOT DISTINCT (note) INCLUDE (line) NOT DEFERRABLE;",
      { postgres: 18 },
    ],
    "at a new column, named": [
      TABLES,
      "ALTER TABLE ONLY orders ADD COLUMN code text CONSTRAINT one_code UNIQUE DEFERRABLE INITIALLY DEFERRED NOT NULL DEFAULT 'x';",
    ],
    "a name that a relation has": [
      `${TABLES}CREATE TABLE orders_note_key (id int);\n`,
      "ALTER TABLE orders ADD UNIQUE (note);",
    ],
    "in goose's transaction, alone": [
      `-- +goose Up\n${TABLES}`,
      "-- +goose Up\nALTER TABLE orders ADD UNIQUE (note);\n",
    ],
    "in a transaction of its own, among others": [
      TABLES,
      "BEGIN;\nALTER TABLE orders ADD COLUMN b int;\nALTER TABLE orders ADD CONSTRAINT k UNIQUE (line);\nALTER TABLE users ADD COLUMN c int;\nCOMMIT;\n",
    ],
  }),
  ...shapes("primary-key-builds-index", {
    "quoted, in a schema, two nullable columns": [
      'CREATE SCHEMA "Süd";\nCREATE TABLE "Süd"."T T" ("A a" int, b int, c int NOT NULL);\n',
      'ALTER TABLE "Süd"."T T" ADD PRIMARY KEY ("A a", c, b);',
    ],
    "CRLF, beside a default, INCLUDE": [
      LOOSE,
      "ALTER TABLE lines\r\n  ALTER note SET DEFAULT 'x',\r\n  ADD CONSTRAINT k PRIMARY KEY (order_id) INCLUDE (line);\r\n",
    ],
    "a column that a CHECK proves": [
      `${LOOSE}ALTER TABLE lines ADD CHECK (line IS NOT NULL AND line > -5);\n`,
      "ALTER TABLE lines ADD PRIMARY KEY (line, order_id) DEFERRABLE;",
    ],
    "in a transaction of its own": [LOOSE, "BEGIN;\nALTER TABLE lines ADD PRIMARY KEY (order_id, line);\nCOMMIT;\n"],
  }),
  ...shapes("primary-key-over-nullable-column", {
    "an index of another name": [
      `${LOOSE}CREATE UNIQUE INDEX some_idx ON lines (line, order_id);\n`,
      "ALTER TABLE lines ADD CONSTRAINT lines_key PRIMARY KEY USING INDEX some_idx;",
    ],
    "quoted, two columns, beside a default": [
      'CREATE TABLE "T T" ("A a" int, "B" int, c text);\nCREATE UNIQUE INDEX "I I" ON "T T" ("B", "A a");\n',
      'ALTER TABLE "T T" ADD PRIMARY KEY USING INDEX "I I", ALTER c SET DEFAULT 4;',
    ],
    "in goose's transaction, a CHECK that waits": [
      `-- +goose Up\n${LOOSE}CREATE UNIQUE INDEX i ON lines (line);\nALTER TABLE lines ADD CONSTRAINT there CHECK (line IS NOT NULL) NOT VALID;\n`,
      "-- +goose Up\nALTER TABLE lines ADD PRIMARY KEY USING INDEX i;\n",
    ],
  }),
  ...shapes("not-null-scan", {
    "quoted, in a schema, astral": [ODD, 'ALTER TABLE "Süd"."My ""Orders""" ALTER "👩‍🚀" SET NOT NULL;'],
    "CRLF, between others": [
      TABLES,
      "ALTER TABLE orders\r\n  ADD COLUMN b int,\r\n  ALTER COLUMN note SET NOT NULL, -- why\r\n  ALTER line SET DEFAULT 4;\r\n",
    ],
    "a table with children": [FAMILY, "ALTER TABLE animals ALTER COLUMN name SET NOT NULL;"],
    "a partitioned table, in goose's transaction": [
      `-- +goose Up\n${PARTS}`,
      "-- +goose Up\nALTER TABLE events ALTER COLUMN size SET NOT NULL;\nSELECT 1;\n",
    ],
    "a name that is taken": [
      `${TABLES}ALTER TABLE orders ADD CONSTRAINT orders_note_not_null CHECK (line <> 5);\n`,
      "ALTER TABLE orders ALTER COLUMN note SET NOT NULL;",
    ],
    "as a constraint, in a transaction of its own, on 18": [
      TABLES,
      "BEGIN;\nALTER TABLE orders ADD NOT NULL note, ADD COLUMN b int;\nCOMMIT;\n",
      { postgres: 18 },
    ],
  }),
  ...shapes("domain-constraint-scans-tables", {
    "quoted, in a schema, in goose's transaction": [
      '-- +goose Up\nCREATE SCHEMA "Süd";\nCREATE DOMAIN "Süd"."D d" AS int;\nCREATE TABLE "Süd"."T T" ("A a" "Süd"."D d", b int);\nCREATE TABLE plain (d "Süd"."D d");\n',
      '-- +goose Up\nALTER DOMAIN "Süd"."D d" ADD CONSTRAINT "C c" CHECK (value < 1000000000 AND (VALUE)::text <> \'VALUE\');\n',
    ],
    "without a name": [
      "CREATE DOMAIN code AS text;\nCREATE TABLE a (c code);\nCREATE TABLE b (c code, d code);\n",
      "ALTER DOMAIN code ADD CHECK (length(VALUE) < 100);",
    ],
    "a table with partitions": [
      `CREATE DOMAIN size AS int;\nCREATE TABLE ev (s size, at date NOT NULL) PARTITION BY RANGE (at);
CREATE TABLE ev_1 PARTITION OF ev FOR VALUES FROM ('2024-01-01') TO ('2025-01-01');\n`,
      "ALTER DOMAIN size ADD CONSTRAINT small CHECK (VALUE < 2000000000);",
    ],
  }),
  ...shapes("validated-in-same-transaction", {
    "CRLF, the last subcommand, a comment behind it": [
      TABLES,
      "BEGIN;\r\nALTER TABLE orders ADD CONSTRAINT k CHECK (line <> 5) NOT VALID;\r\nALTER TABLE orders ALTER note SET DEFAULT 'x', VALIDATE CONSTRAINT k; -- why\r\nCOMMIT;\r\n",
    ],
    "quoted, without a name, to itself": [
      ODD,
      'BEGIN;\nALTER TABLE "Süd"."My ""Orders""" ADD FOREIGN KEY ("User Id") REFERENCES "Süd"."My ""Orders""" NOT VALID;\nALTER TABLE "Süd"."My ""Orders""" VALIDATE CONSTRAINT "My ""Orders""_User Id_fkey";\nSELECT 1;\nCOMMIT;\n',
    ],
    "two in goose's transaction": [
      `-- +goose Up\n${TABLES}`,
      "-- +goose Up\nALTER TABLE orders ADD CONSTRAINT k CHECK (line <> 5) NOT VALID;\nALTER TABLE orders VALIDATE CONSTRAINT k;\nSELECT 1;\n",
    ],
    "in one statement, the first": [
      TABLES,
      "ALTER TABLE orders VALIDATE CONSTRAINT k, ADD CONSTRAINT k CHECK (line <> 5) NOT VALID;",
    ],
  }),
  ...shapes("constraint-never-validated", {
    "quoted, in a schema": [
      ODD,
      'ALTER TABLE "Süd"."My ""Orders""" ADD CONSTRAINT "C c" CHECK ("User Id" <> 5) NOT VALID;',
      { followed: true },
    ],
    "the second subcommand, CRLF": [
      TABLES,
      "ALTER TABLE orders\r\n  ADD COLUMN b int,\r\n  ADD FOREIGN KEY (user_id) REFERENCES users NOT VALID;\r\n",
      { followed: true },
    ],
    "a NOT NULL, on 18": [
      TABLES,
      "ALTER TABLE orders ADD CONSTRAINT there NOT NULL note NOT VALID;",
      { followed: true, postgres: 18 },
    ],
  }),
];
