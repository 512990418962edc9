import type { CaseGroup, EffectCase } from "../support/case-group.ts";

/** A NOT NULL that the rows may break until it is validated, which Postgres knows from 18 on. */
export const notNullNotValid: CaseGroup = {
  name: "NOT NULL … NOT VALID",
  title: "NOT NULL … NOT VALID",
  about: "Columns whose NOT NULL waits to be validated, beside some whose NOT NULL is proven.",
  setup: `
CREATE TABLE waiting (id int, sure int NOT NULL, a int, b int, c int, CHECK (b IS NOT NULL));
CREATE TABLE below () INHERITS (waiting);
ALTER TABLE waiting ADD CONSTRAINT a_there NOT NULL a NOT VALID;
ALTER TABLE waiting ADD CONSTRAINT b_there NOT NULL b NOT VALID;
CREATE UNIQUE INDEX waiting_a ON waiting (a);
CREATE TABLE later () INHERITS (waiting);
CREATE TABLE parts (k int, a int) PARTITION BY RANGE (k);
CREATE TABLE parts_1 PARTITION OF parts FOR VALUES FROM (0) TO (10);
ALTER TABLE parts ADD CONSTRAINT a_there NOT NULL a NOT VALID;
INSERT INTO waiting VALUES (1, 1, 1, 1, 1);
INSERT INTO below VALUES (2, 2, 2, 2, 2);
INSERT INTO later VALUES (3, 3, 3, 3, 3);
INSERT INTO parts VALUES (1, 1);
`,
  cases: [
    "ALTER TABLE waiting ALTER COLUMN a SET NOT NULL",
    "ALTER TABLE waiting ALTER COLUMN b SET NOT NULL",
    "ALTER TABLE waiting ALTER COLUMN sure SET NOT NULL",
    "ALTER TABLE waiting ALTER COLUMN c SET NOT NULL",
    "ALTER TABLE below ALTER COLUMN a SET NOT NULL",
    "ALTER TABLE ONLY below ALTER COLUMN a SET NOT NULL",
    "ALTER TABLE later ALTER COLUMN a SET NOT NULL",
    "ALTER TABLE later VALIDATE CONSTRAINT a_there",
    "ALTER TABLE parts ALTER COLUMN a SET NOT NULL",
    "ALTER TABLE parts_1 ALTER COLUMN a SET NOT NULL",
    "ALTER TABLE waiting VALIDATE CONSTRAINT a_there",
    "ALTER TABLE waiting VALIDATE CONSTRAINT b_there",
    "ALTER TABLE waiting VALIDATE CONSTRAINT waiting_sure_not_null",
    "ALTER TABLE below VALIDATE CONSTRAINT a_there",
    "ALTER TABLE parts VALIDATE CONSTRAINT a_there",
    "ALTER TABLE waiting ADD CONSTRAINT c_there NOT NULL c NOT VALID",
    "ALTER TABLE waiting ADD CONSTRAINT a_there NOT NULL a NOT VALID",
    "ALTER TABLE waiting ADD CONSTRAINT waiting_sure_not_null NOT NULL sure",
    "ALTER TABLE waiting ADD PRIMARY KEY (sure)",
    "ALTER TABLE waiting ALTER COLUMN a DROP NOT NULL",
    "ALTER TABLE waiting DROP CONSTRAINT a_there",
    "ALTER TABLE waiting DROP CONSTRAINT waiting_sure_not_null",
    "ALTER TABLE parts DROP CONSTRAINT a_there",
    "ALTER TABLE waiting ALTER COLUMN a TYPE bigint",
  ].map((sql): EffectCase => ({ sql, from: 18 })),
};
