import type { Client } from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { loadParser } from "../../server/src/sql/parse.ts";
import { type PostgresServer, startPostgres } from "../postgres/support/postgres-server.ts";
import { catalogLines } from "./support/catalog-lines.ts";
import { postgresLines } from "./support/postgres-lines.ts";
import { replay } from "./support/replay.ts";
import { SCRIPTS } from "./support/scripts.ts";

beforeAll(loadParser);

describe.each([16, 18] as const)("the catalogue holds what Postgres %i holds after", (version) => {
  let server: PostgresServer;
  let client: Client;
  beforeAll(async () => {
    server = await startPostgres(version);
    client = await server.connect();
  });
  afterAll(async () => {
    await client?.end();
    await server?.stop();
  });

  it.each(Object.entries(SCRIPTS))("%s", async (_, script) => {
    await client.query("BEGIN");
    try {
      await client.query(script);
      expect(catalogLines(replay(script))).toEqual(await postgresLines(client));
    } finally {
      await client.query("ROLLBACK");
    }
  });
});
