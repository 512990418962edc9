import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { grantsOn } from "../../server/src/rules/support/left-view.ts";
import { type PostgresServer, startPostgres } from "./support/postgres-server.ts";
import { PRIVILEGES } from "./support/schema-snapshot.ts";
import { versionsToTest } from "./support/versions.ts";

const TABLE = `CREATE TABLE "My Bookings" (id int, "My note" text, gone int);
GRANT SELECT (id), SELECT ("My note"), UPDATE ("My note"), REFERENCES (id), SELECT (gone) ON "My Bookings" TO app;
GRANT SELECT (id), DELETE ON "My Bookings" TO PUBLIC; GRANT INSERT, TRIGGER ON "My Bookings" TO "The Clerk" WITH GRANT OPTION;
ALTER TABLE "My Bookings" DROP gone; CREATE VIEW "old name" AS SELECT * FROM "My Bookings";`;

describe.each(versionsToTest())("a view that is left under the old name on Postgres %i", (version) => {
  let server: PostgresServer;
  beforeAll(async () => {
    server = await startPostgres(version);
  });
  afterAll(() => server?.stop());

  // Until 16 a dropped column keeps what was granted on it.
  test("gives the rights that the table and its columns give", async () => {
    const session = await server.connect();
    await session.query(`CREATE ROLE app; CREATE ROLE "The Clerk"; ${TABLE}`);
    await session.query(grantsOn('"old name"', '"My Bookings"'));
    const { rows } = await session.query<{ line: string }>(PRIVILEGES);
    expect(rows.flatMap(({ line }) => (line.startsWith('"old name"') ? [line] : [])).sort()).toEqual([
      '"old name"."My note": SELECT for app',
      '"old name"."My note": UPDATE for app',
      '"old name".id: SELECT for PUBLIC',
      '"old name".id: SELECT for app',
      '"old name": DELETE for PUBLIC',
      '"old name": INSERT for "The Clerk"',
    ]);
    await session.query(`SET ROLE app; SELECT id, "My note" FROM "old name"`);
    await session.end();
  });
});
