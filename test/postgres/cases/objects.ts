import type { CaseGroup } from "../support/case-group.ts";

/** What is neither a table's columns nor its rows: upkeep, comments, privileges, triggers, policies, domains, publications. */
export const objects: CaseGroup = {
  name: "objects",
  title: "Other objects, upkeep and privileges",
  about: "REINDEX, VACUUM and their like, comments, privileges, triggers, policies, domains, publications.",
  setup: `
CREATE TABLE owners (id int PRIMARY KEY, t text);
CREATE TABLE things (id int PRIMARY KEY, o int CONSTRAINT fk REFERENCES owners, t text CONSTRAINT c CHECK (t <> 'y'));
CREATE INDEX things_t ON things (t);
CREATE TABLE parts (id int, k int) PARTITION BY RANGE (k);
CREATE TABLE parts_1 PARTITION OF parts FOR VALUES FROM (1) TO (10);
CREATE TABLE parts_2 PARTITION OF parts FOR VALUES FROM (10) TO (20);
CREATE INDEX parts_id ON parts (id);
CREATE TABLE roots (id int, c varchar(10));
CREATE TABLE kids () INHERITS (roots);
CREATE VIEW v AS SELECT id, t FROM owners;
CREATE MATERIALIZED VIEW m AS SELECT id FROM owners;
CREATE UNIQUE INDEX m_id ON m (id);
CREATE DOMAIN positive AS int CHECK (VALUE > 0);
CREATE DOMAIN later AS int;
ALTER DOMAIN later ADD CONSTRAINT nv CHECK (VALUE > 0) NOT VALID;
CREATE TABLE uses (p positive, q positive[], l later);
CREATE TABLE uses_parts (p positive, k int) PARTITION BY RANGE (k);
CREATE TABLE uses_parts_1 PARTITION OF uses_parts FOR VALUES FROM (1) TO (10);
CREATE TYPE pair AS (a int, b int);
CREATE TABLE typed OF pair;
CREATE TABLE holds (p pair);
CREATE TYPE mood AS ENUM ('a', 'b');
CREATE TABLE moods (m mood);
CREATE SEQUENCE seq OWNED BY things.id;
CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
CREATE FUNCTION calc(int) RETURNS int LANGUAGE sql IMMUTABLE AS 'SELECT $1';
CREATE TABLE calced (id int DEFAULT calc(1), CHECK (calc(id) > 0));
CREATE VIEW calcview AS SELECT calc(id) FROM owners;
CREATE TRIGGER tr AFTER UPDATE ON things FOR EACH ROW EXECUTE FUNCTION touch();
CREATE TRIGGER trp AFTER UPDATE ON parts FOR EACH ROW EXECUTE FUNCTION touch();
CREATE POLICY pol ON things USING (true);
CREATE RULE ru AS ON DELETE TO roots DO ALSO NOTHING;
CREATE STATISTICS st ON id, t FROM things;
CREATE PUBLICATION pub FOR TABLE things;
CREATE SCHEMA s;
CREATE TABLE s.inner (id int REFERENCES owners);
INSERT INTO owners VALUES (1, 'a'), (2, 'b');
INSERT INTO things VALUES (1, 2, 'a'), (2, 2, 'b');
INSERT INTO parts VALUES (1, 1), (11, 11);
INSERT INTO roots VALUES (1, 'a');
INSERT INTO kids VALUES (2, 'b');
INSERT INTO uses VALUES (1, '{1}', 1);
INSERT INTO uses_parts VALUES (1, 1);
INSERT INTO typed VALUES (1, 1);
INSERT INTO holds VALUES (ROW(1, 1));
INSERT INTO moods VALUES ('a');
INSERT INTO calced VALUES (1);
INSERT INTO s.inner VALUES (2);
REFRESH MATERIALIZED VIEW m;
`,
  cases: [
    "REINDEX TABLE things",
    "REINDEX INDEX things_t",
    "REINDEX SCHEMA s",
    "REINDEX TABLE CONCURRENTLY things",
    "REINDEX INDEX CONCURRENTLY things_t",
    "REINDEX TABLE parts",
    "VACUUM things",
    "VACUUM FULL things",
    "VACUUM ANALYZE things",
    "VACUUM parts",
    "ANALYZE things",
    "ANALYZE things (t)",
    "ANALYZE parts",
    "ANALYZE roots",
    "CLUSTER things USING things_t",
    "REFRESH MATERIALIZED VIEW m",
    "REFRESH MATERIALIZED VIEW CONCURRENTLY m",
    "REFRESH MATERIALIZED VIEW m WITH NO DATA",
    "LOCK TABLE things IN SHARE MODE",
    "LOCK TABLE roots",
    "LOCK TABLE ONLY roots",
    "LOCK TABLE parts IN ACCESS SHARE MODE",
    "LOCK TABLE v IN ACCESS SHARE MODE",
    "COMMENT ON TABLE things IS 'x'",
    "COMMENT ON COLUMN things.id IS 'x'",
    "COMMENT ON CONSTRAINT c ON things IS 'x'",
    "COMMENT ON TRIGGER tr ON things IS 'x'",
    "COMMENT ON POLICY pol ON things IS 'x'",
    "COMMENT ON RULE ru ON roots IS 'x'",
    "COMMENT ON INDEX things_t IS 'x'",
    "COMMENT ON VIEW v IS 'x'",
    "COMMENT ON COLUMN v.id IS 'x'",
    "COMMENT ON TABLE parts IS 'x'",
    "COMMENT ON TYPE mood IS 'x'",
    "COMMENT ON CONSTRAINT positive_check ON DOMAIN positive IS 'x'",
    "COMMENT ON SEQUENCE seq IS 'x'",
    "GRANT SELECT ON things TO pg_monitor",
    "GRANT SELECT (id) ON things TO pg_monitor",
    "GRANT SELECT ON ALL TABLES IN SCHEMA public TO pg_monitor",
    "REVOKE ALL ON things FROM pg_monitor",
    "GRANT USAGE ON SCHEMA s TO pg_monitor",
    "CREATE TRIGGER t2 BEFORE INSERT ON things FOR EACH ROW EXECUTE FUNCTION touch()",
    "CREATE TRIGGER t2 AFTER INSERT ON parts FOR EACH ROW EXECUTE FUNCTION touch()",
    "CREATE TRIGGER t2 AFTER INSERT ON parts FOR EACH STATEMENT EXECUTE FUNCTION touch()",
    "CREATE TRIGGER t2 AFTER INSERT ON roots FOR EACH ROW EXECUTE FUNCTION touch()",
    "CREATE CONSTRAINT TRIGGER t2 AFTER INSERT ON things FROM owners FOR EACH ROW EXECUTE FUNCTION touch()",
    { sql: "CREATE OR REPLACE TRIGGER tr AFTER UPDATE ON things FOR EACH ROW EXECUTE FUNCTION touch()", from: 14 },
    "CREATE TRIGGER t2 INSTEAD OF INSERT ON v FOR EACH ROW EXECUTE FUNCTION touch()",
    "ALTER TRIGGER tr ON things RENAME TO tr2",
    "ALTER TRIGGER trp ON parts RENAME TO tr2",
    "DROP TRIGGER tr ON things",
    "DROP TRIGGER trp ON parts",
    "CREATE POLICY p2 ON things USING (id IN (SELECT id FROM owners))",
    "ALTER POLICY pol ON things USING (id IN (SELECT id FROM owners))",
    "ALTER POLICY pol ON things RENAME TO p2",
    "DROP POLICY pol ON things",
    "CREATE RULE r2 AS ON INSERT TO things DO ALSO INSERT INTO owners VALUES (9, 'x')",
    "ALTER RULE ru ON roots RENAME TO r2",
    "DROP RULE ru ON roots",
    "CREATE STATISTICS s2 ON id, t FROM things",
    "CREATE STATISTICS IF NOT EXISTS st ON id, t FROM things",
    { sql: "ALTER STATISTICS st SET STATISTICS 5", from: 13 },
    "ALTER STATISTICS st RENAME TO s3",
    "DROP STATISTICS st",
    "CREATE PUBLICATION p2 FOR TABLE things",
    "CREATE PUBLICATION p2 FOR TABLE roots",
    "CREATE PUBLICATION p2 FOR ALL TABLES",
    "ALTER PUBLICATION pub ADD TABLE owners",
    "ALTER PUBLICATION pub SET TABLE owners",
    "ALTER PUBLICATION pub DROP TABLE things",
    "ALTER PUBLICATION pub RENAME TO p3",
    "DROP PUBLICATION pub",
    'DROP DATABASE IF EXISTS "No Such"',
    "ALTER TYPE mood ADD VALUE 'z'",
    "ALTER TYPE mood RENAME VALUE 'a' TO 'z'",
    "ALTER DOMAIN positive SET DEFAULT 3",
    "ALTER DOMAIN positive DROP NOT NULL",
    "ALTER DOMAIN later ADD CHECK (VALUE < 1000)",
    "ALTER DOMAIN later ADD CONSTRAINT x CHECK (VALUE < 1000) NOT VALID",
    "ALTER DOMAIN later VALIDATE CONSTRAINT nv",
    "ALTER DOMAIN later DROP CONSTRAINT nv",
    "ALTER DOMAIN later OWNER TO pg_monitor",
    "ALTER SEQUENCE seq OWNED BY owners.id",
    "ALTER SEQUENCE seq OWNED BY NONE",
    "ALTER SEQUENCE seq RESTART",
    "CREATE SEQUENCE s9 OWNED BY things.id",
    "ALTER INDEX things_t SET (fillfactor = 50)",
    "ALTER INDEX things_t RESET (fillfactor)",
    "ALTER INDEX things_t SET TABLESPACE pg_default",
    "ALTER INDEX things_t RENAME TO other",
    "ALTER TABLE things SET TABLESPACE pg_default",
    "ALTER VIEW v OWNER TO pg_monitor",
    "ALTER VIEW v SET (security_barrier = true)",
    "ALTER MATERIALIZED VIEW m SET (fillfactor = 50)",
    "ALTER MATERIALIZED VIEW m OWNER TO pg_monitor",
    "ALTER MATERIALIZED VIEW m CLUSTER ON m_id",
    "DROP SCHEMA s CASCADE",
    "DROP TYPE mood CASCADE",
    "DROP DOMAIN positive CASCADE",
    "TRUNCATE ONLY roots",
    "TRUNCATE roots",
    "SELECT * FROM ONLY roots",
    "UPDATE ONLY roots SET id = 3",
    "DELETE FROM ONLY roots",
    "DO $$ BEGIN ALTER TABLE things ADD COLUMN z int; UPDATE owners SET t = 'b'; END $$",
    "CREATE TABLE s.other (LIKE things INCLUDING ALL)",
    "CREATE SCHEMA s4 CREATE TABLE x (id int REFERENCES owners)",
    "ALTER TABLE roots DISABLE RULE ru",
    "ALTER TABLE parts DISABLE TRIGGER trp",
    "ALTER TABLE typed NOT OF",
    "SELECT * FROM things FOR UPDATE",
    "SELECT * FROM v FOR UPDATE",
    "DROP EXTENSION IF EXISTS missing",
    "ALTER DOMAIN later SET NOT NULL",
    "ALTER DOMAIN later RENAME CONSTRAINT nv TO v",
    "ALTER SEQUENCE seq AS bigint",
    { sql: "ALTER TABLE things SET ACCESS METHOD heap", from: 15 },
    "ALTER TABLE owners SET (autovacuum_enabled = off), ADD COLUMN z int",
  ],
};
