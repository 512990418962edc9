import type { CaseGroup } from "../support/case-group.ts";

/** Partitioned tables, in both directions of a foreign key, and tables that inherit. */
export const partitions: CaseGroup = {
  name: "partitions",
  title: "Partitioned and inheriting tables",
  about: "Partitions at several depths, in both directions of a foreign key, and tables that inherit.",
  setup: `
CREATE TABLE accounts (id int PRIMARY KEY);
CREATE TABLE events (id int NOT NULL, at date NOT NULL, account int, note text, size int, PRIMARY KEY (id, at)) PARTITION BY RANGE (at);
CREATE TABLE events_1 PARTITION OF events FOR VALUES FROM ('2024-01-01') TO ('2025-01-01');
CREATE TABLE events_2 PARTITION OF events FOR VALUES FROM ('2025-01-01') TO ('2026-01-01');
CREATE INDEX events_note_idx ON events (note);
CREATE TABLE logs (id int, at date, note text) PARTITION BY RANGE (at);
CREATE TABLE logs_1 PARTITION OF logs FOR VALUES FROM ('2024-01-01') TO ('2025-01-01');
CREATE TABLE logs_rest PARTITION OF logs DEFAULT;
CREATE INDEX logs_at_idx ON ONLY logs (at);
CREATE INDEX logs_1_at_idx ON logs_1 (at);
CREATE INDEX logs_rest_at_idx ON logs_rest (at);
CREATE TABLE measures (id int, at date, account int REFERENCES accounts (id), size int) PARTITION BY RANGE (at);
CREATE TABLE measures_1 PARTITION OF measures FOR VALUES FROM ('2024-01-01') TO ('2025-01-01') PARTITION BY LIST (id);
CREATE TABLE measures_1_1 PARTITION OF measures_1 FOR VALUES IN (1);
CREATE TABLE measures_1_2 PARTITION OF measures_1 FOR VALUES IN (2);
CREATE INDEX measures_size_idx ON measures (size);
CREATE TABLE mentions (id int PRIMARY KEY, event int, at date, FOREIGN KEY (event, at) REFERENCES events (id, at));
CREATE TABLE bare (id int, at date NOT NULL, size int, kind int NOT NULL DEFAULT 1) PARTITION BY RANGE (at);
CREATE TABLE bare_1 PARTITION OF bare FOR VALUES FROM ('2024-01-01') TO ('2025-01-01');
CREATE TABLE bare_checked (id int, at date NOT NULL, size int, kind int NOT NULL, CHECK (at >= '2026-01-01' AND at < '2027-01-01'));
CREATE TABLE bare_nullable (id int, at date NOT NULL, size int, kind int NOT NULL);
CREATE TABLE measure_spare (id int, at date, account int, size int);
CREATE TABLE log_ready (id int, at date, note text, CHECK (at IS NOT NULL AND at >= '2026-01-01' AND at < '2028-01-01'));
CREATE INDEX log_ready_at_idx ON log_ready (at);
CREATE TABLE measure_ready (id int NOT NULL, at date NOT NULL, account int REFERENCES accounts (id), size int, CHECK (at >= '2028-01-01' AND at < '2029-01-01'));
CREATE INDEX measure_ready_size_idx ON measure_ready (size);
CREATE TABLE roots (id int, name text);
CREATE TABLE sprouts () INHERITS (roots);
CREATE TABLE spare (id int NOT NULL, at date NOT NULL, account int, note text, size int);
CREATE TABLE checked (id int NOT NULL, at date NOT NULL, account int, note text, size int, CHECK (at >= '2027-01-01' AND at < '2028-01-01'));
CREATE TABLE log_spare (id int, at date, note text);
CREATE TABLE animals (id int PRIMARY KEY, name varchar(10), CONSTRAINT named CHECK (name IS NOT NULL));
CREATE TABLE cats (lives int) INHERITS (animals);
CREATE TABLE dogs (id int NOT NULL, name varchar(10), CONSTRAINT named CHECK (name IS NOT NULL), CONSTRAINT small CHECK (id < 1000));
ALTER TABLE animals ADD CONSTRAINT small CHECK (id < 1000) NOT VALID;
INSERT INTO bare VALUES (1, '2024-02-01', 1);
INSERT INTO bare_checked VALUES (1, '2026-02-01', 1, 1);
INSERT INTO bare_nullable VALUES (1, '2028-02-01', 1, 1);
INSERT INTO measure_spare VALUES (1, '2028-02-01', 2, 1);
INSERT INTO roots VALUES (2, 'x');
INSERT INTO sprouts VALUES (3, 'x');
INSERT INTO accounts VALUES (1), (2);
INSERT INTO log_ready VALUES (1, '2026-02-01');
INSERT INTO measure_ready VALUES (1, '2028-02-01', 2, 1);
INSERT INTO events VALUES (1, '2024-02-01', 2, 'x', 1), (2, '2025-02-01', 2, 'x', 1);
INSERT INTO logs VALUES (1, '2024-02-01', 'x'), (2, '2030-02-01', 'x');
INSERT INTO measures VALUES (1, '2024-02-01', 2, 1), (2, '2024-02-01', 2, 1);
INSERT INTO mentions VALUES (1, 1, '2024-02-01');
INSERT INTO spare VALUES (7, '2026-02-01');
INSERT INTO checked VALUES (8, '2027-02-01');
INSERT INTO log_spare VALUES (8, '2027-02-01');
INSERT INTO animals VALUES (1, 'x');
INSERT INTO cats VALUES (2, 'x', 7);
INSERT INTO dogs VALUES (3, 'x');
`,
  cases: [
    "CREATE INDEX ON events (size)",
    "CREATE INDEX ON ONLY events (size)",
    "CREATE INDEX ON events_1 (size)",
    "CREATE INDEX ON measures (size)",
    "CREATE UNIQUE INDEX ON logs (id, at)",
    "CREATE INDEX IF NOT EXISTS events_note_idx ON events (note)",
    "CREATE INDEX CONCURRENTLY ON events_1 (size)",
    "CREATE INDEX ON animals (name)",
    "CREATE INDEX ON logs (at)",
    "CREATE TABLE measures_1_3 PARTITION OF measures_1 FOR VALUES IN (3)",
    "ALTER TABLE bare ATTACH PARTITION bare_checked FOR VALUES FROM ('2026-01-01') TO ('2027-01-01')",
    "ALTER TABLE bare ATTACH PARTITION bare_nullable FOR VALUES FROM ('2028-01-01') TO ('2029-01-01')",
    "ALTER TABLE measures ATTACH PARTITION measure_spare FOR VALUES FROM ('2028-01-01') TO ('2029-01-01')",
    "ALTER TABLE logs ATTACH PARTITION log_ready FOR VALUES FROM ('2026-01-01') TO ('2028-01-01')",
    "ALTER TABLE measures ATTACH PARTITION measure_ready FOR VALUES FROM ('2028-01-01') TO ('2029-01-01')",
    { sql: "ALTER TABLE bare ADD EXCLUDE USING btree (at WITH =)", from: 17 },
    "ALTER TABLE bare DETACH PARTITION bare_1",
    "ALTER TABLE bare ALTER COLUMN kind DROP NOT NULL",
    "ALTER TABLE bare ALTER COLUMN kind SET NOT NULL",
    "ALTER TABLE bare ALTER COLUMN id SET NOT NULL",
    "ALTER TABLE bare ADD PRIMARY KEY (id, at)",
    "ALTER TABLE bare ADD COLUMN IF NOT EXISTS id int",
    "ALTER TABLE bare ALTER COLUMN size DROP DEFAULT",
    "ALTER TABLE bare ALTER COLUMN size SET STORAGE PLAIN",
    "ALTER TABLE bare ALTER COLUMN size SET (n_distinct = 5)",
    "ALTER TABLE bare ALTER COLUMN size TYPE bigint, ADD CHECK (size > 0)",
    { sql: "ALTER TABLE ONLY roots ADD PRIMARY KEY (id)", until: 17 },
    "ALTER TABLE roots ADD PRIMARY KEY (id)",
    "ALTER TABLE roots ADD UNIQUE (id)",
    "ALTER TABLE ONLY roots ADD UNIQUE (id)",
    "ALTER TABLE roots ADD EXCLUDE USING btree (id WITH =)",
    "ALTER TABLE ONLY roots ADD FOREIGN KEY (id) REFERENCES accounts (id)",
    "ALTER TABLE ONLY animals ADD CHECK (id > 0) NO INHERIT",
    "ALTER TABLE bare ADD UNIQUE (id, at)",
    { sql: "ALTER TABLE ONLY events ADD CONSTRAINT k UNIQUE (note, at)" },
    "ALTER TABLE roots ADD FOREIGN KEY (id) REFERENCES accounts (id)",
    "ALTER TABLE roots ADD COLUMN e int REFERENCES accounts (id)",
    "ALTER TABLE roots ALTER COLUMN id SET NOT NULL",
    "ALTER TABLE animals RENAME CONSTRAINT named TO other",
    "ALTER TABLE animals RENAME CONSTRAINT animals_pkey TO other",
    "ALTER TABLE events RENAME CONSTRAINT events_pkey TO other",
    "ALTER TABLE events DROP CONSTRAINT events_pkey CASCADE",
    "DROP INDEX events_note_idx",
    "DROP INDEX logs_at_idx",
    "ALTER INDEX logs_at_idx ATTACH PARTITION logs_1_at_idx",
    "CREATE TABLE events_3 PARTITION OF events FOR VALUES FROM ('2026-01-01') TO ('2027-01-01')",
    "CREATE TABLE events_rest PARTITION OF events DEFAULT",
    "CREATE TABLE logs_3 PARTITION OF logs FOR VALUES FROM ('2026-01-01') TO ('2027-01-01')",
    "CREATE TABLE measures_3 PARTITION OF measures FOR VALUES FROM ('2026-01-01') TO ('2027-01-01')",
    "CREATE TABLE fresh (id int, event int, at date, FOREIGN KEY (event, at) REFERENCES events (id, at))",
    "CREATE TABLE fresh (LIKE events)",
    "CREATE TABLE fresh () INHERITS (animals)",
    "ALTER TABLE events ATTACH PARTITION spare FOR VALUES FROM ('2026-01-01') TO ('2027-01-01')",
    "ALTER TABLE events ATTACH PARTITION spare DEFAULT",
    "ALTER TABLE events ATTACH PARTITION checked FOR VALUES FROM ('2027-01-01') TO ('2028-01-01')",
    "ALTER TABLE logs ATTACH PARTITION log_spare FOR VALUES FROM ('2026-01-01') TO ('2028-01-01')",
    "ALTER TABLE events DETACH PARTITION events_2",
    "ALTER TABLE logs DETACH PARTITION logs_1",
    "ALTER TABLE logs DETACH PARTITION logs_rest",
    "ALTER TABLE measures DETACH PARTITION measures_1",
    "ALTER TABLE measures_1 DETACH PARTITION measures_1_1",
    { sql: "ALTER TABLE events DETACH PARTITION events_2 CONCURRENTLY", from: 14 },
    { sql: "ALTER TABLE measures_1 DETACH PARTITION measures_1_1 CONCURRENTLY", from: 14 },
    "ALTER TABLE events ADD COLUMN c int",
    "ALTER TABLE events ADD COLUMN c serial",
    "ALTER TABLE events ADD COLUMN c int CHECK (c > 0)",
    "ALTER TABLE events DROP COLUMN size",
    "ALTER TABLE events DROP COLUMN note",
    "ALTER TABLE events ALTER COLUMN size TYPE bigint",
    "ALTER TABLE events ALTER COLUMN note TYPE varchar",
    "ALTER TABLE events ALTER COLUMN size SET NOT NULL",
    "ALTER TABLE events ALTER COLUMN size DROP NOT NULL",
    { sql: "ALTER TABLE ONLY events ALTER COLUMN size DROP NOT NULL", from: 18 },
    "ALTER TABLE events ALTER COLUMN size SET DEFAULT 3",
    "ALTER TABLE events ALTER COLUMN size SET STATISTICS 3",
    "ALTER TABLE events ADD CHECK (size > 0)",
    "ALTER TABLE events ADD CONSTRAINT k CHECK (size > 0) NOT VALID",
    "ALTER TABLE events ADD FOREIGN KEY (account) REFERENCES accounts (id)",
    { sql: "ALTER TABLE events ADD FOREIGN KEY (account) REFERENCES accounts (id) NOT VALID", from: 18 },
    "ALTER TABLE events_1 ADD FOREIGN KEY (account) REFERENCES accounts (id)",
    "ALTER TABLE accounts ADD COLUMN e int, ADD COLUMN at date, ADD FOREIGN KEY (e, at) REFERENCES events (id, at)",
    "ALTER TABLE measures ADD UNIQUE (id, at)",
    "ALTER TABLE measures DROP CONSTRAINT measures_account_fkey",
    "ALTER TABLE mentions DROP CONSTRAINT mentions_event_at_fkey",
    "ALTER TABLE events RENAME COLUMN size TO length",
    "ALTER TABLE events RENAME TO happenings",
    "ALTER TABLE events_1 RENAME TO happenings_1",
    "ALTER TABLE mentions VALIDATE CONSTRAINT mentions_event_at_fkey",
    "ALTER TABLE animals ADD COLUMN c int",
    "ALTER TABLE ONLY animals ALTER COLUMN name SET DEFAULT 'x'",
    "ALTER TABLE animals ALTER COLUMN name SET NOT NULL",
    "ALTER TABLE animals ALTER COLUMN name TYPE text",
    "ALTER TABLE animals ALTER COLUMN id TYPE bigint",
    "ALTER TABLE animals DROP COLUMN name",
    "ALTER TABLE animals ADD CHECK (id > 0)",
    "ALTER TABLE animals ADD CHECK (id > 0) NO INHERIT",
    "ALTER TABLE animals VALIDATE CONSTRAINT small",
    "ALTER TABLE animals RENAME COLUMN name TO title",
    "ALTER TABLE animals DROP CONSTRAINT named",
    "ALTER TABLE dogs INHERIT animals",
    "ALTER TABLE cats NO INHERIT animals",
    "DROP TABLE events_1 CASCADE",
    "DROP TABLE logs",
    "DROP TABLE logs_1",
    "DROP TABLE logs_rest",
    "DROP TABLE measures",
    "DROP TABLE measures_1_1",
    "DROP TABLE events CASCADE",
    "DROP TABLE mentions",
    "DROP TABLE animals CASCADE",
    "DROP TABLE cats",
    "TRUNCATE logs",
    "TRUNCATE animals",
    "TRUNCATE measures",
    "TRUNCATE mentions",
    "TRUNCATE accounts CASCADE",
    "SELECT * FROM events",
    "SELECT * FROM animals",
    "SELECT * FROM animals FOR SHARE",
    "DELETE FROM logs",
    "DELETE FROM animals",
    "UPDATE logs SET note = 'y'",
    "UPDATE measures SET size = 4",
    "UPDATE measures SET account = 1",
    "DELETE FROM accounts WHERE id = 1",
    "DELETE FROM events WHERE id = 2",
    "INSERT INTO logs VALUES (3, '2024-03-01', 'x'), (4, '2031-01-01', 'y')",
    "INSERT INTO mentions VALUES (9, 1, '2024-02-01'), (10, 2, '2025-02-01')",
    "INSERT INTO animals VALUES (9, 'x')",
  ],
};
