import { EXTENSIONS_OF_POSTGRES } from "../../../server/src/effects/extensions-of-postgres.ts";
import type { CaseGroup } from "../support/case-group.ts";

/** What the replay of real histories found to do otherwise than was said, a case for each kind. */
export const fromHistories: CaseGroup = {
  name: "found in histories",
  title: "Found in real histories",
  about: "What replaying the histories of real projects showed, a case for each kind.",
  setup: `
CREATE TABLE users (id int PRIMARY KEY, name text);
CREATE TABLE teams (id int PRIMARY KEY, owner int NOT NULL REFERENCES users, settings int);
CREATE TABLE settings (id int PRIMARY KEY, team int REFERENCES teams);
CREATE TABLE notes (id int PRIMARY KEY, author int REFERENCES users, body text);
CREATE TABLE old_notes (id int, body text);
CREATE INDEX notes_body_idx ON notes (body);
CREATE VIEW names AS SELECT name FROM users;
CREATE SCHEMA archive;
CREATE TABLE marks (id int, t text);
INSERT INTO users VALUES (1, 'a'), (2, 'b');
INSERT INTO teams VALUES (1, 2, 1), (2, 1, 1);
INSERT INTO settings VALUES (1, 2), (2, 2);
INSERT INTO notes VALUES (1, 2, 'a'), (2, 2, 'b');
INSERT INTO old_notes VALUES (7, 'a'), (8, 'b');
INSERT INTO marks VALUES (1, 'a');
`,
  cases: [
    // What comes with Postgres touches no table that is there.
    "CREATE EXTENSION hstore SCHEMA archive",
    ...[...EXTENSIONS_OF_POSTGRES].map((name) => `CREATE EXTENSION IF NOT EXISTS "${name}" CASCADE`),
    // A query may read what its own statement writes, and what a WITH writes is written in its own way.
    "INSERT INTO notes (id, body) SELECT id + 10, body FROM old_notes WHERE id NOT IN (SELECT id FROM notes)",
    "INSERT INTO old_notes SELECT id, body FROM old_notes",
    "WITH made AS (INSERT INTO settings (id, team) SELECT id + 10, id FROM teams RETURNING id) UPDATE teams SET settings = 3",
    "WITH gone AS (DELETE FROM notes RETURNING id, body) INSERT INTO old_notes SELECT id, body FROM gone",
    "WITH gone AS (DELETE FROM settings RETURNING id, team) SELECT * FROM gone",
    "WITH made AS (INSERT INTO old_notes VALUES (9, 'c') RETURNING id) SELECT * FROM made",
    "WITH changed AS (UPDATE notes SET body = 'c' RETURNING id) DELETE FROM settings",
    "INSERT INTO old_notes SELECT id, body FROM notes FOR UPDATE",
    // In a block a relation may change its name, and another take it.
    `DO $$ BEGIN
      ALTER TABLE old_notes RENAME TO older;
      CREATE TABLE old_notes (id int PRIMARY KEY, body text);
      INSERT INTO old_notes SELECT id, body FROM older;
    END $$`,
    "DO $$ BEGIN ALTER TABLE notes RENAME TO first; ALTER TABLE first RENAME TO second; CREATE INDEX ON second (id); END $$",
    "DO $$ BEGIN ALTER TABLE notes SET SCHEMA archive; ALTER TABLE archive.notes ADD COLUMN z int; END $$",
    "DO $$ BEGIN ALTER VIEW names RENAME TO called; COMMENT ON VIEW called IS 'x'; END $$",
    // What a condition reads is read; who asks the system's catalogues disturbs nobody.
    "DO $$ BEGIN IF NOT EXISTS (SELECT FROM users WHERE name = 'c') THEN INSERT INTO marks VALUES (3, 'c'); END IF; END $$",
    "DO $$ BEGIN IF (SELECT count(*) FROM notes) > 99 THEN NULL; ELSE ALTER TABLE marks ADD COLUMN z int; END IF; END $$",
    "DO $$ BEGIN IF NOT EXISTS (SELECT FROM pg_type WHERE typname = 'mood') THEN CREATE TYPE mood AS ENUM ('a'); END IF; END $$",
    "SELECT FROM pg_class JOIN information_schema.tables ON table_name = relname",
    "INSERT INTO marks SELECT 1, relname FROM pg_catalog.pg_class",
    "DO $$ BEGIN CREATE TABLE fresh (id int); ALTER TABLE fresh RENAME TO fresher; ALTER TABLE fresher ADD COLUMN z int; END $$",
    "DO $$ BEGIN CREATE TABLE IF NOT EXISTS old_notes (id int); ALTER TABLE old_notes ADD COLUMN z int; END $$",
    "DO $$ BEGIN CREATE OR REPLACE VIEW names AS SELECT name FROM users; ALTER VIEW names RENAME TO called; END $$",
  ],
};
