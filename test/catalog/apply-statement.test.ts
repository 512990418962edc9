import { beforeAll, describe, expect, it } from "vitest";
import { applyStatement } from "../../server/src/catalog/apply-statement.ts";
import { type Catalog, EMPTY_CATALOG, type Table, withChanges } from "../../server/src/catalog/catalog.ts";
import { idKey, relationKey } from "../../server/src/catalog/keys.ts";
import { presumedTable } from "../../server/src/catalog/presumed-table.ts";
import { findIndex, findTable, keyOf, searchPath, tableById } from "../../server/src/catalog/resolve.ts";
import { loadParser } from "../../server/src/sql/parse.ts";
import { segmentsOf } from "../../server/src/sql/segments.ts";
import { replay } from "./support/replay.ts";

beforeAll(loadParser);

function table(catalog: Catalog, name: string): Table {
  const found = findTable(catalog, { schema: undefined, name });
  if (found === undefined) throw new Error(`no table ${name}`);
  return found;
}

const SHOP = `CREATE TABLE users (id int PRIMARY KEY); CREATE TABLE orders (id int PRIMARY KEY, user_id int REFERENCES users);
  CREATE TABLE notes (id int PRIMARY KEY);`;

describe("what does not change keeps its reference", () => {
  it.each([
    ["ALTER TABLE orders ADD note text", ["users", "notes"]],
    ["CREATE INDEX ON orders (user_id)", ["users", "notes"]],
    ["ALTER TABLE users ADD name text", ["orders", "notes"]],
    ["ALTER TABLE notes RENAME TO remarks", ["users", "orders"]],
    ["DROP TABLE notes", ["users", "orders"]],
    ["CREATE TABLE IF NOT EXISTS users (other text)", ["users", "orders", "notes"]],
  ])("%s", (sql, same) => {
    const before = replay(SHOP);
    const after = replay(sql, before);
    for (const name of same) expect(table(after, name)).toBe(table(before, name));
  });

  it("neither columns nor indexes of a table whose constraints change", () => {
    const before = replay(SHOP);
    const after = replay("ALTER TABLE orders ADD CHECK (id > 0)", before);
    expect(table(after, "orders").columns).toBe(table(before, "orders").columns);
    expect(table(after, "orders").indexes).toBe(table(before, "orders").indexes);
  });
});

describe("of a table that no file makes", () => {
  const unknown = { schema: undefined, name: "unknown" };
  const known = (sql: string) => presumedTable(replay(sql), unknown)?.entry;

  it("keys and indexes are noted, and it is no table for anyone who looks for one", () => {
    const after = replay("ALTER TABLE unknown ADD FOREIGN KEY (a) REFERENCES users; CREATE INDEX i ON unknown (a)");
    expect(findTable(after, unknown)).toBeUndefined();
    const entry = presumedTable(after, unknown)?.entry;
    expect(entry?.constraints.map(({ name }) => name)).toEqual(["unknown_a_fkey"]);
    expect(entry?.indexes.map(({ name }) => name)).toEqual(["i"]);
  });

  it.each([
    ["DROP INDEX i", 1, 0],
    ["ALTER TABLE unknown DROP CONSTRAINT unknown_a_fkey", 0, 1],
    ["ALTER TABLE unknown DROP COLUMN a", 0, 0],
  ])("they go as they came: %s", (sql, constraints, indexes) => {
    const entry = known(
      `ALTER TABLE unknown ADD FOREIGN KEY (a) REFERENCES users; CREATE INDEX i ON unknown (a); ${sql}`,
    );
    expect([entry?.constraints.length, entry?.indexes.length]).toEqual([constraints, indexes]);
  });

  it.each(["DROP TABLE unknown", "ALTER TABLE unknown RENAME TO other", "CREATE TABLE unknown (a int)"])(
    "nothing is presumed after %s",
    (sql) => {
      const after = replay(`CREATE INDEX i ON unknown (a); ${sql}`);
      expect(presumedTable(after, unknown)).toBeUndefined();
      expect(after.get(relationKey("public", "i"))).toBeUndefined();
    },
  );
});

