import type { Client } from "pg";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Backfill, backfillScript, batchedBackfill } from "../../server/src/rules/support/batched-backfill.ts";
import { type PostgresServer, startPostgres } from "./support/postgres-server.ts";
import { versionsToTest } from "./support/versions.ts";

/** More than two batches, the last of them not full. */
const ROWS = 12_001;

interface Shape {
  readonly tables: string;
  /** The author's statement. */
  readonly plain: string;
  readonly backfill: Backfill;
}

const ORDERS = `CREATE TABLE orders (id bigint PRIMARY KEY, total numeric, paid boolean);
  INSERT INTO orders SELECT i * 3, nullif(i % 4, 0), i % 2 = 0 FROM generate_series(1, ${ROWS}) AS i;`;

const shapes: Readonly<Record<string, Shape>> = {
  "an UPDATE": {
    tables: ORDERS,
    plain: "UPDATE orders SET total = 0, paid = true WHERE total IS NULL OR total = 3",
    backfill: {
      table: "orders",
      key: ["id"],
      change: { set: "total = 0, paid = true" },
      where: "total IS NULL OR total = 3",
    },
  },
  "a key of two columns, names that need quotes, columns named as the loop's variables": {
    tables: `CREATE SCHEMA "My Shop";
      CREATE TABLE "My Shop"."Order" ("A" int, "b c" text COLLATE "C", last_key_1 int, batch int, backfill text, in_batch int,
        PRIMARY KEY ("A", "b c"));
      INSERT INTO "My Shop"."Order" SELECT i % 7, 'x' || i, i, i, i FROM generate_series(1, ${ROWS}) AS i;`,
    plain: `UPDATE "My Shop"."Order" SET in_batch = last_key_1 + batch, backfill = '100% done' WHERE in_batch IS NULL`,
    backfill: {
      table: '"My Shop"."Order"',
      key: ["A", "b c"],
      change: { set: "in_batch = last_key_1 + batch, backfill = '100% done'" },
      where: "in_batch IS NULL",
    },
  },
  "an UPDATE that reads another table, with an alias": {
    tables: `${ORDERS} CREATE TABLE users (id bigint PRIMARY KEY, rate numeric);
      INSERT INTO users SELECT i * 3, i % 5 FROM generate_series(1, ${ROWS}) AS i;`,
    plain: "UPDATE orders o SET total = u.rate FROM users u WHERE u.id = o.id AND o.paid",
    backfill: {
      table: "orders",
      alias: "o",
      key: ["id"],
      change: { set: "total = u.rate" },
      from: "users u",
      where: "u.id = o.id AND o.paid AND o.total IS DISTINCT FROM u.rate",
    },
  },
  "a DELETE that reads another table, without an alias": {
    tables: `${ORDERS} CREATE TABLE gone (id bigint PRIMARY KEY);
      INSERT INTO gone SELECT i * 3 FROM generate_series(1, ${ROWS}, 2) AS i;`,
    plain: "DELETE FROM orders USING gone WHERE gone.id = orders.id",
    backfill: { table: "orders", key: ["id"], change: "delete", from: "gone", where: "gone.id = orders.id -- all" },
  },
  "a DELETE of all rows of a partitioned table whose key is a uuid and a date": {
    tables: `CREATE TABLE events (id uuid, at date, PRIMARY KEY (id, at)) PARTITION BY RANGE (at);
      CREATE TABLE events_1 PARTITION OF events FOR VALUES FROM ('2020-01-01') TO ('2021-01-01');
      CREATE TABLE events_2 PARTITION OF events DEFAULT;
      INSERT INTO events SELECT md5(i::text)::uuid, date '2020-06-01' + i % 400 FROM generate_series(1, ${ROWS}) AS i;`,
    plain: "DELETE FROM events",
    backfill: { table: "events", key: ["id", "at"], change: "delete" },
  },
};

