import { describe, expect, test } from "vitest";
import { usualStorage } from "../../server/src/catalog/column-settings.ts";
import { typeOfText } from "../../server/src/effects/type-text.ts";
import { narrowing } from "../../server/src/rules/support/narrowing.ts";
import { ownDatabase } from "./support/own-database.ts";
import { refusalOf } from "./support/refusal-of.ts";
import { versionsToTest } from "./support/versions.ts";

// What the rules about columns, types and names say of Postgres.
describe.each(versionsToTest())("Postgres %i", (version) => {
  const at = ownDatabase(version);

  const values = async (sql: string) => (await at.session.query({ text: sql, rowMode: "array" })).rows.flat();
  const refusal = async (sql: string) => (await refusalOf(at.session, sql))?.message;

  test("each type that Postgres brings along stores its values as the catalogue has it", async () => {
    const { rows } = await at.session.query<{ type: string; storage: string }>(
      `SELECT typname AS type, CASE typstorage WHEN 'p' THEN 'plain' WHEN 'm' THEN 'main' WHEN 'x' THEN 'extended' END AS storage
       FROM pg_type WHERE typnamespace = 'pg_catalog'::regnamespace AND typtype = 'b'`,
    );
    const known = rows.flatMap(({ type, storage }) => {
      const usual = usualStorage({ type, typeSchema: undefined, modifiers: [], dimensions: 0 });
      return usual === undefined ? [] : [[type, storage, usual]];
    });
    expect(known.filter(([, storage, usual]) => storage !== usual)).toEqual([]);
    expect(known.length).toBeGreaterThan(30);
  });

  test.each([
    ["a longer varchar, which touches no row", "ALTER TABLE t ALTER COLUMN v TYPE varchar(20)"],
    ["text, which touches no row", "ALTER TABLE t ALTER COLUMN v TYPE text"],
    ["an integer that is written anew", "ALTER TABLE t ALTER COLUMN n TYPE bigint"],
  ])("what ANALYZE knew of a column is gone with its type: %s", async (_, sql) => {
    await at.session.query("CREATE TABLE t (v varchar(10), n int); INSERT INTO t VALUES ('a', 1), ('b', 2); ANALYZE t");
    const known = "SELECT array_agg(attname ORDER BY attname) FROM pg_stats WHERE tablename = 't'";
    expect(await values(known)).toEqual(["{n,v}"]);
    await at.session.query(sql);
    expect(await values(known)).toEqual([sql.includes("COLUMN v") ? "{n}" : "{v}"]);
  });

  // The old type, the new one, a value, and what is left of it; undefined where Postgres refuses it.
  test.each([
    ["bigint", "integer", "2147483648", undefined],
    ["integer", "smallint", "32768", undefined],
    ["numeric", "integer", "1.5", "2"],
    ["double precision", "real", "0.123456789012345", "0.12345679"],
    ["numeric", "double precision", "0.12345678901234567890", "0.12345678901234568"],
    ["numeric(10,4)", "numeric(10,2)", "1.2345", "1.23"],
    ["numeric(10,2)", "numeric(5,2)", "12345.67", undefined],
    ["numeric", "numeric(5,2)", "12345.67", undefined],
    ["text", "character varying(3)", "abcd", undefined],
    ["character varying(5)", "character(3)", "abcd", undefined],
    ["timestamp with time zone", "date", "2026-06-01 10:00:00+00", "2026-06-01"],
    ["timestamp without time zone", "time without time zone", "2026-06-01 10:00:00", "10:00:00"],
    [
      "timestamp(6) without time zone",
      "timestamp(0) without time zone",
      "2026-06-01 10:00:00.4",
      "2026-06-01 10:00:00",
    ],
  ])("%s made %s: %s becomes %s", async (from, to, value, left) => {
    const lost = narrowing(typeOfText(from), typeOfText(to), "assigned");
    expect(lost?.fails).toBe(left === undefined);
    await at.session.query(`SET TimeZone = 'UTC'; CREATE TABLE t (c ${from}); INSERT INTO t VALUES ('${value}')`);
    const refused = await refusal(`ALTER TABLE t ALTER COLUMN c TYPE ${to}`);
    expect(refused === undefined).toBe(left !== undefined);
    if (left !== undefined) expect(await values("SELECT c::text FROM t")).toEqual([left]);
  });

  test("a cast in USING cuts text that the plain change refuses", async () => {
    await at.session.query("CREATE TABLE t (c text); INSERT INTO t VALUES ('abcd')");
    await at.session.query("ALTER TABLE t ALTER COLUMN c TYPE varchar(3) USING c::varchar(3)");
    expect(await values("SELECT c FROM t")).toEqual(["abc"]);
    expect(narrowing(typeOfText("text"), typeOfText("character varying(3)"), "converted")?.fails).toBe(false);
  });

  test("a serial's sequence stays as small as it was, an identity's follows its column", async () => {
    await at.session.query("CREATE TABLE t (s serial, i int GENERATED ALWAYS AS IDENTITY)");
    await at.session.query("ALTER TABLE t ALTER COLUMN s TYPE bigint, ALTER COLUMN i TYPE bigint");
    const types = "SELECT seqtypid::regtype::text FROM pg_sequence ORDER BY seqrelid::regclass::text";
    expect(await values(types)).toEqual(["bigint", "integer"]);
    await at.session.query("SELECT setval('t_s_seq', 2147483647)");
    const full = 'nextval: reached maximum value of sequence "t_s_seq" (2147483647)';
    expect(await refusal("INSERT INTO t DEFAULT VALUES")).toBe(full);
    await at.session.query("ALTER SEQUENCE t_s_seq AS bigint; INSERT INTO t DEFAULT VALUES");
    expect(await values("SELECT s::text FROM t")).toEqual(["2147483648"]);
  });

  test("json has no equality, jsonb has", async () => {
    await at.session.query("CREATE TABLE t (j json, b jsonb)");
    const missing = "could not identify an equality operator for type json";
    const queries = ["SELECT DISTINCT j FROM t", "SELECT j FROM t UNION SELECT j FROM t", "SELECT j FROM t GROUP BY j"];
    for (const query of queries) {
      expect(await refusal(query)).toBe(missing);
      expect(await refusal(query.replaceAll("j FROM", "b FROM").replace("BY j", "BY b"))).toBeUndefined();
    }
  });

  test("a required column without a value fails where there is a row, and stops old INSERTs where there is none", async () => {
    await at.session.query("CREATE TABLE t (id int); CREATE TABLE u (id int); INSERT INTO t VALUES (1)");
    const filled =
      version >= 13 ? 'column "c" of relation "t" contains null values' : 'column "c" contains null values';
    expect(await refusal("ALTER TABLE t ADD COLUMN c int NOT NULL")).toBe(filled);
    await at.session.query("ALTER TABLE u ADD COLUMN c int NOT NULL");
    expect(await refusal("INSERT INTO u (id) VALUES (1)")).toMatch(/^null value in column "c"/);
  });

  test("old names are gone from the commit on", async () => {
    await at.session.query("CREATE TYPE mood AS ENUM ('ok'); CREATE TABLE t (a int, m mood); CREATE SCHEMA s");
    await at.session.query("ALTER TABLE t RENAME COLUMN a TO b; ALTER TYPE mood RENAME VALUE 'ok' TO 'fine'");
    expect(await refusal("SELECT a FROM t")).toBe('column "a" does not exist');
    expect(await refusal("SELECT FROM t WHERE m = 'ok'")).toBe('invalid input value for enum mood: "ok"');
    await at.session.query("ALTER TABLE t SET SCHEMA s");
    expect(await refusal("SELECT FROM t")).toBe('relation "t" does not exist');
  });

  test("a view in a table's place is read and written through, but not truncated, copied into or altered", async () => {
    await at.session.query("CREATE TABLE t (id int PRIMARY KEY, n int DEFAULT 7); ALTER TABLE t RENAME TO u");
    await at.session.query("CREATE VIEW t AS SELECT * FROM u; INSERT INTO t VALUES (1, 1)");
    const upsert = "INSERT INTO t (id) VALUES (1) ON CONFLICT (id) DO UPDATE SET n = excluded.n RETURNING n";
    expect(await values(upsert)).toEqual([7]);
    await at.session.query(
      "INSERT INTO t (id) VALUES (2); UPDATE t SET n = n + 1 WHERE id = 2; DELETE FROM t WHERE id = 1",
    );
    expect(await values("SELECT id, n FROM u")).toEqual([2, 8]);
    for (const sql of ["TRUNCATE t", "COPY t FROM PROGRAM 'true'", "ALTER TABLE t ADD COLUMN c int"]) {
      expect(await refusal(sql)).not.toBeUndefined();
    }
  });
});
