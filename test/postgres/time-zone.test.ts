import type { Client } from "pg";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { effectsOf } from "../../server/src/effects/effects-of.ts";
import { loadParser } from "../../server/src/sql/parse.ts";
import { catalogAfter, onlyStatement } from "./support/catalog-after.ts";
import { type PostgresServer, startPostgres } from "./support/postgres-server.ts";
import { versionsToTest } from "./support/versions.ts";

const SETUP = "CREATE TABLE visits (local timestamp, world timestamptz); INSERT INTO visits VALUES (now(), now())";

// What is said of these two is an assumption on the session's TimeZone; the other cases are watched in one of them only.
describe.each(versionsToTest())("Postgres %i", (version) => {
  let server: PostgresServer;
  let session: Client;
  beforeAll(async () => {
    await loadParser();
    server = await startPostgres(version);
    session = await server.connect();
    await session.query(SETUP);
  });
  afterAll(async () => {
    await session?.end();
    await server?.stop();
  });

  const file = async () => (await session.query("SELECT pg_relation_filenode('visits') AS file")).rows[0]?.file;
  const rewrites = async (sql: string, zone: string) => {
    await session.query(`BEGIN; SET LOCAL TimeZone = '${zone}'`);
    const before = await file();
    await session.query(sql);
    const after = await file();
    await session.query("ROLLBACK");
    return before !== after;
  };

  test.each([
    "ALTER TABLE visits ALTER COLUMN local TYPE timestamptz",
    "ALTER TABLE visits ALTER COLUMN world TYPE timestamp",
  ])("%s rewrites the rows but in UTC, and that is said", async (sql) => {
    const { rewrites: said, assumes } = effectsOf(onlyStatement(sql), catalogAfter(SETUP), version);
    expect(await rewrites(sql, "Europe/Berlin")).toBe(said.includes("visits"));
    expect(await rewrites(sql, "UTC")).toBe(false);
    expect(assumes).toEqual(["The session's TimeZone is not UTC: in UTC the change would rewrite no rows."]);
  });
});
