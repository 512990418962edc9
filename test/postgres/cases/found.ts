import type { CaseGroup } from "../support/case-group.ts";

/** What random statements on random tables were once found to do otherwise than was said, a case for each kind. */
export const found: CaseGroup = {
  name: "found at random",
  title: "Rare combinations",
  about: "What random statements on random tables once showed, a case for each kind.",
  setup: `
CREATE DOMAIN whole AS int;
CREATE DOMAIN short_text AS varchar(10);
CREATE DOMAIN positive AS int CHECK (VALUE > 0);
CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
CREATE TABLE owners (id int PRIMARY KEY, c int);
CREATE TABLE roots (id int PRIMARY KEY, k int NOT NULL, c int, t varchar(10), CONSTRAINT own CHECK (k > 0) NO INHERIT);
ALTER TABLE roots ADD CONSTRAINT roots_owner FOREIGN KEY (c) REFERENCES owners (id);
CREATE TABLE kids () INHERITS (roots);
CREATE TABLE plain (id int, w whole, p positive, s short_text, d interval(3), tags text[], names varchar(20)[], code text COLLATE "C", CONSTRAINT filled CHECK (code IS NOT NULL));
CREATE INDEX plain_code_idx ON plain (code COLLATE "POSIX");
CREATE UNIQUE INDEX plain_id_idx ON plain (id);
CREATE INDEX plain_tags_idx ON plain (tags);
CREATE UNLOGGED TABLE light (id int, o int REFERENCES owners (id));
CREATE TABLE parts (id int, k int, l int, o int, c int, PRIMARY KEY (id, k, l)) PARTITION BY RANGE (k);
CREATE TABLE parts_1 PARTITION OF parts FOR VALUES FROM (0) TO (10) PARTITION BY LIST (l);
CREATE TABLE parts_1_1 PARTITION OF parts_1 FOR VALUES IN (1, 6);
CREATE TABLE parts_1_2 PARTITION OF parts_1 DEFAULT;
CREATE TABLE parts_2 PARTITION OF parts FOR VALUES FROM (10) TO (20);
CREATE TRIGGER shared AFTER UPDATE ON parts FOR EACH ROW EXECUTE FUNCTION touch();
ALTER TABLE parts_2 ADD CONSTRAINT parts_2_owner FOREIGN KEY (o) REFERENCES owners (id);
CREATE TABLE pointing (a int, b int, c int, r int REFERENCES roots (id), CONSTRAINT pointing_key FOREIGN KEY (a, b, c) REFERENCES parts (id, k, l));
CREATE TABLE shared (id int, k int NOT NULL, o int CONSTRAINT shared_owner REFERENCES owners (id)) PARTITION BY RANGE (k);
CREATE TABLE shared_1 PARTITION OF shared FOR VALUES FROM (0) TO (10);
INSERT INTO owners VALUES (1), (2);
INSERT INTO roots VALUES (1, 1, 2, 'a'), (2, 2, 2, 'b');
INSERT INTO kids VALUES (3, 3, 2, 'c');
INSERT INTO plain VALUES (1, 1, 1, 'a', '1 hour', '{a}', '{a}', 'a');
INSERT INTO light VALUES (1, 2);
INSERT INTO parts VALUES (1, 1, 1, 2, 1), (2, 2, 2, 2, 1), (11, 11, 11, 2, 1);
INSERT INTO pointing VALUES (1, 1, 1, 2), (11, 11, 11, 2);
INSERT INTO shared VALUES (1, 1, 2);
`,
  cases: [
    // Foreign keys stop at tables that inherit.
    "ALTER TABLE plain ADD FOREIGN KEY (id) REFERENCES roots (id)",
    "ALTER TABLE plain ADD FOREIGN KEY (id) REFERENCES roots (id) NOT VALID",
    "ALTER TABLE kids ADD FOREIGN KEY (id) REFERENCES roots (id) NOT VALID",
    "ALTER TABLE roots ADD FOREIGN KEY (c) REFERENCES roots (id)",
    "ALTER TABLE pointing DROP CONSTRAINT pointing_r_fkey",
    "ALTER TABLE roots DROP CONSTRAINT roots_owner",
    "ALTER TABLE roots DROP CONSTRAINT roots_pkey CASCADE",
    "ALTER TABLE roots DROP CONSTRAINT own",
    "ALTER TABLE roots ADD COLUMN n int UNIQUE",
    "ALTER TABLE roots ADD COLUMN n int DEFAULT 1 REFERENCES owners (id)",
    "DROP TABLE pointing",
    // Searches that find nothing.
    "ALTER TABLE parts DROP CONSTRAINT IF EXISTS missing",
    "ALTER TABLE roots DROP CONSTRAINT IF EXISTS missing",
    "ALTER TABLE parts DROP COLUMN IF EXISTS missing",
    "ALTER TABLE roots ADD COLUMN IF NOT EXISTS id int CHECK (id > 0)",
    "ALTER TABLE plain ADD COLUMN IF NOT EXISTS id int UNIQUE",
    "ALTER TABLE plain ADD COLUMN IF NOT EXISTS id int DEFAULT 1 REFERENCES owners (id)",
    "ALTER TABLE plain ADD COLUMN a int REFERENCES owners, ADD COLUMN b short_text DEFAULT 'x'",
    // What stands below, and what does not.
    "ALTER TABLE roots ALTER COLUMN k SET NOT NULL",
    "ALTER TABLE parts ALTER COLUMN k SET NOT NULL",
    "ALTER TABLE roots ALTER COLUMN k ADD GENERATED ALWAYS AS IDENTITY",
    { sql: "ALTER TABLE shared ALTER COLUMN k ADD GENERATED ALWAYS AS IDENTITY", from: 17 },
    { sql: "ALTER TABLE parts ALTER COLUMN c SET COMPRESSION default", from: 18 },
    "ALTER TABLE parts DISABLE TRIGGER shared",
    // Refused on 12 where a partition is divided itself.
    { sql: "ALTER TABLE parts ENABLE TRIGGER USER", from: 13 },
    "ALTER TABLE shared DISABLE TRIGGER ALL",
    "ALTER TABLE shared ALTER CONSTRAINT shared_owner DEFERRABLE",
    "ALTER TABLE shared ALTER CONSTRAINT shared_owner NOT DEFERRABLE",
    { sql: "ALTER TABLE pointing ALTER CONSTRAINT pointing_key NOT ENFORCED", from: 18 },
    { sql: "ALTER TABLE pointing ALTER CONSTRAINT pointing_key ENFORCED", from: 18 },
    "ALTER TABLE parts ADD UNIQUE (k, l, c) DEFERRABLE",
    "ALTER TABLE parts ADD UNIQUE (k, l, c)",
    "ALTER TABLE shared ADD PRIMARY KEY (k)",
    // Partitioned tables at the other end.
    "ALTER TABLE pointing DROP CONSTRAINT pointing_key",
    "ALTER TABLE pointing ALTER COLUMN c TYPE bigint",
    "ALTER TABLE pointing DROP COLUMN c",
    "ALTER TABLE parts_1 DETACH PARTITION parts_1_2",
    "ALTER TABLE parts ADD FOREIGN KEY (o) REFERENCES owners (id)",
    "ALTER TABLE parts ADD FOREIGN KEY (o) REFERENCES owners (id) ON DELETE CASCADE",
    "ALTER TABLE parts DROP COLUMN o",
    "ALTER TABLE shared DETACH PARTITION shared_1",
    // What is dropped is not looked at; what is written anew is looked at again.
    "ALTER TABLE plain ALTER COLUMN code TYPE text, DROP CONSTRAINT filled",
    "ALTER TABLE plain DROP CONSTRAINT filled, ALTER COLUMN code SET NOT NULL",
    "ALTER TABLE pointing ALTER COLUMN a TYPE text USING a::text, DROP COLUMN b",
    "ALTER TABLE light ALTER COLUMN o TYPE int USING o, ALTER COLUMN id TYPE bigint",
    "ALTER TABLE owners ALTER COLUMN id TYPE oid USING id::oid",
    // Indexes.
    "ALTER TABLE plain ALTER COLUMN code TYPE text",
    "ALTER TABLE plain CLUSTER ON plain_id_idx, ALTER COLUMN w SET NOT NULL",
    "ALTER TABLE plain CLUSTER ON plain_id_idx, DISABLE TRIGGER ALL",
    // Types.
    "ALTER TABLE plain ALTER COLUMN id TYPE whole",
    "ALTER TABLE plain ALTER COLUMN w TYPE int",
    "ALTER TABLE plain ALTER COLUMN w TYPE positive",
    "ALTER TABLE plain ALTER COLUMN p TYPE positive",
    "ALTER TABLE plain ALTER COLUMN p TYPE int",
    "ALTER TABLE plain ALTER COLUMN s TYPE varchar(30)",
    "ALTER TABLE plain ALTER COLUMN s TYPE text",
    "ALTER TABLE plain ALTER COLUMN code TYPE short_text",
    "ALTER TABLE plain ALTER COLUMN d TYPE interval(5)",
    "ALTER TABLE plain ALTER COLUMN d TYPE interval(1)",
    "ALTER TABLE plain ALTER COLUMN d TYPE interval hour to minute",
    "ALTER TABLE plain ALTER COLUMN names TYPE varchar[]",
    "ALTER TABLE plain ALTER COLUMN tags TYPE varchar[]",
    // Logged or not.
    "ALTER TABLE plain SET LOGGED",
    "ALTER TABLE light SET LOGGED",
    "ALTER TABLE light SET UNLOGGED",
    "ALTER TABLE pointing SET UNLOGGED",
  ],
};
