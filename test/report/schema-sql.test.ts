import type { Client } from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { schemaSql } from "../../server/src/report/schema/schema-sql.ts";
import { loadParser } from "../../server/src/sql/parse.ts";
import { SCRIPTS, SCRIPTS_OF_18 } from "../catalog/support/scripts.ts";
import { type PostgresServer, startPostgres } from "../postgres/support/postgres-server.ts";
import { schemaDifference } from "../postgres/support/schema-difference.ts";
import { schemaSnapshot } from "../postgres/support/schema-snapshot.ts";
import { replayed } from "./support/replayed.ts";
import { SHOP } from "./support/shop.ts";

beforeAll(loadParser);

/** What the catalogue does not keep: the server of a foreign table. */
const NOT_KEPT = ["foreign tables"];

/**
 * Nor what DISABLE TRIGGER ALL did to the triggers of foreign keys, nor that Postgres 18 numbered the name of a NOT NULL
 * because a table that is gone had it.
 */
const NOT_SAID = /^settings: (?:trigger of |not null posts\.id: )/;

const madeOn = (version: 16 | 18) =>
  Object.entries({ ...SCRIPTS, ...(version === 18 ? SCRIPTS_OF_18 : {}), shop: SHOP }).filter(
    ([name]) => !NOT_KEPT.includes(name),
  );

describe.each([16, 18] as const)("the script of a schema makes that schema on Postgres %i:", (version) => {
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

  async function snapshotAfter(script: string) {
    await client.query("BEGIN");
    try {
      await client.query(script);
      await client.query("SET search_path = public");
      return await schemaSnapshot(client);
    } finally {
      await client.query("ROLLBACK");
    }
  }

  it.each(madeOn(version))("%s", async (_, script) => {
    const { catalog, sourceOf } = replayed(script);
    const sql = schemaSql(catalog, sourceOf, version);
    // Roles are no database's: the script takes them as there.
    const roles = script.match(/CREATE ROLE [^;]+;/g) ?? [];
    const [wanted, made] = [await snapshotAfter(script), await snapshotAfter([...roles, sql].join("\n"))];
    const { gone, added } = schemaDifference(wanted, made);
    expect(
      [...gone, ...added].filter((line) => !NOT_SAID.test(line)),
      sql,
    ).toEqual([]);
  });
});
