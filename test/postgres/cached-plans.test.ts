import type { Client } from "pg";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type PostgresServer, startPostgres } from "./support/postgres-server.ts";
import { versionsToTest } from "./support/versions.ts";

const SETUP = `
  CREATE TABLE users (id int PRIMARY KEY, name varchar(10), age int, note text);
  INSERT INTO users VALUES (1, 'a', 1, 'n');`;

/** A change, and for each of the prepared queries whether it goes on working. */
const CHANGES: readonly (readonly [sql: string, star: boolean, returning: boolean, named: boolean])[] = [
  ["ALTER TABLE users ADD COLUMN phone text", false, false, true],
  ["ALTER TABLE users DROP COLUMN note", false, false, true],
  ["ALTER TABLE users ALTER COLUMN name TYPE varchar(20)", false, false, false],
  ["ALTER TABLE users ALTER COLUMN name TYPE text", false, false, false],
  ["ALTER TABLE users RENAME COLUMN note TO remark", false, false, true],
  ["ALTER TABLE users ALTER COLUMN name SET NOT NULL", true, true, true],
  ["ALTER TABLE users ADD CHECK (id > 0)", true, true, true],
  ["CREATE INDEX users_name_idx ON users (name)", true, true, true],
];

// What `cached-plan-breaks` says of statements that were prepared before a migration.
describe.each(versionsToTest())("Postgres %i", (version) => {
  let server: PostgresServer;
  beforeAll(async () => {
    server = await startPostgres(version);
  });
  afterAll(() => server?.stop());

  async function goesOn(change: string, query: string): Promise<boolean> {
    const database = await server.createDatabase();
    const [application, migration]: Client[] = [await server.connect(database), await server.connect(database)];
    if (application === undefined || migration === undefined) throw new Error("no session");
    await application.query(SETUP);
    await application.query(`PREPARE cached AS ${query}`);
    await application.query("EXECUTE cached");
    await migration.query(change);
    const error = await application.query("EXECUTE cached").then(
      () => undefined,
      ({ message }) => String(message),
    );
    expect([undefined, "cached plan must not change result type"]).toContain(error);
    await application.end();
    await migration.end();
    await server.dropDatabase(database);
    return error === undefined;
  }

  test.each(CHANGES)("%s", async (change, star, returning, named) => {
    expect(await goesOn(change, "SELECT * FROM users WHERE id = 1")).toBe(star);
    expect(await goesOn(change, "UPDATE users SET age = 2 WHERE id = 1 RETURNING *")).toBe(returning);
    expect(await goesOn(change, "SELECT id, name FROM users WHERE id = 1")).toBe(named);
  });

  test("in a transaction the failed statement takes the transaction along", async () => {
    const session = await server.connect();
    await session.query(SETUP);
    await session.query("PREPARE cached AS SELECT * FROM users");
    await session.query("BEGIN");
    await session.query("ALTER TABLE users ADD COLUMN phone text");
    await expect(session.query("EXECUTE cached")).rejects.toThrow("cached plan must not change result type");
    await expect(session.query("SELECT 1")).rejects.toThrow("current transaction is aborted");
    await session.query("ROLLBACK");
    await session.end();
  });
});

describe.each(versionsToTest())("statistics on Postgres %i", (version) => {
  let server: PostgresServer;
  let session: Client;
  beforeAll(async () => {
    server = await startPostgres(version);
    session = await server.connect();
    await session.query("CREATE TABLE users (id int PRIMARY KEY, name text, age int)");
    await session.query(
      "INSERT INTO users SELECT i, 'Name ' || i % 50, i % 7 FROM generate_series(1, 1000) AS i; ANALYZE users",
    );
  });
  afterAll(async () => {
    await session?.end();
    await server?.stop();
  });

  const count = async (query: string) => (await session.query(query)).rowCount;

  test("those of an index's expression are there only after ANALYZE", async () => {
    await session.query("CREATE INDEX users_lower ON users (lower(name))");
    expect(await count("SELECT FROM pg_stats WHERE tablename = 'users_lower'")).toBe(0);
    await session.query("ANALYZE users");
    expect(await count("SELECT FROM pg_stats WHERE tablename = 'users_lower'")).toBe(1);
  });

  test("extended ones are there only after ANALYZE", async () => {
    await session.query("CREATE STATISTICS both_of ON name, age FROM users");
    expect(await count("SELECT FROM pg_statistic_ext_data WHERE stxdndistinct IS NOT NULL")).toBe(0);
    await session.query("ANALYZE users");
    expect(await count("SELECT FROM pg_statistic_ext_data WHERE stxdndistinct IS NOT NULL")).toBe(1);
  });

  test("those of a column that is filled say that it is NULL until ANALYZE", async () => {
    const nulls = "SELECT null_frac FROM pg_stats WHERE tablename = 'users' AND attname = 'state'";
    await session.query("ALTER TABLE users ADD COLUMN state text; ANALYZE users; UPDATE users SET state = 'open'");
    expect((await session.query(nulls)).rows).toEqual([{ null_frac: 1 }]);
    await session.query("ANALYZE users");
    expect((await session.query(nulls)).rows).toEqual([{ null_frac: 0 }]);
  });
});
