import type { Client } from "pg";
import { beforeEach, describe, expect, test } from "vitest";
import { ownDatabase } from "./support/own-database.ts";
import { backendOf, heldLocks, waitOf } from "./support/pg-locks.ts";
import { refusalOf } from "./support/refusal-of.ts";
import { relationsBefore } from "./support/relations-before.ts";
import { runObserved } from "./support/run-observed.ts";
import { versionsToTest } from "./support/versions.ts";

// What the rules' pages and messages say of Postgres and no other test watches.
describe.each(versionsToTest())("Postgres %i", (version) => {
  const at = ownDatabase(version, "SET enable_indexonlyscan = off");

  const one = async (sql: string, client = at.session) =>
    (await client.query({ text: sql, rowMode: "array" })).rows[0]?.[0];
  const refusal = async (sql: string) => (await refusalOf(at.session, sql))?.code;
  /** The lock that the statement waits for while `session` has the first one's transaction open; undefined where it passes. */
  const waitBehind = async (first: string, sql: string) => {
    await at.session.query(`BEGIN; ${first}`);
    const { wait } = await runObserved({ watched: at.other, holder: at.session, observer: at.observer }, [sql]);
    await at.session.query("ROLLBACK");
    return wait?.mode;
  };

  describe("an index", () => {
    beforeEach(() => at.session.query("CREATE TABLE t (id int, note text); INSERT INTO t VALUES (1, 'a'), (2, 'a')"));

    test("built plainly lets readers go on and stops INSERT, UPDATE and DELETE", async () => {
      expect(await waitBehind("CREATE INDEX ON t (id)", "SELECT * FROM t")).toBeUndefined();
      for (const write of ["INSERT INTO t VALUES (3)", "UPDATE t SET id = 4", "DELETE FROM t"]) {
        expect(await waitBehind("CREATE INDEX ON t (id)", write)).toBe("ROW EXCLUSIVE");
      }
    });

    test("built CONCURRENTLY waits for a transaction that is open, and meanwhile stops no write", async () => {
      const third = await at.server.connect(at.database);
      await third.query("BEGIN; INSERT INTO t VALUES (3)");
      const pid = await backendOf(at.session);
      const built = at.session.query("CREATE INDEX CONCURRENTLY i ON t (id)");
      while ((await waitOf(at.observer, pid)) === undefined) await one("SELECT pg_sleep(0.005)", at.observer);
      for (const write of [
        "INSERT INTO t VALUES (4)",
        "UPDATE t SET note = 'b' WHERE id = 1",
        "DELETE FROM t WHERE id = 2",
      ]) {
        expect(
          (await runObserved({ watched: at.other, holder: third, observer: at.observer }, [write])).wait,
        ).toBeUndefined();
      }
      await third.query("COMMIT");
      await built;
      await third.end();
      expect(await one("SELECT indisvalid FROM pg_index WHERE indexrelid = 'i'::regclass")).toBe(true);
    });

    test("built CONCURRENTLY reads the table twice, plainly once", async () => {
      const read = () => one("SELECT pg_stat_get_tuples_returned('t'::regclass)::int", at.other);
      const settle = async (client: Client) => {
        await client.end();
        // Before 15 a collector writes what the sessions counted, twice a second.
        if (version < 15) await one("SELECT pg_sleep(0.7)", at.other);
        if (version < 15) await at.other.query("SELECT pg_stat_clear_snapshot()");
      };
      const counts: number[] = [];
      for (const how of ["", "CONCURRENTLY"]) {
        const builder = await at.server.connect(at.database);
        await builder.query("SELECT 1");
        const before = Number(await read());
        await builder.query(`CREATE INDEX ${how} ON t (id)`);
        await settle(builder);
        counts.push(Number(await read()) - before);
      }
      expect(counts).toEqual([2, 4]);
    });

    test("CONCURRENTLY is refused in a transaction, be it of BEGIN or of several statements sent as one", async () => {
      expect(await refusal("BEGIN; CREATE INDEX CONCURRENTLY i ON t (id)")).toBe("25001");
      await at.session.query("ROLLBACK");
      expect(await refusal("SELECT 1; CREATE INDEX CONCURRENTLY i ON t (id)")).toBe("25001");
      expect(await refusal("CREATE INDEX CONCURRENTLY i ON t (id); SELECT 1")).toBe("25001");
      expect(await refusal("CREATE INDEX CONCURRENTLY i ON t (id)")).toBeUndefined();
    });

    test("that failed CONCURRENTLY stays behind INVALID, and IF NOT EXISTS takes it for the real one", async () => {
      const isValid = () => one("SELECT indisvalid FROM pg_index WHERE indexrelid = 'u'::regclass");
      expect(await refusal("CREATE UNIQUE INDEX CONCURRENTLY u ON t (note)")).toBe("23505");
      expect(await isValid()).toBe(false);
      await at.session.query("DELETE FROM t WHERE id = 2");
      expect(await refusal("CREATE UNIQUE INDEX CONCURRENTLY IF NOT EXISTS u ON t (note)")).toBeUndefined();
      expect(await isValid()).toBe(false);
      await at.session.query("DROP INDEX CONCURRENTLY u");
      await at.session.query("CREATE UNIQUE INDEX CONCURRENTLY IF NOT EXISTS u ON t (note)");
      expect(await isValid()).toBe(true);
    });

    test("on a materialized view stops REFRESH and no reader, and can be built CONCURRENTLY", async () => {
      await at.session.query("CREATE MATERIALIZED VIEW m AS SELECT id FROM t; CREATE UNIQUE INDEX ON m (id)");
      expect(await waitBehind("CREATE INDEX ON m (id)", "SELECT * FROM m")).toBeUndefined();
      expect(await waitBehind("CREATE INDEX ON m (id)", "REFRESH MATERIALIZED VIEW m")).toBe("ACCESS EXCLUSIVE");
      const refresh = "REFRESH MATERIALIZED VIEW CONCURRENTLY m";
      expect(await waitBehind("CREATE INDEX ON m (id)", refresh)).toBe("EXCLUSIVE");
      expect(await refusal("CREATE INDEX CONCURRENTLY ON m (id)")).toBeUndefined();
    });

    test("on a foreign table is refused, either way", async () => {
      await at.session.query(
        "CREATE FOREIGN DATA WRAPPER w; CREATE SERVER s FOREIGN DATA WRAPPER w; CREATE FOREIGN TABLE f (id int) SERVER s",
      );
      expect(await refusal("CREATE INDEX ON f (id)")).toBe("42809");
      expect(await refusal("CREATE INDEX CONCURRENTLY ON f (id)")).toBe("42809");
    });
  });

  describe("an index of a partitioned table", () => {
    beforeEach(() =>
      at.session.query(`
        CREATE TABLE p (id int, at date) PARTITION BY RANGE (at);
        CREATE TABLE p1 PARTITION OF p FOR VALUES FROM ('2026-01-01') TO ('2027-01-01');
        CREATE TABLE p2 PARTITION OF p FOR VALUES FROM ('2027-01-01') TO ('2028-01-01');
        INSERT INTO p VALUES (1, '2026-01-01'), (2, '2027-01-01');`),
    );
    const locksOf = async (sql: string) => {
      const relations = await relationsBefore(at.observer);
      await at.session.query(`BEGIN; ${sql}`);
      const held = await heldLocks(at.session, relations);
      await at.session.query("ROLLBACK");
      return Object.fromEntries([...held].map(([{ name }, mode]) => [name, mode]));
    };

    test("cannot be built CONCURRENTLY", async () => {
      expect(await refusal("CREATE INDEX CONCURRENTLY i ON p (id)")).toBe("0A000");
    });

    test("is built with SHARE on each partition", async () => {
      expect(await locksOf("CREATE INDEX i ON p (id)")).toEqual({ p: "SHARE", p1: "SHARE", p2: "SHARE" });
    });

    test("made ON ONLY the parent leaves the partitions alone, and is valid when each has an attached one", async () => {
      expect(await locksOf("CREATE INDEX i ON ONLY p (id)")).toEqual({ p: "SHARE" });
      const isValid = () => one("SELECT indisvalid FROM pg_index WHERE indexrelid = 'i'::regclass");
      await at.session.query("CREATE INDEX i ON ONLY p (id)");
      for (const partition of ["p1", "p2"]) {
        expect(await isValid()).toBe(false);
        await at.session.query(`CREATE INDEX CONCURRENTLY i_${partition} ON ${partition} (id)`);
        await at.session.query(`ALTER INDEX i ATTACH PARTITION i_${partition}`);
      }
      expect(await isValid()).toBe(true);
    });
  });

  describe("a foreign key of two columns", () => {
    beforeEach(() =>
      at.session.query(`
        CREATE TABLE parent (a int, b int, PRIMARY KEY (a, b));
        CREATE TABLE child (id int PRIMARY KEY, a int, b int, note text, FOREIGN KEY (a, b) REFERENCES parent ON UPDATE CASCADE);
        INSERT INTO parent SELECT n, n FROM generate_series(1, 2000) n;
        INSERT INTO child SELECT n, n, n, 'note ' || n FROM generate_series(11, 2000) n;
        ANALYZE`),
    );
    /** How many rows of the referencing table were read one after the at.other. */
    const rowsRead = async (index: string, change: string) => {
      const count = "SELECT seq_tup_read::int FROM pg_stat_xact_user_tables WHERE relname = 'child'";
      await at.session.query(`BEGIN; ${index}; DISCARD PLANS`);
      // What building the index read is no part of it.
      const before = Number(await one(count));
      await at.session.query(change);
      const after = Number(await one(count));
      await at.session.query("ROLLBACK");
      return after - before;
    };
    const changes = ["DELETE FROM parent WHERE a = 5", "UPDATE parent SET b = 0 WHERE a = 5"];

    test.each(changes)("without an index, all of the referencing table is read: %s", async (change) => {
      expect(await rowsRead("SELECT", change)).toBe(1990);
      expect(await rowsRead("CREATE INDEX ON child (a) WHERE note <> 'x'", change)).toBe(1990);
      expect(await rowsRead("CREATE INDEX ON child (note, a, b)", change)).toBe(1990);
      expect(await rowsRead("CREATE INDEX ON child ((a + 0), b)", change)).toBe(1990);
    });

    test("an index whose first column has few values is skipped through from 18 on", async () => {
      await at.session.query("UPDATE child SET note = 'same'");
      await at.session.query("VACUUM FULL ANALYZE child");
      const read = await rowsRead("CREATE INDEX ON child (note, a, b)", "DELETE FROM parent WHERE a = 5");
      expect(read).toBe(version >= 18 ? 0 : 1990);
    });

    test.each(changes)("with an index that starts with its columns, in any order, none is: %s", async (change) => {
      expect(await rowsRead("CREATE INDEX ON child (a, b)", change)).toBe(0);
      expect(await rowsRead("CREATE INDEX ON child (b, a, note)", change)).toBe(0);
      expect(await rowsRead("CREATE INDEX ON child (b, a) WHERE a IS NOT NULL AND b IS NOT NULL", change)).toBe(0);
    });

    test.runIf(version >= 18)("that is NOT ENFORCED is not looked up", async () => {
      await at.session.query(
        "ALTER TABLE child DROP CONSTRAINT child_a_b_fkey, ADD FOREIGN KEY (a, b) REFERENCES parent NOT ENFORCED",
      );
      expect(await rowsRead("SELECT", "DELETE FROM parent WHERE a = 15")).toBe(0);
    });
  });

  describe("a timestamp", () => {
    test("takes eight bytes, as a timestamptz does", async () => {
      expect(
        await one("SELECT array_agg(DISTINCT typlen::int) FROM pg_type WHERE typname ~ '^timestamp(tz)?$'"),
      ).toEqual([8]);
    });

    test("means another moment to each session's zone, and a timestamptz the same", async () => {
      await at.session.query("CREATE TABLE t (digits timestamp, moment timestamptz); SET TimeZone = 'Asia/Tokyo'");
      await at.session.query("INSERT INTO t VALUES ('2026-06-01 12:00', '2026-06-01 12:00')");
      await at.other.query("SET TimeZone = 'America/New_York'");
      const moments = async (column: string) => {
        const sql = `SELECT extract(epoch FROM ${column}::timestamptz)::int FROM t`;
        return [Number(await one(sql)), Number(await one(sql, at.other))];
      };
      const [tokyo = 0, newYork = 0] = await moments("digits");
      expect((newYork - tokyo) / 3600).toBe(13);
      const [here, there] = await moments("moment");
      expect(here).toBe(there);
    });

    test.each([
      ["timestamp", "timestamptz", "UTC", false],
      ["timestamp(6)", "timestamptz", "UTC", false],
      ["timestamp", "timestamptz(6)", "UTC", false],
      ["timestamp(3)", "timestamptz", "UTC", false],
      ["timestamp(3)", "timestamptz(6)", "UTC", false],
      ["timestamp(3)", "timestamptz(3)", "UTC", true],
      ["timestamp(3)", "timestamptz(4)", "UTC", true],
      ["timestamp", "timestamptz", "Etc/UTC", false],
      ["timestamp", "timestamptz", "GMT", false],
      ["timestamp", "timestamptz", "Europe/London", true],
      ["timestamp(3)", "timestamptz", "Asia/Tokyo", true],
      ["timestamp[]", "timestamptz[]", "UTC", true],
      ["timestamp(3)", "timestamp(6)", "Asia/Tokyo", false],
    ])(
      "a column changed from %s to %s in %s: rewritten %s, under ACCESS EXCLUSIVE",
      async (from, to, zone, rewritten) => {
        await at.session.query(`CREATE TABLE t (at ${from}); INSERT INTO t VALUES (NULL)`);
        const relations = await relationsBefore(at.observer);
        const file = () => one("SELECT pg_relation_filenode('t')::int");
        const before = await file();
        await at.session.query(`SET TimeZone = '${zone}'; BEGIN; ALTER TABLE t ALTER COLUMN at TYPE ${to}`);
        expect((await file()) !== before).toBe(rewritten);
        const held = await heldLocks(at.session, relations);
        expect([...held].map(([{ name }, mode]) => `${name}: ${mode}`)).toContain("t: ACCESS EXCLUSIVE");
      },
    );

    test("lets expressions be immutable that a timestamptz does not", async () => {
      const shapes = [
        "CREATE TABLE g (at timestamp, day date GENERATED ALWAYS AS (at::date) STORED)",
        "CREATE TABLE x (at timestamp); CREATE INDEX ON x (date_trunc('day', at))",
        "CREATE TABLE y (at timestamp); CREATE INDEX ON y (at) WHERE at > '2026-01-01'::timestamp",
        "CREATE TABLE e (at timestamp, til timestamp, EXCLUDE USING gist (tsrange(at, til) WITH &&))",
      ];
      for (const sql of shapes) {
        expect(await refusal(sql.replace(/\b(at|til) timestamp/g, "$1 timestamptz"))).toMatch(/^42/);
        expect(await refusal(sql)).toBeUndefined();
      }
    });
  });
});
