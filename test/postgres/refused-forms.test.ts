import { type Client, DatabaseError } from "pg";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type PostgresServer, startPostgres } from "./support/postgres-server.ts";
import { versionsToTest } from "./support/versions.ts";

const SETUP = `
CREATE TABLE events (id int, at date NOT NULL) PARTITION BY RANGE (at);
CREATE TABLE events_1 PARTITION OF events FOR VALUES FROM ('2024-01-01') TO ('2025-01-01');
CREATE TABLE events_rest PARTITION OF events DEFAULT;
CREATE TABLE days (id int, at date NOT NULL) PARTITION BY RANGE (at);
CREATE TABLE days_1 PARTITION OF days FOR VALUES FROM ('2024-01-01') TO ('2025-01-01');
CREATE TABLE days_2 PARTITION OF days FOR VALUES FROM ('2025-01-01') TO ('2026-01-01');
CREATE INDEX events_id ON events (id);
CREATE TABLE t (id int PRIMARY KEY, a int, b int, CONSTRAINT t_a UNIQUE (a), CONSTRAINT t_b EXCLUDE USING btree (b WITH =));
CREATE INDEX one ON t (a);
CREATE INDEX two ON t (b);
CREATE MATERIALIZED VIEW bare AS SELECT id, a FROM t;
CREATE MATERIALIZED VIEW partly AS SELECT id, a FROM t;
CREATE UNIQUE INDEX ON partly (id) WHERE id > 0;
CREATE UNIQUE INDEX ON partly (id, (a + 0));
CREATE MATERIALIZED VIEW whole AS SELECT id, a FROM t;
CREATE UNIQUE INDEX ON whole (id) INCLUDE (a);
CREATE MATERIALIZED VIEW never AS SELECT id FROM t WITH NO DATA;
CREATE UNIQUE INDEX ON never (id);
`;

/** What Postgres answers in a transaction of none: an SQLSTATE, or undefined where it does as it is told. */
const FORMS: readonly (readonly [sql: string, answer: (version: number) => string | undefined])[] = [
  ["CREATE INDEX CONCURRENTLY ON events (id)", () => "0A000"],
  ["CREATE INDEX CONCURRENTLY ON ONLY events (id)", () => "0A000"],
  ["DROP INDEX CONCURRENTLY one, two", () => "0A000"],
  ["DROP INDEX CONCURRENTLY one CASCADE", () => "0A000"],
  ["DROP INDEX CONCURRENTLY events_id", () => "0A000"],
  ["DROP INDEX CONCURRENTLY t_a", () => "2BP01"],
  ["DROP INDEX t_a CASCADE", () => "2BP01"],
  ["DROP INDEX CONCURRENTLY events_1_id_idx", () => "2BP01"],
  ["DROP INDEX events_1_id_idx", () => "2BP01"],
  ["REINDEX INDEX CONCURRENTLY t_b", () => "0A000"],
  ["REINDEX TABLE CONCURRENTLY t", () => undefined],
  ["REINDEX TABLE CONCURRENTLY pg_class", () => "0A000"],
  ["REINDEX INDEX CONCURRENTLY events_id", (version) => (version < 14 ? "0A000" : undefined)],
  ["REFRESH MATERIALIZED VIEW CONCURRENTLY bare", () => "55000"],
  ["REFRESH MATERIALIZED VIEW CONCURRENTLY partly", () => "55000"],
  ["REFRESH MATERIALIZED VIEW CONCURRENTLY never", () => "0A000"],
  ["REFRESH MATERIALIZED VIEW CONCURRENTLY whole WITH NO DATA", () => "42601"],
  ["BEGIN; REFRESH MATERIALIZED VIEW CONCURRENTLY whole; COMMIT", () => undefined],
  ["DO $$ BEGIN CREATE INDEX CONCURRENTLY ON t (a); END $$", () => "25001"],
  ["BEGIN; DROP INDEX CONCURRENTLY IF EXISTS nothing; COMMIT", () => "25001"],
  ["BEGIN; REINDEX TABLE CONCURRENTLY t; COMMIT", () => "25001"],
  ["BEGIN; REINDEX TABLE t; COMMIT", () => undefined],
  ["BEGIN; REINDEX SCHEMA public; COMMIT", () => "25001"],
  ["ALTER TABLE events DETACH PARTITION events_1 CONCURRENTLY", (version) => (version < 14 ? "42601" : "55000")],
  [
    "BEGIN; ALTER TABLE days DETACH PARTITION days_1 CONCURRENTLY; COMMIT",
    (version) => (version < 14 ? "42601" : "25001"),
  ],
  ["ALTER TABLE days DETACH PARTITION days_1 CONCURRENTLY", (version) => (version < 14 ? "42601" : undefined)],
];

// What concurrently-refused and its neighbours say that Postgres refuses, and what it does not.
describe.each(versionsToTest())("Postgres %i", (version) => {
  let server: PostgresServer;
  let session: Client;
  beforeAll(async () => {
    server = await startPostgres(version);
    session = await server.connect(await server.createDatabase());
    await session.query(SETUP);
  });
  afterAll(async () => {
    await session?.end();
    await server?.stop();
  });

  test.each(FORMS)("%s", async (sql, answer) => {
    let code: string | undefined;
    try {
      await session.query(sql);
    } catch (error) {
      if (!(error instanceof DatabaseError)) throw error;
      code = error.code;
      await session.query("ROLLBACK");
    }
    expect(code).toBe(answer(version));
  });

  test("a view WITH NO DATA cannot be read", async () => {
    await expect(session.query("SELECT * FROM never")).rejects.toMatchObject({ code: "55000" });
  });

  test.skipIf(version < 14)("DETACH CONCURRENTLY leaves a CHECK that says the bounds, of its own name", async () => {
    await session.query("ALTER TABLE days DETACH PARTITION days_2 CONCURRENTLY");
    const { rows } = await session.query(
      "SELECT conname, pg_get_constraintdef(oid) AS said FROM pg_constraint WHERE conrelid = 'days_2'::regclass AND contype = 'c'",
    );
    expect(rows).toEqual([
      {
        conname: "days_2_at_check",
        said: "CHECK (((at IS NOT NULL) AND (at >= '2025-01-01'::date) AND (at < '2026-01-01'::date)))",
      },
    ]);
  });
});
