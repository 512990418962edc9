import type { CaseGroup } from "../support/case-group.ts";

/** What reaches the branches of the catalogue that no other case does. */
export const corners: CaseGroup = {
  name: "corners",
  title: "Corners",
  about:
    "Bounds that a CHECK proves in many ways, names in quotes and schemas, and what is there already or not at all.",
  setup: `
CREATE SCHEMA crm;
CREATE TYPE crm.mood AS ENUM ('a', 'b');
CREATE DOMAIN crm.feeling AS crm.mood;
CREATE DOMAIN "Whole Thing" AS "crm".mood;
CREATE DOMAIN listed AS int[];
CREATE TYPE crm.pair AS (a int, b int);
CREATE TABLE owners (id int PRIMARY KEY, o int REFERENCES owners, "Odd" int, bits bit(4), tags varchar(5)[]);
CREATE TABLE pointing (o int REFERENCES owners ON DELETE CASCADE ON UPDATE CASCADE);
CREATE TABLE feels (f crm.feeling, w "Whole Thing", m crm.mood, l listed);
CREATE INDEX feels_f ON feels (f);
CREATE SCHEMA more;
CREATE STATISTICS more.odd ON id, o FROM owners;
CREATE SEQUENCE loose;
CREATE SEQUENCE owned OWNED BY owners."Odd";
CREATE VIEW names AS SELECT id FROM owners;
CREATE TABLE crm.plain (id int);
CREATE VIEW crm.seen AS SELECT id FROM crm.plain;
CREATE MATERIALIZED VIEW crm.kept AS SELECT id FROM crm.plain;
CREATE EXTENSION citext;
CREATE SCHEMA calls;
CREATE FUNCTION calls.touch() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
CREATE TABLE called (id int, o int, UNIQUE (id), CONSTRAINT called_self FOREIGN KEY (o) REFERENCES called (id) ON DELETE SET NULL);
CREATE TRIGGER tr AFTER UPDATE ON called FOR EACH ROW EXECUTE FUNCTION calls.touch();
CREATE INDEX called_id ON called (id);
CREATE TABLE clustered (id int, k int) PARTITION BY RANGE (k);
CREATE TABLE clustered_1 PARTITION OF clustered FOR VALUES FROM (1) TO (10);
CREATE INDEX clustered_id ON clustered (id);
CREATE TABLE lists (k int, n int) PARTITION BY LIST (k);
CREATE TABLE in_list (k int NOT NULL, n int, CHECK (k IN (1, 2)));
CREATE TABLE in_any (k int NOT NULL, n int, CHECK (k = ANY (ARRAY[3, 4])));
CREATE TABLE in_one (k int NOT NULL, n int, CHECK ((k = 5)));
CREATE TABLE in_more (k int NOT NULL, n int, CHECK (k IN (6, 7, 8)));
CREATE TABLE in_null (k int NOT NULL, n int, CHECK (k IN (9, NULL)));
CREATE TABLE in_range (k int NOT NULL, n int, CHECK (k >= 10 AND k <= 11));
CREATE TABLE ranges (k int, n int) PARTITION BY RANGE (k);
CREATE TABLE inside (k int NOT NULL, n int, CHECK (k > -20 AND k <= -11));
CREATE TABLE open_end (k int NOT NULL, n int, CHECK (k >= 100));
CREATE TABLE half (k int NOT NULL, n int, CHECK (k >= 30));
CREATE TABLE wide (k int NOT NULL, n int, CHECK (k >= 0 AND k < 1000));
CREATE TABLE worded (k int NOT NULL, n int, CHECK (k <> 50 AND k < abs(60) AND k >= 50));
CREATE TABLE dated (k date) PARTITION BY RANGE (k);
CREATE TABLE dated_1 (k date NOT NULL, CHECK (k >= '2024-01-01'::date AND k < DATE '2025-01-01'));
CREATE TABLE dated_2 (k date NOT NULL, CHECK (k >= '2025-01-02' AND k < '2026-01-01'));
CREATE TABLE two_keys (k int, n int) PARTITION BY RANGE (k, n);
CREATE TABLE of_both (k int NOT NULL, n int NOT NULL, CHECK (k >= 1 AND k < 2 AND n >= 1 AND n < 2));
CREATE TABLE hashed (k int) PARTITION BY HASH (k);
CREATE TABLE hashed_1 (k int NOT NULL, CHECK (k > 0));
CREATE TABLE tops (k int, n int) PARTITION BY RANGE (k);
CREATE TABLE tops_1 PARTITION OF tops FOR VALUES FROM (1) TO (10) PARTITION BY RANGE (n);
CREATE TABLE says_both (k int NOT NULL, n int NOT NULL, CHECK (k >= 1 AND k < 10 AND n >= 1 AND n < 5));
CREATE TABLE says_one (k int NOT NULL, n int NOT NULL, CHECK (n >= 1 AND n < 5));
CREATE TABLE roots (id int);
CREATE TABLE lefts () INHERITS (roots);
CREATE TABLE rights () INHERITS (roots);
CREATE TABLE bottoms () INHERITS (lefts, rights);
CREATE UNIQUE INDEX roots_expression ON roots ((id + 1));
INSERT INTO owners VALUES (1, 1, 1, B'0101', '{a}'), (2, 1, 2, B'0101', '{a}');
INSERT INTO pointing VALUES (1);
INSERT INTO feels VALUES ('a', 'b', 'a', '{1}');
INSERT INTO crm.plain VALUES (1);
INSERT INTO called VALUES (1, 1), (2, 1);
INSERT INTO clustered VALUES (1, 1);
INSERT INTO in_list VALUES (1, 1);
INSERT INTO in_any VALUES (3, 1);
INSERT INTO in_one VALUES (5, 1);
INSERT INTO in_more VALUES (6, 1);
INSERT INTO in_null VALUES (9, 1);
INSERT INTO in_range VALUES (10, 1);
INSERT INTO inside VALUES (-15, 1);
INSERT INTO open_end VALUES (100, 1);
INSERT INTO half VALUES (30, 1);
INSERT INTO wide VALUES (300, 1);
INSERT INTO worded VALUES (51, 1);
INSERT INTO dated_1 VALUES ('2024-05-05');
INSERT INTO dated_2 VALUES ('2025-05-05');
INSERT INTO of_both VALUES (1, 1);
INSERT INTO hashed_1 VALUES (1);
INSERT INTO says_both VALUES (1, 1);
INSERT INTO says_one VALUES (1, 1);
INSERT INTO roots VALUES (1);
INSERT INTO lefts VALUES (2);
INSERT INTO rights VALUES (3);
INSERT INTO bottoms VALUES (4);
REFRESH MATERIALIZED VIEW crm.kept;
`,
  cases: [
    // Bounds that a CHECK proves, or does not.
    "ALTER TABLE lists ATTACH PARTITION in_list FOR VALUES IN (1, 2)",
    "ALTER TABLE lists ATTACH PARTITION in_list FOR VALUES IN (1, 2, 3)",
    "ALTER TABLE lists ATTACH PARTITION in_any FOR VALUES IN (3, 4)",
    "ALTER TABLE lists ATTACH PARTITION in_one FOR VALUES IN (5)",
    "ALTER TABLE lists ATTACH PARTITION in_more FOR VALUES IN (6, 7)",
    "ALTER TABLE lists ATTACH PARTITION in_null FOR VALUES IN (9)",
    "ALTER TABLE lists ATTACH PARTITION in_range FOR VALUES IN (10, 11)",
    "ALTER TABLE lists ATTACH PARTITION in_list DEFAULT",
    "ALTER TABLE ranges ATTACH PARTITION inside FOR VALUES FROM (-20) TO (-10)",
    "ALTER TABLE ranges ATTACH PARTITION open_end FOR VALUES FROM (100) TO (MAXVALUE)",
    "ALTER TABLE ranges ATTACH PARTITION half FOR VALUES FROM (30) TO (40)",
    "ALTER TABLE ranges ATTACH PARTITION wide FOR VALUES FROM (MINVALUE) TO (1000)",
    "ALTER TABLE ranges ATTACH PARTITION wide FOR VALUES FROM (300) TO (400)",
    "ALTER TABLE ranges ATTACH PARTITION worded FOR VALUES FROM (50) TO (60)",
    "ALTER TABLE dated ATTACH PARTITION dated_1 FOR VALUES FROM ('2024-01-01') TO ('2025-01-01')",
    "ALTER TABLE dated ATTACH PARTITION dated_2 FOR VALUES FROM ('2025-01-01') TO ('2026-01-01')",
    "ALTER TABLE two_keys ATTACH PARTITION of_both FOR VALUES FROM (1, 1) TO (1, 5)",
    "ALTER TABLE hashed ATTACH PARTITION hashed_1 FOR VALUES WITH (MODULUS 1, REMAINDER 0)",
    "ALTER TABLE tops_1 ATTACH PARTITION says_both FOR VALUES FROM (1) TO (5)",
    "ALTER TABLE tops_1 ATTACH PARTITION says_one FOR VALUES FROM (1) TO (5)",
    // Types with schemas, quotes and lists.
    "ALTER TABLE feels ALTER COLUMN f TYPE crm.mood",
    "ALTER TABLE feels ALTER COLUMN w TYPE crm.mood",
    "ALTER TABLE feels ALTER COLUMN m TYPE crm.feeling",
    "ALTER TABLE feels ALTER COLUMN l TYPE int[]",
    "ALTER TABLE owners ALTER COLUMN bits TYPE varbit",
    "ALTER TABLE owners ALTER COLUMN bits TYPE varbit(8)",
    "ALTER TABLE owners ALTER COLUMN tags TYPE varchar(5)[]",
    "ALTER TABLE owners ALTER COLUMN tags TYPE varchar(9)[]",
    'ALTER TABLE owners ALTER COLUMN "Odd" TYPE int USING "Odd"',
    "ALTER TABLE pointing ALTER COLUMN o TYPE int USING O",
    'ALTER TABLE owners ADD COLUMN c int DEFAULT "abs"(1)',
    "DROP TYPE crm.mood CASCADE",
    "DROP DOMAIN listed CASCADE",
    // Without CASCADE, and what is alone.
    "DROP SEQUENCE loose",
    "DROP SEQUENCE loose CASCADE",
    "DROP SEQUENCE owned CASCADE",
    "DROP TYPE crm.pair",
    "DROP TYPE IF EXISTS missing CASCADE",
    "DROP SCHEMA IF EXISTS missing",
    "DROP SCHEMA crm CASCADE",
    "DROP STATISTICS more.odd",
    "DROP FUNCTION IF EXISTS missing()",
    "DROP VIEW names CASCADE",
    "DROP TABLE roots CASCADE",
    "DROP TABLE owners CASCADE",
    "DELETE FROM owners",
    "UPDATE owners SET id = 3 WHERE id = 2",
    "ALTER SEQUENCE loose SET SCHEMA crm",
    "ALTER TABLE loose SET SCHEMA crm",
    "ALTER TABLE loose RENAME TO other",
    "ALTER SEQUENCE loose OWNER TO pg_monitor",
    "ALTER SCHEMA crm RENAME TO sales",
    "COMMENT ON COLUMN crm.pair.a IS 'x'",
    "COMMENT ON CONSTRAINT owners_pkey ON owners IS 'x'",
    "CREATE INDEX IF NOT EXISTS fresh ON crm.kept (id)",
    "CREATE UNIQUE INDEX IF NOT EXISTS feels_f ON feels (m)",
    "CREATE EXTENSION IF NOT EXISTS citext",
    "ALTER TABLE roots ADD COLUMN c int",
    "ALTER TABLE roots ALTER COLUMN id SET STATISTICS 5",
    "CLUSTER roots USING roots_expression",
    { sql: "CLUSTER clustered USING clustered_id", from: 15 },
    "REINDEX TABLE CONCURRENTLY clustered",
    { sql: "ALTER TABLE owners ALTER CONSTRAINT owners_o_fkey NOT ENFORCED", from: 18 },
    { sql: "ALTER TABLE called ALTER CONSTRAINT called_self NOT ENFORCED", from: 18 },
    "DROP SCHEMA calls CASCADE",
    "DELETE FROM called WHERE id = 2",
    "UPDATE called SET id = 5 WHERE id = 2",
    "ALTER TABLE called ALTER COLUMN o TYPE int USING id",
    "VACUUM FULL lists",
    "VACUUM FULL tops",
    "REINDEX TABLE roots",
    "ANALYZE tops",
    "SELECT * FROM crm.seen",
    "DO $$ BEGIN IF 1 = 1 THEN ALTER TABLE roots ADD COLUMN z int; END IF; FOR i IN 1..2 LOOP DELETE FROM feels; END LOOP; END $$",
    "DO $$ BEGIN ALTER TABLE roots RENAME TO tree; ALTER TABLE tree ADD COLUMN z int; ALTER TABLE names RENAME TO n; DROP VIEW n; END $$",
    "DO $$ BEGIN ALTER TABLE roots RENAME COLUMN id TO no; ALTER TABLE roots ALTER COLUMN no TYPE bigint; END $$",
    { sql: "CREATE PUBLICATION p FOR TABLE ranges, roots", from: 13 },
    "CREATE PUBLICATION p FOR TABLE ONLY roots",
  ],
};
