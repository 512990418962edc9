import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { looksForeign } from "../../server/src/sql/foreign.ts";
import { loadParser } from "../../server/src/sql/parse.ts";
import { segmentsOf } from "../../server/src/sql/segments.ts";
import { corpus } from "../support/corpus.ts";

beforeAll(loadParser);

test.each([
  "CREATE TABLE `a` (`id` int);",
  "CREATE TABLE a (id INTEGER PRIMARY KEY AUTOINCREMENT);",
  "CREATE TABLE a (id int AUTO_INCREMENT) ENGINE=InnoDB;",
  "CREATE TABLE a (id int) ENGINE=InnoDB;\nSELECT 1;\nSELECT 2;",
  "CREATE TABLE [dbo].[a] ([id] int IDENTITY(1,1));\nGO",
  "USE master\nGO\nSELECT 1",
  "DECLARE @x int = 1;\nSELECT 1;",
  "CREATE TABLE a (x VARCHAR2(10 CHAR), y NUMBER(1));",
  "DELIMITER //\nCREATE PROCEDURE p() BEGIN END//\nDELIMITER ;",
  "CREATE TABLE a (x BIGINT UNSIGNED);",
  "SELECT 1;\nREPLACE INTO a VALUES (1);\nINSERT IGNORE INTO a VALUES (1);",
  "PRAGMA foreign_keys = ON;\nSELECT 1;",
  "SELECT 1;\nfoo;\nbar;\nbaz;",
])("of another server: %j", (text) => {
  expect(looksForeign(segmentsOf(text))).toBe(true);
});

test.each([
  "",
  "-- nothing\n",
  "\\c db\n",
  "SELECT 1;",
  "CREATE TABEL t (x int);",
  "CREATE TABLE t (x int\n",
  "CREATE TABLE t (x int\nSELECT 1;\nSELECT 2;",
  "CREATE TABL;\nSELECT 1;",
  "CREATE TABEL t (x int);\nSELECT 1;\nSELECT 2;\nSELEC 3;\n",
  "SELECT 1;\nCREATE TABLE a (x BIGINT UNSIGNED);\nSELECT 2;",
  "ALTER TABL t SET x = '`ENGINE=InnoDB` AUTO_INCREMENT'; -- UNSIGNED `a`",
  "CREATE TABLE t (x int[2] DEFAULT ARRAY[a]);\nSELEC (a)[1];",
  `\${all};\nSELECT \${x} FROM FROM;`,
])("of Postgres: %j", (text) => {
  expect(looksForeign(segmentsOf(text))).toBe(false);
});

/** Files of Postgres projects that hold another server's SQL: written for SQLite, or for two servers at once. */
const foreignInPostgresProjects = [
  "postgres-migrations/element-hq__synapse/synapse/storage/schema/main/delta/12/v12.sql",
  "postgres-migrations/element-hq__synapse/synapse/storage/schema/main/delta/14/v14.sql",
  "postgres-migrations/element-hq__synapse/synapse/storage/schema/main/delta/16/users.sql",
];

describe.skipIf(!corpus)("real files", () => {
  const found = (folder: string) =>
    (corpus ? readdirSync(join(corpus, folder), { recursive: true, encoding: "utf8" }) : [])
      .filter((path) => path.endsWith(".sql"))
      .map((path) => join(folder, path))
      .filter((path) => looksForeign(segmentsOf(readFileSync(join(corpus ?? "", path), "utf8"))));

  test("Postgres projects", () => {
    const foreign = ["postgres-migrations", "prisma", "dumps"].flatMap(found);
    expect(foreign.filter((path) => !foreignInPostgresProjects.includes(path))).toEqual([]);
  });

  test("no file of Postgres's own tests", () => {
    expect(found("peers/postgres__postgres-18")).toEqual([]);
  });

  test("MySQL's projects", () => {
    expect(found("mysql-sqlite/authelia__authelia").filter((path) => path.includes("mysql")).length).toBeGreaterThan(
      20,
    );
  });
});
