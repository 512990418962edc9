import { beforeEach, describe, expect, test } from "vitest";
import { ownDatabase } from "./support/own-database.ts";
import { refusalOf } from "./support/refusal-of.ts";
import { versionsToTest } from "./support/versions.ts";

// What the rules about dropped objects and enums say of Postgres.
describe.each(versionsToTest())("Postgres %i", (version) => {
  const at = ownDatabase(version);

  const rows = async (sql: string) => (await at.session.query({ text: sql, rowMode: "array" })).rows.flat();
  const refusal = async (sql: string) => (await refusalOf(at.session, sql))?.code;
  /** How Postgres answers each statement, alone in a transaction that is rolled back. */
  const refusals = async (statements: readonly string[]) => {
    const codes: (string | undefined)[] = [];
    for (const sql of statements) {
      await at.session.query("BEGIN");
      codes.push(await refusal(sql));
      await at.session.query("ROLLBACK");
    }
    return codes;
  };
  const DEPENDED_ON = "2BP01";

  describe("a value that is added to an enum", () => {
    beforeEach(() =>
      at.session.query("CREATE TYPE mood AS ENUM ('ok', 'sad'); CREATE TABLE people (id int, mood mood, note text)"),
    );

    test.each([
      "INSERT INTO people VALUES (1, 'happy')",
      "UPDATE people SET mood = 'happy'",
      "DELETE FROM people WHERE mood = 'happy'",
      "SELECT 'happy'::mood",
      "ALTER TABLE people ALTER mood SET DEFAULT 'happy'",
      "ALTER TABLE people ADD CHECK (mood <> 'happy')",
      "CREATE INDEX ON people (id) WHERE mood = 'happy'",
      "CREATE VIEW merry AS SELECT * FROM people WHERE mood = 'happy'",
      "CREATE FUNCTION f() RETURNS mood LANGUAGE sql AS $$ SELECT 'happy'::mood $$",
    ])("is refused before its transaction is committed: %s", async (use) => {
      await at.session.query("BEGIN; ALTER TYPE mood ADD VALUE 'happy'");
      // 55P04: unsafe use of new value.
      expect(await refusal(use)).toBe("55P04");
      await at.session.query("ROLLBACK; ALTER TYPE mood ADD VALUE 'happy'");
      expect(await refusal(use)).toBeUndefined();
    });

    test("is usable at once where the type is as new (17 and later), and where nothing reads it as a value of the type", async () => {
      await at.session.query("BEGIN; CREATE TYPE tone AS ENUM ('low'); ALTER TYPE tone ADD VALUE 'high'");
      // Until 16 the type's age does not count: its values beside those of CREATE TYPE wait for the COMMIT.
      expect(await refusal("SELECT 'high'::tone")).toBe(version < 17 ? "55P04" : undefined);
      await at.session.query("ROLLBACK; BEGIN; ALTER TYPE mood ADD VALUE 'happy'");
      expect(await refusal("INSERT INTO people (id, note) VALUES (1, 'happy')")).toBeUndefined();
      expect(await refusal("CREATE TABLE more (note text DEFAULT 'happy')")).toBeUndefined();
      expect(
        await refusal("CREATE FUNCTION g() RETURNS mood LANGUAGE plpgsql AS $$ BEGIN RETURN 'happy'; END $$"),
      ).toBeUndefined();
      await at.session.query("COMMIT");
    });

    test("is refused in one query of several statements as well", async () => {
      expect(await refusal("ALTER TYPE mood ADD VALUE 'happy'; INSERT INTO people VALUES (1, 'happy')")).toBe("55P04");
      expect(await rows("SELECT enum_range(NULL::mood)::text")).toEqual(["{ok,sad}"]);
    });

    test("stands last without a place, sorts there, and cannot be moved", async () => {
      await at.session.query("ALTER TYPE mood ADD VALUE 'bad'");
      await at.session.query("INSERT INTO people VALUES (1, 'bad'), (2, 'ok')");
      expect(await rows("SELECT mood FROM people ORDER BY mood")).toEqual(["ok", "bad"]);
    });

    test("cannot be taken off again; its row in pg_enum can, and then what is stored cannot be read", async () => {
      expect(await refusal("ALTER TYPE mood DROP VALUE 'sad'")).toBeDefined();
      await at.session.query("INSERT INTO people VALUES (1, 'sad')");
      await at.session.query("DELETE FROM pg_enum WHERE enumtypid = 'mood'::regtype AND enumlabel = 'sad'");
      expect(await refusal("SELECT mood FROM people")).toBe("22P03");
    });

    test("a column cannot take a type without a value that its rows hold, nor while its default is of the old type", async () => {
      await at.session.query("INSERT INTO people VALUES (1, 'sad'); CREATE TYPE fresh AS ENUM ('ok')");
      const change = "ALTER TABLE people ALTER mood TYPE fresh USING mood::text::fresh";
      expect(await refusal(change)).toBe("22P02");
      await at.session.query("UPDATE people SET mood = 'ok'; ALTER TABLE people ALTER mood SET DEFAULT 'ok'");
      expect(await refusal(change)).toBe("42804");
      await at.session.query("ALTER TABLE people ALTER mood DROP DEFAULT");
      expect(await refusal(change)).toBeUndefined();
    });
  });

  describe("what is dropped", () => {
    beforeEach(() =>
      at.session.query(`
        CREATE TABLE users (id int PRIMARY KEY, email text UNIQUE, team int, region int, age int NOT NULL);
        ALTER TABLE users ADD UNIQUE (team, region), ADD CHECK (age > region);
        CREATE INDEX users_team ON users (team, age);
        CREATE INDEX users_teamless ON users (age) WHERE team IS NULL;
        CREATE TABLE orders (id int PRIMARY KEY, user_id int REFERENCES users, total int);
        CREATE VIEW emails AS SELECT email FROM users;
        CREATE FUNCTION count_orders() RETURNS bigint LANGUAGE plpgsql AS $$ BEGIN RETURN (SELECT count(total) FROM orders); END $$;
        CREATE FUNCTION sum_orders() RETURNS bigint LANGUAGE sql AS $$ SELECT sum(total) FROM orders $$;
      `),
    );

    test("is refused without CASCADE where a key, a view, a policy or a trigger's columns rest on it", async () => {
      await at.session.query(`
        CREATE POLICY own ON orders USING (total > 0);
        CREATE FUNCTION noop() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$;
        CREATE TRIGGER aged AFTER UPDATE OF age ON users FOR EACH ROW EXECUTE FUNCTION noop();
      `);
      const answers = await refusals([
        "DROP TABLE users",
        "ALTER TABLE users DROP COLUMN id",
        "ALTER TABLE users DROP COLUMN email",
        "ALTER TABLE orders DROP COLUMN total",
        "ALTER TABLE users DROP COLUMN age",
        "DROP FUNCTION noop()",
      ]);
      expect(answers).toEqual(Array(6).fill(DEPENDED_ON));
    });

    test("a type that a column has is kept by it, and so is a column's type by a view, a policy and a trigger's columns", async () => {
      await at.session.query("CREATE TYPE mood AS ENUM ('ok'); ALTER TABLE orders ADD mood mood");
      expect(await refusals(["DROP TYPE mood"])).toEqual([DEPENDED_ON]);
      await at.session.query("CREATE POLICY own ON orders USING (total > 0)");
      const answers = await refusals([
        "ALTER TABLE users ALTER email TYPE varchar(9)",
        "ALTER TABLE orders ALTER total TYPE bigint",
      ]);
      expect(answers).toEqual(["0A000", "0A000"]);
    });

    test("a column takes its indexes, keys and checks along without a word, those of several columns too", async () => {
      const left = async () =>
        rows(`SELECT conname::text FROM pg_constraint WHERE conrelid = 'users'::regclass AND contype <> 'n'
              UNION SELECT relname::text FROM pg_class JOIN pg_index ON indexrelid = oid WHERE indrelid = 'users'::regclass ORDER BY 1`);
      expect(await left()).toEqual([
        "users_check",
        "users_email_key",
        "users_pkey",
        "users_team",
        "users_team_region_key",
        "users_teamless",
      ]);
      await at.session.query("ALTER TABLE users DROP COLUMN team");
      expect(await left()).toEqual(["users_check", "users_email_key", "users_pkey"]);
      await at.session.query("ALTER TABLE users DROP COLUMN region");
      expect(await left()).toEqual(["users_email_key", "users_pkey"]);
      await at.session.query("ALTER TABLE orders DROP COLUMN user_id");
      expect(await rows("SELECT conname::text FROM pg_constraint WHERE contype = 'f'")).toEqual([]);
    });

    test("a function's body keeps nothing: it fails when it is called", async () => {
      expect(await refusals(["ALTER TABLE orders DROP COLUMN total", "DROP TABLE orders"])).toEqual([
        undefined,
        undefined,
      ]);
      await at.session.query("ALTER TABLE orders DROP COLUMN total");
      expect([await refusal("SELECT count_orders()"), await refusal("SELECT sum_orders()")]).toEqual([
        "42703",
        "42703",
      ]);
      await at.session.query("DROP TABLE orders");
      expect([await refusal("SELECT count_orders()"), await refusal("SELECT sum_orders()")]).toEqual([
        "42P01",
        "42P01",
      ]);
    });

    test("CASCADE takes a view and a foreign key, and leaves the rows that referenced", async () => {
      await at.session.query("INSERT INTO users VALUES (1, 'a', 1, 1, 2); INSERT INTO orders VALUES (1, 1, 5)");
      await at.session.query("DROP TABLE users CASCADE");
      expect(await rows("SELECT user_id FROM orders")).toEqual([1]);
      expect(await rows("SELECT to_regclass('emails')::text")).toEqual([null]);
      expect(await rows("SELECT conname::text FROM pg_constraint WHERE contype = 'f'")).toEqual([]);
    });

    test("TRUNCATE is refused where a foreign key points at the table, even with no rows; CASCADE empties those tables", async () => {
      expect(await refusal("TRUNCATE users")).toBe("0A000");
      expect(await refusal("TRUNCATE users, orders")).toBeUndefined();
      await at.session.query("CREATE TABLE lines (order_id int REFERENCES orders)");
      await at.session.query("INSERT INTO users VALUES (1, 'a', 1, 1, 2); INSERT INTO orders VALUES (1, NULL, 5)");
      await at.session.query("INSERT INTO lines VALUES (NULL)");
      await at.session.query("TRUNCATE users CASCADE");
      expect(await rows("SELECT (SELECT count(*) FROM orders)::int, (SELECT count(*) FROM lines)::int")).toEqual([
        0, 0,
      ]);
    });

    test("a schema that holds something is refused without CASCADE", async () => {
      await at.session.query("CREATE SCHEMA old; CREATE TABLE old.t (id int); CREATE SCHEMA bare");
      expect(await refusals(["DROP SCHEMA old", "DROP SCHEMA bare"])).toEqual([DEPENDED_ON, undefined]);
    });

    test("a column of NOT NULL without a default refuses a writer that leaves it out", async () => {
      expect(await refusal("INSERT INTO users (id) VALUES (1)")).toBe("23502");
      await at.session.query("ALTER TABLE users ALTER COLUMN age DROP NOT NULL");
      expect(await refusal("INSERT INTO users (id) VALUES (1)")).toBeUndefined();
    });
  });

  test("CREATE TABLE IF NOT EXISTS leaves a table of another shape as it is", async () => {
    await at.session.query("CREATE TABLE t (id int); CREATE TABLE IF NOT EXISTS t (id int, note text NOT NULL)");
    expect(await rows("SELECT attname::text FROM pg_attribute WHERE attrelid = 't'::regclass AND attnum > 0")).toEqual([
      "id",
    ]);
  });
});
