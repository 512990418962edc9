import type { Client } from "pg";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type PostgresServer, startPostgres } from "./support/postgres-server.ts";
import { versionsToTest } from "./support/versions.ts";

// What the rules about constraints say beside locks and scans, watched on real servers.
describe.each(versionsToTest())("Postgres %i", (version) => {
  let server: PostgresServer;
  let session: Client;
  beforeAll(async () => {
    server = await startPostgres(version);
    session = await server.connect(await server.createDatabase());
  });
  afterAll(async () => {
    await session?.end();
    await server?.stop();
  });

  test("a CHECK that is NOT VALID lets no old row that breaks it be updated, even in another column", async () => {
    await session.query(`
      CREATE TABLE old_rows (a int, b int);
      INSERT INTO old_rows VALUES (-1, 1);
      ALTER TABLE old_rows ADD CONSTRAINT above_zero CHECK (a > 0) NOT VALID`);
    await expect(session.query("UPDATE old_rows SET b = 2")).rejects.toThrow("above_zero");
  });

  test("the planner uses a CHECK only when it is valid", async () => {
    await session.query(`
      CREATE TABLE planned (a int);
      ALTER TABLE planned ADD CONSTRAINT above_zero CHECK (a > 0) NOT VALID;
      SET constraint_exclusion = on`);
    const reads = async () => {
      const { rows } = await session.query<{ "QUERY PLAN": string }>("EXPLAIN SELECT * FROM planned WHERE a = -1");
      return rows.some((row) => row["QUERY PLAN"].includes("Scan on planned"));
    };
    expect(await reads()).toBe(true);
    await session.query("ALTER TABLE planned VALIDATE CONSTRAINT above_zero");
    expect(await reads()).toBe(false);
  });

  test("a published table without a primary key takes no UPDATE and no DELETE", async () => {
    await session.query(`
      CREATE TABLE published (id int PRIMARY KEY, b int);
      INSERT INTO published VALUES (1, 1);
      CREATE PUBLICATION p FOR TABLE published;
      UPDATE published SET b = 2;
      ALTER TABLE published DROP CONSTRAINT published_pkey`);
    await expect(session.query("UPDATE published SET b = 3")).rejects.toThrow("replica identity");
    await expect(session.query("DELETE FROM published")).rejects.toThrow("replica identity");
    await session.query("INSERT INTO published VALUES (1, 1)");
  });

  test("ON CONFLICT fails once its unique constraint is gone", async () => {
    await session.query("CREATE TABLE merged (a int UNIQUE)");
    const merge = () => session.query("INSERT INTO merged VALUES (1) ON CONFLICT (a) DO NOTHING");
    await merge();
    await session.query("ALTER TABLE merged DROP CONSTRAINT merged_a_key");
    await expect(merge()).rejects.toThrow("ON CONFLICT");
  });

  test("a column of a domain that is NOT NULL holds a null behind an outer join", async () => {
    await session.query("CREATE DOMAIN there AS int NOT NULL; CREATE TABLE with_domain (id int, d there)");
    const { rows } = await session.query("SELECT d FROM (SELECT 1 AS id) AS one LEFT JOIN with_domain USING (id)");
    expect(rows).toEqual([{ d: null }]);
  });

  test("an exclusion constraint is neither NOT VALID nor made of an index that is there", async () => {
    await session.query("CREATE TABLE excluded (a int); CREATE INDEX excluded_a ON excluded (a)");
    const tries = ["EXCLUDE (a WITH =) NOT VALID", "EXCLUDE USING INDEX excluded_a"];
    for (const each of tries) await expect(session.query(`ALTER TABLE excluded ADD ${each}`)).rejects.toThrow();
  });

  test("a foreign key whose column is NULL in every row reads no row of the table that it points at", async () => {
    await session.query(`
      CREATE TABLE many_targets (id int PRIMARY KEY);
      CREATE TABLE empty_keys (a int);
      INSERT INTO many_targets SELECT generate_series(1, 20000);
      INSERT INTO empty_keys SELECT generate_series(1, 20000);
      ALTER TABLE empty_keys ADD COLUMN t int, ADD COLUMN filled int DEFAULT 7`);
    await session.query("ANALYZE many_targets, empty_keys");
    const read = async (column: string) => {
      await session.query("BEGIN");
      await session.query(`ALTER TABLE empty_keys ADD FOREIGN KEY (${column}) REFERENCES many_targets`);
      const { rows } = await session.query<{ read: string }>(`
        SELECT pg_stat_get_xact_tuples_returned('many_targets'::regclass)
             + pg_stat_get_xact_tuples_fetched('many_targets'::regclass)
             + pg_stat_get_xact_tuples_returned('many_targets_pkey'::regclass) AS read`);
      await session.query("ROLLBACK");
      return Number(rows[0]?.read);
    };
    expect(await read("t")).toBe(0);
    expect(await read("filled")).toBeGreaterThan(0);
  });

  test("NOT VALID of a foreign key is refused on a partitioned table until 17", async () => {
    await session.query(`
      CREATE TABLE targets (id int PRIMARY KEY);
      CREATE TABLE parts (t int) PARTITION BY LIST (t)`);
    const add = session.query("ALTER TABLE parts ADD FOREIGN KEY (t) REFERENCES targets NOT VALID");
    if (version < 18) await expect(add).rejects.toThrow("NOT VALID");
    else await add;
  });
});