describe("what Postgres refuses, what the history cannot know, and what is so already changes nothing", () => {
  it.each([
    "ALTER TABLE unknown ADD a int",
    "DROP TABLE unknown",
    "ALTER TABLE unknown RENAME TO known",
    "ALTER TABLE unknown ATTACH PARTITION users DEFAULT",
    "CREATE TABLE users (other int)",
    "CREATE VIEW users AS SELECT 1",
    "CREATE SEQUENCE users",
    "ALTER TABLE orders ADD id bigint",
    "ALTER TABLE orders RENAME TO users",
    "ALTER TABLE orders RENAME id TO user_id",
    "ALTER TABLE orders RENAME COLUMN nothing TO something",
    "ALTER TABLE orders DROP COLUMN nothing",
    "ALTER TABLE orders DROP CONSTRAINT nothing",
    "ALTER TABLE orders ADD CONSTRAINT orders_pkey CHECK (id > 0)",
    "ALTER TABLE orders INHERIT orders",
    "DROP INDEX orders_pkey",
    "DROP VIEW users",
    "DROP TYPE nothing",
    "ALTER TABLE orders ALTER id SET NOT NULL",
    "ALTER TABLE orders ALTER user_id DROP NOT NULL",
    "ALTER TABLE orders VALIDATE CONSTRAINT orders_user_id_fkey",
    "SELECT 1",
    "COMMIT",
  ])("%s", (sql) => {
    const before = replay(SHOP);
    expect(replay(sql, before)).toBe(before);
  });

  it("a circle of parents", () => {
    const before = replay("CREATE TABLE a (x int); CREATE TABLE b () INHERITS (a);");
    expect(replay("ALTER TABLE a INHERIT b", before)).toBe(before);
  });
});

describe("ids", () => {
  it("of a table lead to it through renames and schemas, and to nothing once it is dropped", () => {
    const made = replay(SHOP);
    const { id } = table(made, "orders");
    const moved = replay(
      "ALTER TABLE orders RENAME TO sales; CREATE SCHEMA app; ALTER TABLE sales SET SCHEMA app;",
      made,
    );
    expect(tableById(moved, id)?.name).toBe("sales");
    expect(tableById(moved, id)?.schema).toBe("app");
    const dropped = replay("DROP TABLE app.sales", moved);
    expect(tableById(dropped, id)).toBeUndefined();
    expect(dropped.get(idKey(id))).toBeUndefined();
  });

  it("of constraints and indexes stay through renames", () => {
    const made = replay(`${SHOP} CREATE INDEX i ON orders (user_id);`);
    const renamed = replay(
      "ALTER INDEX i RENAME TO j; ALTER TABLE orders RENAME CONSTRAINT orders_pkey TO pk; ALTER TABLE orders RENAME TO sales;",
      made,
    );
    const ids = (parts: readonly { readonly id: string }[]) => parts.map((part) => part.id);
    expect(ids(table(renamed, "sales").indexes)).toEqual(ids(table(made, "orders").indexes));
    expect(ids(table(renamed, "sales").constraints)).toEqual(ids(table(made, "orders").constraints));
  });
});

describe("pointers", () => {
  it("lead from a referenced table to those that reference it, by their present names", () => {
    const catalog = replay(`${SHOP} ALTER TABLE orders RENAME TO sales;`);
    expect(table(catalog, "users").referencedBy).toEqual([relationKey("public", "sales")]);
    expect(table(replay("DROP TABLE sales", catalog), "users").referencedBy).toEqual([]);
    expect(table(replay("ALTER TABLE sales DROP user_id", catalog), "users").referencedBy).toEqual([]);
  });

  it("turn with the referenced table's name, and its columns' names", () => {
    const catalog = replay(`${SHOP} ALTER TABLE users RENAME TO people; ALTER TABLE people RENAME id TO key;`);
    const foreignKey = table(catalog, "orders").constraints.find((constraint) => constraint.kind === "foreignKey");
    expect(foreignKey?.references).toMatchObject({ table: relationKey("public", "people"), columns: ["key"] });
  });

  it("lead from an index's name to the table", () => {
    const made = replay(`${SHOP} CREATE INDEX i ON orders (user_id);`);
    expect(findIndex(made, { schema: undefined, name: "i" })?.owner).toBe(table(made, "orders"));
    expect(findIndex(made, { schema: undefined, name: "orders_pkey" })?.index.unique).toBe(true);
    const catalog = replay(`${SHOP} CREATE INDEX i ON orders (user_id); ALTER TABLE orders RENAME TO sales;`);
    expect(findIndex(catalog, { schema: undefined, name: "i" })?.owner.name).toBe("sales");
  });

  it("leave nothing behind when everything is dropped, but that the tables were made once", () => {
    const catalog = replay(`${SHOP} CREATE VIEW v AS SELECT * FROM orders; CREATE TYPE mood AS ENUM ('a');
      ALTER TABLE notes ADD m mood, ADD n serial UNIQUE; CREATE INDEX ON orders (user_id);
      DROP TABLE users CASCADE; DROP TABLE orders CASCADE; DROP TYPE mood CASCADE; DROP TABLE notes;`);
    const made = ["made public.notes", "made public.orders", "made public.users"];
    const left = Array.from(catalog.entries).filter(([, { kind }]) => kind !== "schemaMember");
    expect(left.map(([key]) => key).sort()).toEqual(made);
  });
});

