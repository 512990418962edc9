import type { Client } from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type PostgresServer, startPostgres } from "../postgres/support/postgres-server.ts";

// What the two rules say of Postgres, watched on the oldest and the newest server.
describe.each([12, 18] as const)("Postgres %i", (version) => {
  let server: PostgresServer;
  let session: Client;

  beforeAll(async () => {
    server = await startPostgres(version);
    session = await server.connect();
  });
  afterAll(async () => {
    await session.end();
    await server.stop();
  });

  it("makes no index for a foreign key, and looks up with a B-tree, a hash or a not-null index, not with others", async () => {
    await session.query(`
      CREATE TABLE parent (id int PRIMARY KEY);
      CREATE TABLE child (id int PRIMARY KEY, "parentId" int REFERENCES parent (id) ON DELETE CASCADE);
      INSERT INTO parent SELECT generate_series(1, 1000);
      INSERT INTO child SELECT n, 1 + n % 1000 FROM generate_series(1, 20000) n;
      ANALYZE;`);
    const { rows } = await session.query("SELECT indexname FROM pg_indexes WHERE tablename = 'child'");
    expect(rows).toEqual([{ indexname: "child_pkey" }]);
    const used = async (index: string) => {
      await session.query(`BEGIN; CREATE INDEX tried ON child ${index}; ANALYZE child; DISCARD PLANS`);
      await session.query("DELETE FROM parent WHERE id = 5");
      const scans = await session.query("SELECT pg_stat_get_xact_numscans('tried'::regclass)::int AS count");
      await session.query("ROLLBACK");
      return scans.rows[0].count > 0;
    };
    expect(await used('("parentId")')).toBe(true);
    expect(await used('("parentId", id)')).toBe(true);
    expect(await used('USING hash ("parentId")')).toBe(true);
    expect(await used('("parentId") WHERE "parentId" IS NOT NULL')).toBe(true);
    expect(await used('(id, "parentId")')).toBe(false);
    expect(await used('("parentId") WHERE id > 0')).toBe(false);
    expect(await used('USING brin ("parentId")')).toBe(false);
  });

  it("looks up a pair by an index on one of its columns", async () => {
    await session.query(`
      CREATE TABLE place (a int, b int, PRIMARY KEY (a, b));
      CREATE TABLE visit (id int PRIMARY KEY, a int, b int, FOREIGN KEY (a, b) REFERENCES place (a, b) ON DELETE CASCADE);
      INSERT INTO place SELECT n % 50, n FROM generate_series(1, 2000) n;
      INSERT INTO visit SELECT b, a, b FROM place;
      CREATE INDEX one ON visit (a);
      ANALYZE;
      BEGIN;
      DELETE FROM place WHERE (a, b) = (5, 5);`);
    const scans = await session.query("SELECT pg_stat_get_xact_numscans('one'::regclass)::int AS count");
    await session.query("ROLLBACK");
    expect(scans.rows[0].count).toBeGreaterThan(0);
  });

  it("rewrites for timestamptz(3) always, for timestamptz(6) unless the session's zone is UTC, for arrays always", async () => {
    const rewrites = async (from: string, to: string, zone: string) => {
      await session.query(`SET TimeZone = '${zone}'; DROP TABLE IF EXISTS moments; CREATE TABLE moments (at ${from})`);
      const file = async () => (await session.query("SELECT pg_relation_filenode('moments') AS file")).rows[0].file;
      const before = await file();
      await session.query(`ALTER TABLE moments ALTER COLUMN at SET DATA TYPE ${to}`);
      return (await file()) !== before;
    };
    for (const digits of [0, 1, 2, 3, 4, 5]) {
      expect(await rewrites(`timestamp(${digits})`, `timestamptz(${digits})`, "UTC")).toBe(true);
    }
    expect(await rewrites("timestamp(6)", "timestamptz(6)", "UTC")).toBe(false);
    expect(await rewrites("timestamp", "timestamptz", "UTC")).toBe(false);
    expect(await rewrites("timestamp(6)", "timestamptz(6)", "America/New_York")).toBe(true);
    expect(await rewrites("timestamp(6)[]", "timestamptz(6)[]", "UTC")).toBe(true);
    expect(await rewrites("timestamp[]", "timestamptz[]", "UTC")).toBe(true);
  });

  it("writes now() into a timestamp by the session's clock, and reads old digits by it", async () => {
    await session.query(`
      SET TimeZone = 'Asia/Tokyo';
      CREATE TABLE kept (at timestamp(3) DEFAULT CURRENT_TIMESTAMP, moment timestamptz(3) DEFAULT CURRENT_TIMESTAMP);
      INSERT INTO kept DEFAULT VALUES;`);
    const off = "SELECT extract(epoch FROM at - moment AT TIME ZONE 'UTC') / 3600 AS hours FROM kept";
    expect(Number((await session.query(off)).rows[0].hours)).toBe(9);
    await session.query("TRUNCATE kept; INSERT INTO kept (at) VALUES ('2024-01-01 12:00')");
    await session.query("ALTER TABLE kept ALTER COLUMN at SET DATA TYPE timestamptz(3); SET TimeZone = 'UTC'");
    expect((await session.query("SELECT at::text FROM kept")).rows[0].at).toBe("2024-01-01 03:00:00+00");
  });
});