describe.each(versionsToTest())("a batched backfill on Postgres %i", (version) => {
  let server: PostgresServer;
  beforeAll(async () => {
    server = await startPostgres(version);
  });
  afterAll(() => server.stop());

  async function inDatabase(tables: string, use: (connect: () => Promise<Client>) => Promise<void>): Promise<void> {
    const name = await server.createDatabase();
    const clients: Client[] = [];
    const connect = async () => {
      const client = await server.connect(name);
      clients.push(client);
      return client;
    };
    await (await connect()).query(tables);
    try {
      await use(connect);
    } finally {
      await Promise.all(clients.map((client) => client.end()));
      await server.dropDatabase(name);
    }
  }

  test.each(Object.entries(shapes))(
    "%s gives the rows that the one statement gives, and no change when run again",
    (_, { tables, plain, backfill }) =>
      inDatabase(tables, async (connect) => {
        const client = await connect();
        const notices: string[] = [];
        client.on("notice", ({ message }) => notices.push(message ?? ""));
        await client.query("BEGIN");
        await client.query(plain);
        const expected = await rowsOf(client, backfill.table);
        await client.query("ROLLBACK");
        expect(await rowsOf(client, backfill.table)).not.toEqual(expected);

        await client.query(batchedBackfill(backfill));
        expect(await rowsOf(client, backfill.table)).toEqual(expected);
        const told = notices.filter((notice) => notice.includes("done up to"));
        expect(told).toHaveLength(3);
        await client.query(batchedBackfill(backfill));
        expect(notices.filter((notice) => notice.includes("done up to"))).toEqual(told);
        expect(await rowsOf(client, backfill.table)).toEqual(expected);
      }),
  );

  test("stopped in the middle it has kept its batches, has let writers through, and goes on when run again", () =>
    inDatabase(`${ORDERS}${STOPS_AT_ROW_8000}`, async (connect) => {
      const [holder, runner, writer] = [await connect(), await connect(), await connect()];
      await holder.query("SELECT pg_advisory_lock(1)");
      await writer.query("SET lock_timeout = '300ms'");
      const change = batchedBackfill({
        table: "orders",
        key: ["id"],
        change: { set: "total = -1" },
        where: "total IS DISTINCT FROM -1",
      });

      const plain = runner.query("UPDATE orders SET total = -1").catch(({ message }) => message);
      const process = await untilItWaits(holder);
      await expect(writer.query("UPDATE orders SET paid = NULL WHERE id = 3")).rejects.toThrow("lock timeout");
      await holder.query("SELECT pg_cancel_backend($1)", [process]);
      expect(await plain).toContain("canceling statement");
      expect(await doneRows(holder)).toBe(0);

      const batched = runner.query(change).catch(({ message }) => message);
      await untilItWaits(holder);
      await writer.query("UPDATE orders SET paid = NULL WHERE id IN (3, 15000, 36003)");
      await expect(writer.query("UPDATE orders SET paid = NULL WHERE id = 15003")).rejects.toThrow("lock timeout");
      await holder.query("SELECT pg_cancel_backend($1)", [process]);
      expect(await batched).toContain("canceling statement");
      expect(await doneRows(holder)).toBe(5000);

      await holder.query("SELECT pg_advisory_unlock(1)");
      await runner.query(change);
      expect(await doneRows(holder)).toBe(ROWS);
      expect((await holder.query("SELECT id FROM orders WHERE paid IS NULL ORDER BY id")).rows).toHaveLength(3);
    }));

  test("Postgres takes it alone in a query and refuses it beside another statement and in a transaction", () =>
    inDatabase(ORDERS, async (connect) => {
      const client = await connect();
      const change = batchedBackfill({ table: "orders", key: ["id"], change: "delete" });
      await expect(client.query(`SELECT 1;\n${change}`)).rejects.toThrow("invalid transaction termination");
      await client.query("BEGIN");
      await expect(client.query(change)).rejects.toThrow("invalid transaction termination");
      await client.query("ROLLBACK");
      await client.query(`-- a comment\n${change};\n-- another\n`);
      expect((await rowsOf(client, "orders")).length).toBe(0);
    }));

  test("the script's statements run one after the other, as psql sends them", () =>
    inDatabase(ORDERS, async (connect) => {
      const client = await connect();
      const script = backfillScript({ table: "orders", key: ["id"], change: "delete" });
      await client.query("SET statement_timeout = 1");
      const [set = "", change = ""] = script.split("\n\n");
      await client.query(set);
      await client.query(change);
      expect((await rowsOf(client, "orders")).length).toBe(0);
    }));
});

/** A row in the second batch at which whoever changes it waits for another session. */
const STOPS_AT_ROW_8000 = `
  CREATE FUNCTION wait() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN PERFORM pg_advisory_lock_shared(1); PERFORM pg_advisory_unlock_shared(1); RETURN NEW; END $$;
  CREATE TRIGGER wait BEFORE UPDATE ON orders FOR EACH ROW WHEN (OLD.id = 24000) EXECUTE FUNCTION wait();`;

async function rowsOf(client: Client, table: string): Promise<readonly unknown[]> {
  return (await client.query(`SELECT t::text FROM ${table} AS t ORDER BY 1`)).rows;
}

async function doneRows(client: Client): Promise<number> {
  return Number((await client.query("SELECT count(*) FROM orders WHERE total = -1")).rows[0]?.count);
}

/** Waits until some session waits for the advisory lock; returns that session's process. */
async function untilItWaits(client: Client): Promise<number> {
  for (;;) {
    const { rows } = await client.query("SELECT pid FROM pg_locks WHERE locktype = 'advisory' AND NOT granted");
    if (rows.length > 0) return rows[0].pid;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