describe("a view's columns", () => {
  const columns = (sql: string) => {
    const view = replay(`CREATE TABLE t (a int, b int); ${sql}`).get(relationKey("public", "v"));
    return view?.kind === "view"
      ? view.columns?.map(({ name, comment }) => (comment ? `${name}: ${comment}` : name))
      : [];
  };

  it.each([
    ["CREATE VIEW v AS SELECT a, b + 1 AS c, lower('x') FROM t", ["a", "c", "lower"]],
    ["CREATE VIEW v (x) AS SELECT a, b FROM t", ["x", "b"]],
    [
      "CREATE VIEW v AS SELECT a FROM t; ALTER VIEW v RENAME COLUMN a TO z; COMMENT ON COLUMN v.z IS 'last'",
      ["z: last"],
    ],
    ["CREATE VIEW v AS SELECT a FROM t; CREATE OR REPLACE VIEW v AS SELECT a, b FROM t", ["a", "b"]],
    ["CREATE VIEW v AS SELECT * FROM t", undefined],
  ])("%s", (sql, names) => {
    expect(columns(sql)).toEqual(names);
  });
});

describe("what is not known is said not to be", () => {
  it.each([
    "CREATE TABLE t AS SELECT 1 AS a",
    "SELECT 1 AS a INTO t",
    "CREATE TABLE t (LIKE unknown)",
    "CREATE TABLE t () INHERITS (unknown)",
    "CREATE TABLE t PARTITION OF unknown DEFAULT",
  ])("%s", (sql) => {
    expect(table(replay(sql), "t").columnsKnown).toBe(false);
  });

  it("a foreign key to an unknown table has no columns there", () => {
    const [foreignKey] = table(replay("CREATE TABLE t (a int REFERENCES unknown)"), "t").constraints;
    expect(foreignKey?.references).toEqual({ table: relationKey("public", "unknown"), columns: [] });
  });
});

describe("the search path", () => {
  it("is public until it is set, and again once it is reset", () => {
    expect(searchPath(EMPTY_CATALOG)).toEqual(["public"]);
    const set = replay(`SET search_path TO "$user", app, public`);
    expect(searchPath(set)).toEqual(["app", "public"]);
    expect(searchPath(replay("RESET search_path", set))).toEqual(["public"]);
    expect(searchPath(replay("SET search_path = ''", set))).toEqual(["public"]);
  });

  it("comes back after the transaction that SET LOCAL stands in", () => {
    const local = replay(
      "SET search_path TO app; BEGIN; SET LOCAL search_path TO other; SET LOCAL search_path TO third;",
    );
    expect(searchPath(local)).toEqual(["third"]);
    expect(searchPath(replay("COMMIT", local))).toEqual(["app"]);
    expect(searchPath(replay("BEGIN; SET LOCAL search_path TO other; ROLLBACK;"))).toEqual(["public"]);
  });

  it("says what a name means, or where it would be made", () => {
    const catalog = replay("CREATE TABLE t (a int); SET search_path TO app, public;");
    expect(keyOf(catalog, { schema: undefined, name: "t" })).toBe(relationKey("public", "t"));
    expect(keyOf(catalog, { schema: undefined, name: "new" })).toBe(relationKey("app", "new"));
  });
});

describe("what a statement reads", () => {
  it("is what its answer rests on, and no other table", () => {
    const catalog = replay(SHOP);
    const read: string[] = [];
    const reader = {
      get(key: string) {
        read.push(key);
        return catalog.get(key);
      },
    };
    const [segment] = segmentsOf("ALTER TABLE orders ADD COLUMN note text DEFAULT 'x'");
    const statement = segment?.parsed?.statement;
    if (statement === undefined) throw new Error("it parses");
    const changes = applyStatement(reader, statement, { file: "f.sql", segment: 1 });
    expect(new Set(read)).toEqual(
      new Set(["relation pg_temp.orders", "setting search_path", relationKey("public", "orders")]),
    );
    expect(changes.map((change) => change.key)).toEqual([relationKey("public", "orders")]);
    expect(table(withChanges(catalog, changes), "orders").columns.map((column) => column.name)).toContain("note");
  });
});

it("text of any depth in an expression costs no stack", () => {
  const deep = `${"(".repeat(2000)}a${")".repeat(2000)}`;
  const catalog = replay(`CREATE TABLE t (a int CHECK (${deep} > 0)); CREATE INDEX ON t ((${deep}));`);
  expect(table(catalog, "t").indexes[0]?.name).toBe("t_a_idx");
});
