import type { CaseGroup } from "../support/case-group.ts";

/** What moves tables, what tables of a type and callers of a function follow, and what is only explained. */
export const elsewhere: CaseGroup = {
  name: "elsewhere",
  title: "Places, typed tables, routines, EXPLAIN",
  about: "What moves a table or an index, what follows a type or a function that changes, and what is only planned.",
  // A tablespace in a folder of the server's own, for which every version has this setting.
  alone: ["SET allow_in_place_tablespaces = on", "CREATE TABLESPACE other_place LOCATION ''"],
  setup: `
CREATE ACCESS METHOD heap_2 TYPE TABLE HANDLER heap_tableam_handler;
CREATE TABLE owners (id int PRIMARY KEY, t text);
CREATE TABLE things (id int PRIMARY KEY, o int CONSTRAINT fk REFERENCES owners, t text);
CREATE INDEX things_t ON things (t);
CREATE TABLE parts (id int, k int) PARTITION BY RANGE (k);
CREATE TABLE parts_1 PARTITION OF parts FOR VALUES FROM (1) TO (10);
CREATE TABLE parts_2 PARTITION OF parts FOR VALUES FROM (10) TO (20);
CREATE INDEX parts_id ON parts (id);
CREATE TYPE pair AS (a int, b int);
CREATE TABLE typed OF pair;
CREATE INDEX typed_b ON typed (b);
CREATE TYPE lone AS (a int);
CREATE TYPE held AS (a int, b int);
CREATE TABLE typed_too OF held;
CREATE TABLE holds (p held);
CREATE TABLE reads (id int, t text, u text);
CREATE INDEX reads_id ON reads (id);
CREATE VIEW reads_t AS SELECT t FROM reads;
CREATE VIEW reads_u AS SELECT u FROM reads;
CREATE VIEW reads_all AS SELECT * FROM reads;
CREATE VIEW over_u AS SELECT * FROM reads_u;
CREATE MATERIALIZED VIEW kept_u AS SELECT u FROM reads;
CREATE UNIQUE INDEX kept_u_idx ON kept_u (u);
CREATE TABLE roots (id int, c int);
CREATE TABLE kids () INHERITS (roots);
CREATE TABLE grandkids () INHERITS (kids);
CREATE VIEW kids_c AS SELECT c FROM kids;
CREATE SCHEMA s;
CREATE TABLE s.inner (id int PRIMARY KEY);
CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
CREATE TRIGGER tr AFTER UPDATE ON things FOR EACH ROW EXECUTE FUNCTION touch();
CREATE TRIGGER trp AFTER UPDATE ON parts FOR EACH ROW EXECUTE FUNCTION touch();
CREATE TRIGGER trv INSTEAD OF INSERT ON reads_t FOR EACH ROW EXECUTE FUNCTION touch();
INSERT INTO owners VALUES (1, 'a'), (2, 'b');
INSERT INTO things VALUES (1, 2, 'a'), (2, 2, 'b');
INSERT INTO parts VALUES (1, 1), (11, 11);
INSERT INTO typed VALUES (1, 1);
INSERT INTO typed_too VALUES (1, 1);
INSERT INTO holds VALUES (ROW(1, 1));
INSERT INTO reads VALUES (1, 'a', 'b');
INSERT INTO roots VALUES (1, 1);
INSERT INTO kids VALUES (2, 2);
INSERT INTO grandkids VALUES (3, 3);
INSERT INTO s.inner VALUES (2);
REFRESH MATERIALIZED VIEW kept_u;
`,
  cases: [
    "ALTER TABLE things SET TABLESPACE other_place",
    "ALTER TABLE parts SET TABLESPACE other_place",
    "ALTER INDEX things_t SET TABLESPACE other_place",
    "ALTER INDEX parts_id SET TABLESPACE other_place",
    "ALTER MATERIALIZED VIEW kept_u SET TABLESPACE other_place",
    "ALTER TABLE things SET TABLESPACE other_place, ADD COLUMN c int",
    { sql: "ALTER TABLE things SET ACCESS METHOD heap_2", from: 15 },
    { sql: "ALTER TABLE parts SET ACCESS METHOD heap_2", from: 17 },
    { sql: "ALTER MATERIALIZED VIEW kept_u SET ACCESS METHOD heap_2", from: 15 },
    { sql: "ALTER TABLE things SET ACCESS METHOD heap_2, ALTER COLUMN o SET NOT NULL", from: 15 },
    { sql: "REINDEX INDEX parts_id", from: 14 },
    { sql: "REINDEX INDEX CONCURRENTLY parts_id", from: 14 },
    "REINDEX SCHEMA public",
    { sql: "REINDEX DATABASE", from: 16 },
    { sql: "REINDEX DATABASE CONCURRENTLY", from: 16 },
    "REINDEX TABLE kept_u",
    "ALTER TYPE lone ADD ATTRIBUTE c int",
    "ALTER TYPE lone RENAME ATTRIBUTE a TO c",
    "ALTER TYPE pair ADD ATTRIBUTE c int CASCADE",
    "ALTER TYPE pair DROP ATTRIBUTE b CASCADE",
    "ALTER TYPE pair ALTER ATTRIBUTE b TYPE bigint CASCADE",
    "ALTER TYPE pair RENAME ATTRIBUTE b TO c CASCADE",
    "ALTER TYPE held ADD ATTRIBUTE c int CASCADE",
    "DROP TYPE pair CASCADE",
    "DROP TYPE held CASCADE",
    "DROP TYPE lone CASCADE",
    "DROP FUNCTION touch CASCADE",
    "DROP FUNCTION touch() CASCADE",
    "ALTER TABLE reads DROP COLUMN u CASCADE",
    "ALTER TABLE reads DROP COLUMN t CASCADE",
    "ALTER TABLE reads DROP COLUMN id CASCADE",
    "ALTER TABLE ONLY roots DROP COLUMN c",
    "ALTER TABLE roots DROP COLUMN c CASCADE",
    "ALTER TABLE ONLY roots DROP COLUMN c, ALTER COLUMN id SET STATISTICS 5",
    "EXPLAIN SELECT * FROM owners",
    "EXPLAIN ANALYZE SELECT * FROM owners",
    "EXPLAIN SELECT * FROM reads_all",
    "EXPLAIN SELECT * FROM owners FOR UPDATE",
    "EXPLAIN SELECT * FROM roots",
    "EXPLAIN INSERT INTO things VALUES (5, 1)",
    "EXPLAIN INSERT INTO holds SELECT ROW(id, o)::held FROM things",
    "EXPLAIN UPDATE owners SET t = 'x'",
    "EXPLAIN UPDATE owners SET t = u FROM reads WHERE reads.id = owners.id",
    "EXPLAIN DELETE FROM owners",
    { sql: "EXPLAIN MERGE INTO owners USING reads ON reads.id = owners.id WHEN MATCHED THEN DELETE", from: 15 },
    "EXPLAIN WITH gone AS (DELETE FROM things RETURNING *) SELECT * FROM gone",
    "EXPLAIN CREATE TABLE fresh AS SELECT * FROM owners",
    "EXPLAIN CREATE MATERIALIZED VIEW fresh AS SELECT * FROM owners",
    "EXPLAIN (ANALYZE) INSERT INTO things VALUES (5, 1)",
    "EXPLAIN (ANALYZE false) DELETE FROM owners",
    "EXPLAIN ANALYZE UPDATE owners SET t = 'x'",
    "EXPLAIN ANALYZE DELETE FROM things",
    "EXPLAIN ANALYZE CREATE TABLE fresh AS SELECT * FROM owners",
    "DISCARD PLANS",
    "NOTIFY x",
    "LISTEN x",
    "SHOW work_mem",
    'CREATE COLLATION c FROM "C"',
    "CREATE TEXT SEARCH CONFIGURATION c (COPY = simple)",
    "CREATE OPERATOR === (LEFTARG = int, RIGHTARG = int, FUNCTION = int4eq)",
    "CREATE ACCESS METHOD heap_3 TYPE TABLE HANDLER heap_tableam_handler",
    "CREATE CAST (lone AS int) WITH INOUT",
    "ALTER DATABASE postgres SET work_mem = '1MB'",
    "ALTER ROLE postgres SET work_mem = '1MB'",
  ],
};
