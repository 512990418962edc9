import type { Client } from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { quoteIdentifier } from "../../server/src/catalog/quoted-name.ts";
import { loadParser } from "../../server/src/sql/parse.ts";
import { type PostgresServer, startPostgres } from "../postgres/support/postgres-server.ts";
import { catalogLines } from "./support/catalog-lines.ts";
import { catalogNotNulls, postgresNotNulls } from "./support/not-null-lines.ts";
import { catalogOwners, postgresOwners } from "./support/owner-lines.ts";
import { postgresLines } from "./support/postgres-lines.ts";
import { catalogPrivileges, postgresPrivileges } from "./support/privilege-lines.ts";
import { replay } from "./support/replay.ts";
import { SCRIPTS, SCRIPTS_OF_18 } from "./support/scripts.ts";

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

  it("every keyword, quoted where quote_ident of 18 quotes it", async () => {
    const { rows } = await client.query<{ word: string; quoted: string }>(
      "SELECT word, quote_ident(word) AS quoted FROM pg_get_keywords()",
    );
    // A keyword that came after an older version is quoted all the same: the quotes do no harm there.
    const wrong = rows.filter(({ word, quoted }) => quoteIdentifier(word) !== quoted && quoted !== word);
    const needless = rows.filter(({ word, quoted }) => quoteIdentifier(word) !== quoted && quoted === word);
    expect(wrong).toEqual([]);
    expect(version === 18 ? needless : []).toEqual([]);
    expect(rows.length).toBeGreaterThan(400);
  });

  it.each(Object.entries(version === 18 ? { ...SCRIPTS, ...SCRIPTS_OF_18 } : SCRIPTS))("%s", async (name, script) => {
    await client.query("BEGIN");
    try {
      await client.query(script);
      const catalog = replay(script);
      expect(catalogLines(catalog)).toEqual(await postgresLines(client));
      const isNamed = Object.hasOwn(SCRIPTS_OF_18, name);
      if (isNamed) expect(catalogNotNulls(catalog)).toEqual(await postgresNotNulls(client));
      expect(catalogOwners(catalog)).toEqual(await postgresOwners(client));
      expect(catalogPrivileges(catalog, version)).toEqual(await postgresPrivileges(client));
    } finally {
      await client.query("ROLLBACK");
    }
  });
});
