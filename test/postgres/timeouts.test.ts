import type { Client } from "pg";
import { describe, expect, test } from "vitest";
import { ownDatabase } from "./support/own-database.ts";
import { backendOf } from "./support/pg-locks.ts";
import { refusalOf } from "./support/refusal-of.ts";
import { versionsToTest } from "./support/versions.ts";

const LOCK_NOT_AVAILABLE = "55P03";
const QUERY_CANCELED = "57014";

const SETUP = `
  CREATE TABLE users (id int PRIMARY KEY);
  CREATE TABLE orders (id int PRIMARY KEY, user_id int REFERENCES users);
  INSERT INTO users VALUES (1);
  INSERT INTO orders VALUES (1, 1);`;

// What the rules about transactions, timeouts, triggers and second tries say of Postgres.
describe.each(versionsToTest())("Postgres %i", (version) => {
  const at = ownDatabase(version, SETUP);

  /** Postgres's code for the refusal; undefined where it does not refuse. */
  const refusal = async (client: Client, sql: string) => (await refusalOf(client, sql))?.code;
  const one = async (client: Client, sql: string): Promise<unknown> => {
    const { rows } = await client.query({ text: sql, rowMode: "array" });
    return rows[0]?.[0];
  };
  /** Whether the backend comes to wait for a lock before the work is over. */
  const comesToWait = async (pid: number, work: Promise<unknown>) => {
    let isOver = false;
    const ended = work.finally(() => {
      isOver = true;
    });
    while (!isOver) {
      if (
        (await one(at.observer, `SELECT EXISTS (SELECT FROM pg_locks WHERE pid = ${pid} AND NOT granted)`)) === true
      ) {
        return true;
      }
      await Promise.race([ended, new Promise((resolve) => setTimeout(resolve, 4))]);
    }
    return false;
  };

  describe("CREATE INDEX CONCURRENTLY under a timeout", () => {
    const BUILD = "CREATE INDEX CONCURRENTLY i ON orders (user_id)";
    const stateOf = () =>
      one(
        at.observer,
        "SELECT concat_ws(' ', indisvalid, indisready) FROM pg_index WHERE indexrelid = to_regclass('i')",
      );

    test.each([
      ["lock_timeout", LOCK_NOT_AVAILABLE],
      ["statement_timeout", QUERY_CANCELED],
    ])("%s cancels it while it waits for a writer, and an INVALID index stays", async (timeout, code) => {
      await at.other.query("BEGIN; INSERT INTO orders VALUES (2, 1)");
      await at.session.query(`SET ${timeout} = '50ms'`);
      expect(await refusal(at.session, BUILD)).toBe(code);
      expect(await stateOf()).toBe("f f");
      await at.other.query("COMMIT");
      // Another try under IF NOT EXISTS takes it for the real one.
      expect(await refusal(at.session, BUILD.replace("i ON", "IF NOT EXISTS i ON"))).toBeUndefined();
      expect(await stateOf()).toBe("f f");
      expect(await refusal(at.session, BUILD)).toBe("42P07");
      await at.session.query("DROP INDEX CONCURRENTLY IF EXISTS i");
      await at.session.query(BUILD);
      expect(await stateOf()).toBe("t t");
    });

    test.each([
      ["lock_timeout", LOCK_NOT_AVAILABLE],
      ["statement_timeout", QUERY_CANCELED],
    ])(
      "%s cancels it while it waits for an old reader of another table, and writes maintain what stays",
      async (timeout, code) => {
        await at.other.query("BEGIN ISOLATION LEVEL REPEATABLE READ");
        await at.other.query("SELECT FROM users");
        await at.session.query(`SET ${timeout} = '50ms'`);
        expect(await refusal(at.session, BUILD)).toBe(code);
        expect(await stateOf()).toBe("f t");
      },
    );

    test("without a timeout it waits, and is built once the others are through", async () => {
      await at.other.query("BEGIN; INSERT INTO orders VALUES (2, 1)");
      const pid = await backendOf(at.session);
      await at.session.query("SET lock_timeout = 0; SET statement_timeout = 0");
      const build = at.session.query(BUILD);
      expect(await comesToWait(pid, build)).toBe(true);
      await at.other.query("COMMIT");
      await build;
      expect(await stateOf()).toBe("t t");
    });

    test("DROP INDEX CONCURRENTLY leaves the index INVALID", async () => {
      await at.session.query("CREATE INDEX i ON orders (user_id)");
      await at.other.query("BEGIN");
      await at.other.query("SELECT FROM orders");
      await at.session.query("SET lock_timeout = '50ms'");
      expect(await refusal(at.session, "DROP INDEX CONCURRENTLY i")).toBe(LOCK_NOT_AVAILABLE);
      expect(await stateOf()).toBe("f t");
    });
  });

  describe("who waits behind one who waits", () => {
    const waitsBehind = async (statement: string, then: string) => {
      const pid = await backendOf(at.session);
      await at.other.query("BEGIN");
      await at.other.query("SELECT FROM orders");
      await at.other.query("LOCK TABLE orders IN SHARE UPDATE EXCLUSIVE MODE");
      await at.session.query("BEGIN");
      const first = at.session.query(statement);
      expect(await comesToWait(pid, first)).toBe(true);
      await at.observer.query("SET lock_timeout = '50ms'");
      const code = await refusal(at.observer, then);
      await at.other.query("COMMIT");
      await first;
      await at.session.query("ROLLBACK");
      return code === LOCK_NOT_AVAILABLE;
    };

    test("a reader waits behind ALTER TABLE, which waits for a reader itself", async () => {
      expect(await waitsBehind("ALTER TABLE orders ADD COLUMN note text", "SELECT FROM orders")).toBe(true);
    });

    test.each(["SELECT FROM orders", "INSERT INTO orders VALUES (9, 1)"])(
      "nobody waits behind COMMENT ON, which needs no lock_timeout: %s",
      async (then) => {
        expect(await waitsBehind("COMMENT ON TABLE orders IS 'x'", then)).toBe(false);
      },
    );
  });

  describe("SET LOCAL", () => {
    const timeout = () => one(at.session, "SELECT current_setting('lock_timeout')");

    test("sets nothing outside a transaction", async () => {
      await at.session.query("SET LOCAL lock_timeout = '5s'");
      expect(await timeout()).toBe("0");
    });

    test("holds to the end of a BEGIN … COMMIT, and no longer", async () => {
      await at.session.query("BEGIN; SET LOCAL lock_timeout = '5s'");
      expect(await timeout()).toBe("5s");
      await at.session.query("COMMIT");
      expect(await timeout()).toBe("0");
    });

    test("holds for the rest of a file that is sent as one query", async () => {
      await at.session.query(
        "SET LOCAL lock_timeout = '5s'; CREATE TABLE seen AS SELECT current_setting('lock_timeout') AS was",
      );
      expect(await one(at.session, "SELECT was FROM seen")).toBe("5s");
      expect(await timeout()).toBe("0");
    });
  });

  describe("BEGIN and COMMIT inside a transaction", () => {
    test("the second BEGIN opens nothing, and the first COMMIT ends all", async () => {
      await at.session.query("BEGIN");
      await at.session.query("BEGIN; INSERT INTO users VALUES (2); COMMIT");
      await at.session.query("INSERT INTO users VALUES (3)");
      await at.session.query("ROLLBACK");
      expect(await one(at.session, "SELECT array_agg(id ORDER BY id)::text FROM users")).toBe("{1,2,3}");
    });

    test("a COMMIT where none is open only warns", async () => {
      expect(await refusal(at.session, "COMMIT")).toBeUndefined();
    });

    test("what was never committed is gone with its session", async () => {
      const short = await at.server.connect(at.database);
      await short.query("BEGIN; INSERT INTO users VALUES (2)");
      await short.end();
      expect(await one(at.session, "SELECT count(*)::int FROM users")).toBe(1);
    });
  });

  describe("DISABLE TRIGGER", () => {
    const BROKEN = "INSERT INTO orders VALUES (2, 77)";

    test("ALL stops the checks of foreign keys for every at.session, and ENABLE checks nothing", async () => {
      expect(await refusal(at.other, BROKEN)).toBe("23503");
      await at.session.query("ALTER TABLE orders DISABLE TRIGGER ALL");
      expect(await refusal(at.other, BROKEN)).toBeUndefined();
      expect(await refusal(at.session, "ALTER TABLE orders ENABLE TRIGGER ALL")).toBeUndefined();
    });

    test("USER leaves the checks of foreign keys", async () => {
      await at.session.query("ALTER TABLE orders DISABLE TRIGGER USER");
      expect(await refusal(at.other, BROKEN)).toBe("23503");
    });

    test("session_replication_role = replica stops them for one session alone", async () => {
      await at.session.query("SET session_replication_role = replica");
      expect(await refusal(at.session, BROKEN)).toBeUndefined();
      expect(await refusal(at.other, BROKEN.replace("2,", "3,"))).toBe("23503");
    });
  });

  describe("a second try", () => {
    test.each([
      ["CREATE TABLE t (id int)", "42P07"],
      ["CREATE INDEX i ON orders (user_id)", "42P07"],
      ["CREATE SCHEMA s", "42P06"],
      ["CREATE VIEW v AS SELECT 1", "42P07"],
      ["ALTER TABLE orders ADD COLUMN c int", "42701"],
      ["ALTER TABLE orders DROP COLUMN user_id", "42703"],
      ["ALTER TABLE orders ADD CONSTRAINT k UNIQUE (user_id)", "42P07"],
      ["DROP TABLE orders", "42P01"],
      ["ALTER TABLE orders DROP CONSTRAINT orders_user_id_fkey", "42704"],
      ["CREATE TYPE mood AS ENUM ('sad'); ALTER TYPE mood ADD VALUE 'ok'", "42710"],
    ])("fails: %s", async (sql, code) => {
      const [last = sql] = sql.split("; ").slice(-1);
      for (const each of sql.split("; ")) await at.session.query(each);
      expect(await refusal(at.session, last)).toBe(code);
    });

    test.each([
      "ALTER TABLE orders ALTER COLUMN user_id SET NOT NULL",
      "ALTER TABLE orders ENABLE ROW LEVEL SECURITY",
      "ALTER TABLE orders DISABLE ROW LEVEL SECURITY",
      "CREATE TABLE IF NOT EXISTS t (id int)",
      "CREATE INDEX ON orders (user_id)",
      "CREATE OR REPLACE VIEW v AS SELECT 1",
      "DROP TABLE IF EXISTS orders",
    ])("succeeds: %s", async (sql) => {
      await at.session.query(sql);
      expect(await refusal(at.session, sql)).toBeUndefined();
    });

    test("a temporary table of the first is gone in the session of the second", async () => {
      await at.session.query("CREATE TEMP TABLE t (id int)");
      expect(await refusal(at.other, "CREATE TEMP TABLE t (id int)")).toBeUndefined();
    });
  });

  test("numbers that are given to a serial column leave its sequence behind", async () => {
    await at.session.query("CREATE TABLE t (id serial PRIMARY KEY); INSERT INTO t VALUES (1)");
    expect(await refusal(at.session, "INSERT INTO t DEFAULT VALUES")).toBe("23505");
    await at.session.query("SELECT setval(pg_get_serial_sequence('t', 'id'), max(id)) FROM t");
    expect(await refusal(at.session, "INSERT INTO t DEFAULT VALUES")).toBeUndefined();
  });

  test("each turn of a loop around a handler takes a transaction id, the block as a whole takes one", async () => {
    const idsOf = async (block: string) => {
      const from = Number(await one(at.session, "SELECT txid_current()"));
      await at.session.query(block);
      return Number(await one(at.session, "SELECT txid_current()")) - from - 1;
    };
    const insert = "INSERT INTO users VALUES (n) ON CONFLICT DO NOTHING;";
    const inside = `DO $$ BEGIN FOR n IN 11..15 LOOP BEGIN ${insert} EXCEPTION WHEN unique_violation THEN NULL; END; END LOOP; END $$`;
    const around = `DO $$ BEGIN FOR n IN 21..25 LOOP ${insert} END LOOP; END $$`;
    expect(await idsOf(inside)).toBe(6);
    expect(await idsOf(around)).toBe(1);
  });

  test("a body that does not parse is refused when it is made, unless check_function_bodies is off", async () => {
    const make = "CREATE FUNCTION f() RETURNS int LANGUAGE plpgsql AS $$ BEGIN SELEC 1; RETURN 1; END $$";
    expect(await refusal(at.session, make)).toBe("42601");
    expect(await refusal(at.session, "CREATE FUNCTION g() RETURNS int LANGUAGE sql AS $$ SELEC 1 $$")).toBe("42601");
    await at.session.query("SET check_function_bodies = off");
    expect(await refusal(at.session, make)).toBeUndefined();
    expect(await refusal(at.session, "SELECT f()")).toBe("42601");
  });
});
