import type { CaseGroup } from "../support/case-group.ts";

/** What no other case noticed when a line of the catalogue was broken: see `test/postgres/mutation`. */
export const broken: CaseGroup = {
  name: "found by breaking the catalogue",
  title: "Found by breaking the catalogue",
  about: "What no other case noticed when a line of the catalogue was broken.",
  setup: `
CREATE TABLE owners (id int PRIMARY KEY, a int UNIQUE, b int UNIQUE);
CREATE TABLE to_a (a int REFERENCES owners (a));
CREATE TABLE to_b (b int REFERENCES owners (b));
CREATE TABLE roots (id int, c int NOT NULL, d int);
CREATE UNIQUE INDEX roots_c_idx ON roots (c);
ALTER TABLE roots ADD CONSTRAINT later FOREIGN KEY (c) REFERENCES owners (id) NOT VALID;
ALTER TABLE roots ADD CONSTRAINT now FOREIGN KEY (d) REFERENCES owners (id);
ALTER TABLE roots ADD CONSTRAINT sure CHECK (c > 0);
CREATE TABLE kids () INHERITS (roots);
CREATE TABLE parts (id int, k int, o int, g int GENERATED ALWAYS AS (id * 2) STORED) PARTITION BY RANGE (k);
ALTER TABLE parts ADD CONSTRAINT parts_owner FOREIGN KEY (o) REFERENCES owners (id);
CREATE TABLE parts_1 PARTITION OF parts FOR VALUES FROM (0) TO (10);
CREATE TABLE parts_2 PARTITION OF parts FOR VALUES FROM (10) TO (20);
CREATE TABLE pairs (k int PRIMARY KEY) PARTITION BY RANGE (k);
CREATE TABLE pairs_1 PARTITION OF pairs FOR VALUES FROM (0) TO (10);
CREATE SEQUENCE counter;
CREATE DOMAIN amount AS int;
CREATE TABLE amounts (k int, a amount) PARTITION BY RANGE (k);
CREATE TABLE amounts_1 PARTITION OF amounts FOR VALUES FROM (0) TO (10);
CREATE TABLE to_pairs (k int CONSTRAINT to_pairs_key REFERENCES pairs (k));
ALTER TABLE amounts_1 ADD CONSTRAINT own FOREIGN KEY (k) REFERENCES owners (id);
CREATE TABLE loose (k int NOT NULL, a amount);
ALTER TABLE loose ADD CONSTRAINT unproven CHECK (k >= 10 AND k < 20) NOT VALID;
CREATE TABLE indexed (k int) PARTITION BY RANGE (k);
CREATE INDEX indexed_k ON indexed (k);
CREATE TABLE halves (k int NOT NULL, CONSTRAINT inside CHECK (k >= 0 AND k < 10)) PARTITION BY RANGE (k);
CREATE TABLE halves_1 PARTITION OF halves FOR VALUES FROM (0) TO (5);
CREATE INDEX halves_k ON ONLY halves (k);
INSERT INTO owners VALUES (1, 1, 1), (2, 2, 2);
INSERT INTO to_a VALUES (1);
INSERT INTO to_b VALUES (1);
INSERT INTO roots VALUES (1, 1, 1);
INSERT INTO kids VALUES (2, 2, 2);
INSERT INTO parts VALUES (1, 1, 1), (11, 11, 1);
INSERT INTO loose VALUES (11, 1);
INSERT INTO halves VALUES (1);
INSERT INTO amounts VALUES (1, 1);
INSERT INTO pairs VALUES (1);
INSERT INTO to_pairs VALUES (1);
`,
  cases: [
    { sql: "ALTER TABLE parts ALTER COLUMN g SET EXPRESSION AS (id * 3)", from: 17 },
    { sql: "ALTER TABLE roots ADD CONSTRAINT d_there NOT NULL d", from: 18 },
    { sql: "ALTER TABLE roots ADD CONSTRAINT d_there NOT NULL d NOT VALID", from: 18 },
    "ALTER TABLE roots ADD CONSTRAINT c_key UNIQUE USING INDEX roots_c_idx",
    "ALTER TABLE roots ADD PRIMARY KEY USING INDEX roots_c_idx",
    "ALTER TABLE roots VALIDATE CONSTRAINT later",
    "ALTER TABLE roots VALIDATE CONSTRAINT now",
    "ALTER TABLE roots VALIDATE CONSTRAINT sure",
    "ALTER TABLE parts VALIDATE CONSTRAINT parts_owner",
    { sql: "ALTER TABLE parts ALTER CONSTRAINT parts_owner NOT ENFORCED", from: 18 },
    { sql: "ALTER TABLE to_pairs ALTER CONSTRAINT to_pairs_key NOT ENFORCED", from: 18 },
    { sql: "ALTER TABLE roots ALTER CONSTRAINT now NOT ENFORCED", from: 18 },
    "ALTER TABLE owners DROP CONSTRAINT owners_a_key CASCADE",
    "ALTER TABLE owners DROP COLUMN b CASCADE",
    "ALTER TABLE amounts ATTACH PARTITION loose FOR VALUES FROM (10) TO (20)",
    "ALTER TABLE amounts DETACH PARTITION amounts_1",
    "ALTER TABLE indexed ATTACH PARTITION halves FOR VALUES FROM (0) TO (10)",
    "ALTER DOMAIN amount ADD CHECK (VALUE < 1000)",
    "ALTER DOMAIN amount SET NOT NULL",
    { sql: "ALTER DOMAIN amount ADD NOT NULL", from: 17 },
    { sql: "ALTER DOMAIN amount ADD CONSTRAINT there NOT NULL", from: 17 },
    "GRANT SELECT ON counter, owners TO pg_monitor",
  ],
};
