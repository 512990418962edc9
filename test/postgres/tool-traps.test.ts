import { beforeEach, describe, expect, test } from "vitest";
import { ownDatabase } from "./support/own-database.ts";
import { backendOf } from "./support/pg-locks.ts";
import { refusalOf } from "./support/refusal-of.ts";
import { versionsToTest } from "./support/versions.ts";

// What docs/tools/ and the tools' ways out say of how a file is sent.
describe.each(versionsToTest())("Postgres %i", (version) => {
  const at = ownDatabase(version, "CREATE TABLE t (id int); CREATE TABLE flyway_schema_history (version text)");

  const refusal = async (sql: string) => (await refusalOf(at.session, sql))?.code;
  const ACTIVE_TRANSACTION = "25001";
  const BUILD = "CREATE INDEX CONCURRENTLY i ON t (id)";

  describe("a file sent as one query", () => {
    test("may hold a statement that refuses a transaction, where it is the only one", async () => {
      for (const sql of [BUILD, "DROP INDEX CONCURRENTLY i", `-- why\n${BUILD};\n-- that was all\n`, "VACUUM t"]) {
        expect(await refusal(sql)).toBeUndefined();
      }
    });

    test.each([
      `${BUILD}; CREATE INDEX CONCURRENTLY j ON t (id)`,
      `SET lock_timeout = '1s'; ${BUILD}`,
      "SELECT 1; VACUUM t",
    ])("is refused as in a transaction with a second one: %s", async (sql) => {
      expect(await refusal(sql)).toBe(ACTIVE_TRANSACTION);
    });

    test("is undone as a whole", async () => {
      expect(await refusal("CREATE TABLE u (id int); INSERT INTO t VALUES (1); SELECT 1/0")).toBe("22012");
      const { rows } = await at.session.query("SELECT to_regclass('u') AS u, (SELECT count(*)::int FROM t) AS n");
      expect(rows).toEqual([{ u: null, n: 0 }]);
    });
  });

  describe("a transaction that stays open beside the build, as Flyway's own", () => {
    // Asked for before the transaction opens: a later query would take the place of its last one.
    let holder: number;
    beforeEach(async () => {
      holder = await backendOf(at.other);
    });
    const open = async (lock: "pg_try_advisory_xact_lock" | "pg_try_advisory_lock", begin: "BEGIN" | undefined) => {
      if (begin !== undefined) await at.other.query(begin);
      // With a parameter the query goes by the extended protocol, as JDBC sends every query.
      await at.other.query(`SELECT ${lock}($1), count(*) FROM flyway_schema_history`, [4711]);
    };
    /** Whether the build waits for another transaction until that one ends. */
    const waits = async () => {
      const pid = await backendOf(at.session);
      let ended = false;
      const build = at.session.query(BUILD).finally(() => {
        ended = true;
      });
      let waited = false;
      while (!ended && !waited) {
        await Promise.race([build, new Promise((resolve) => setTimeout(resolve, 4))]);
        const { rows } = await at.observer.query(
          "SELECT virtualxid FROM pg_locks WHERE pid = $1 AND NOT granted AND locktype = 'virtualxid' AND virtualxid = ANY (SELECT virtualxid FROM pg_locks WHERE pid = $2 AND granted)",
          [pid, holder],
        );
        waited = rows.length > 0;
      }
      if (waited) await at.other.query("ROLLBACK");
      await build;
      return waited;
    };

    test("makes the build wait for its end", async () => {
      await open("pg_try_advisory_xact_lock", "BEGIN");
      expect(await waits()).toBe(true);
    });

    test("does not where nothing of the transaction's last query is left, as psql leaves it", async () => {
      await at.other.query(
        "BEGIN; INSERT INTO flyway_schema_history VALUES ('1'); SELECT pg_try_advisory_xact_lock(4711)",
      );
      expect(await waits()).toBe(false);
    });

    test("does not where the lock is the session's and no transaction is open", async () => {
      await open("pg_try_advisory_lock", undefined);
      expect(await waits()).toBe(false);
    });
  });
});
