import type { Client } from "pg";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { blocksOf, conflicts } from "../../server/src/effects/lock-conflicts.ts";
import { LOCK_MODES, type LockMode } from "../../shared/src/lock-modes.ts";
import { probeFor } from "./support/pg-locks.ts";
import { type PostgresServer, startPostgres } from "./support/postgres-server.ts";
import { versionsToTest } from "./support/versions.ts";

describe.each(versionsToTest())("Postgres %i", (version) => {
  let server: PostgresServer;
  let holder: Client;
  let other: Client;
  beforeAll(async () => {
    server = await startPostgres(version);
    holder = await server.connect();
    other = await server.connect();
    await holder.query("CREATE TABLE orders (id int PRIMARY KEY)");
  });
  afterAll(async () => {
    await holder?.end();
    await other?.end();
    await server?.stop();
  });

  /** Those of the statements that find no room beside the held mode. */
  async function refused<T extends string>(held: LockMode, statements: ReadonlyMap<T, string>): Promise<readonly T[]> {
    await holder.query(`BEGIN; LOCK TABLE orders IN ${held} MODE`);
    const waiting: T[] = [];
    for (const [name, sql] of statements) {
      await other.query("BEGIN; SET LOCAL lock_timeout = '5ms'");
      await other.query(sql).catch(() => waiting.push(name));
      await other.query("ROLLBACK");
    }
    await holder.query("ROLLBACK");
    return waiting;
  }

  test.each(LOCK_MODES)("conflicts(%s)", async (held) => {
    const each = new Map(LOCK_MODES.map((mode) => [mode, `LOCK TABLE orders IN ${mode} MODE NOWAIT`]));
    expect(conflicts(held)).toEqual(await refused(held, each));
  });

  test.each(LOCK_MODES)("blocksOf(%s)", async (held) => {
    const read = "SELECT FROM orders";
    const write = "INSERT INTO orders VALUES (1)";
    const ddl = "ALTER TABLE orders ALTER id SET STATISTICS 5";
    expect(blocksOf(held)).toEqual(await refused(held, new Map(Object.entries({ read, write, ddl }))));
  });
});

test.each(LOCK_MODES)(
  "what is held to find a lock stronger than %s lets that one pass and none that is stronger",
  (known) => {
    const probe = probeFor(known);
    const stronger = LOCK_MODES.slice(LOCK_MODES.indexOf(known) + 1);
    if (probe === undefined) expect(stronger).toEqual([]);
    else {
      expect(conflicts(probe)).not.toContain(known);
      expect(conflicts(probe)).toEqual(expect.arrayContaining(stronger));
    }
  },
);
