import { beforeAll, expect, test } from "vitest";
import { loadParser } from "../../server/src/sql/parse.ts";
import { reviewHistory } from "../rules/review-example.ts";

beforeAll(loadParser);

/** What is said of the indexes in the second of two files: severity and message. */
const said = (before: string, text: string) => {
  const files = { "/project/db/migrations/0001_a.sql": before, "/project/db/migrations/0002_b.sql": text };
  const { findings } = reviewHistory({ files, reviewed: "/project/db/migrations/0002_b.sql" });
  return findings
    .filter(({ rule }) => rule === "index-not-concurrent")
    .map(({ severity, message }) => [severity, message]);
};
const about = (words: string) => expect.stringContaining(words);
const INDEX = "CREATE INDEX i ON orders (id);";
const ORDERS = "CREATE TABLE orders (id int, note text);";

test("a table of a schema that no search_path of the files leads to is not said to be made by none of them", () => {
  const made = "CREATE SCHEMA shop; CREATE TABLE shop.orders (id int);";
  const elsewhere = "Earlier files make shop.orders, to which the server's search_path may lead";
  expect(said(made, INDEX)).toEqual([["high", about(elsewhere)]]);
  const twice = `${made} CREATE SCHEMA old; CREATE TABLE old.orders (id int);`;
  expect(said(twice, INDEX)).toEqual([["high", about("Nothing that runs before makes orders")]]);
  expect(said("", `${made} ${INDEX}`)).toEqual([]);
});

test("a table that can hold no row weighs little", () => {
  const empty = (text: string) => said(ORDERS, `${text} ${INDEX}`);
  const refused = "it holds no row here: where it did, the column that is added NOT NULL and without a value";
  expect(empty("ALTER TABLE orders ADD COLUMN user_id int NOT NULL;")).toEqual([["low", about(refused)]]);
  expect(empty("TRUNCATE orders;")).toEqual([["low", about("this file has emptied it")]]);
  expect(said(ORDERS, "TRUNCATE orders; CREATE TABLE other (id int); CREATE INDEX ON other (id);")).toEqual([]);
  const full = [["high", about("orders existed before this file, so others may be using it")]];
  expect(empty("ALTER TABLE orders ADD COLUMN user_id int NOT NULL DEFAULT 1;")).toEqual(full);
  expect(empty("ALTER TABLE orders ADD COLUMN user_id serial NOT NULL;")).toEqual(full);
  expect(empty("TRUNCATE orders; INSERT INTO orders VALUES (1, 'a');")).toEqual(full);
});

test("a new column counts as empty until a statement of the file fills it", () => {
  const filled = (text: string) =>
    said(ORDERS, `ALTER TABLE orders ADD COLUMN new int; ${text} CREATE INDEX i ON orders (new);`);
  expect(filled("")).toEqual([["medium", about("every key is NULL")]]);
  expect(filled("UPDATE orders SET note = 'a';")).toEqual([["medium", about("every key is NULL")]]);
  for (const fills of [
    "UPDATE orders SET new = id;",
    "INSERT INTO orders (id, new) VALUES (1, 1);",
    "INSERT INTO orders SELECT 1;",
    "WITH done AS (UPDATE orders SET new = 1 RETURNING 1) SELECT * FROM done;",
    "DO $$ BEGIN UPDATE orders SET new = 1; END $$;",
  ])
    expect(filled(fills)).toEqual([["high", about("so others may be using it")]]);
});

test("a subcommand that demands a value tells of its own table, and only where it adds a column", () => {
  const keys = (text: string) => {
    const before = "CREATE TABLE users (id int PRIMARY KEY); CREATE TABLE orders (id int PRIMARY KEY, user_id int);";
    const files = { "/project/db/migrations/0001_a.sql": before, "/project/db/migrations/0002_b.sql": text };
    const { findings } = reviewHistory({ files, reviewed: "/project/db/migrations/0002_b.sql" });
    return findings.filter(({ rule }) => rule === "foreign-key-validated-at-once").map(({ severity }) => severity);
  };
  const key = "ADD FOREIGN KEY (user_id) REFERENCES users";
  expect(keys(`ALTER TABLE orders ADD COLUMN a int NOT NULL, ${key};`)).toEqual(["low"]);
  expect(keys(`ALTER TABLE orders ADD COLUMN IF NOT EXISTS user_id int NOT NULL, ${key};`)).toEqual(["high"]);
  expect(keys(`ALTER TABLE users ADD COLUMN a int NOT NULL; ALTER TABLE orders ${key};`)).toEqual(["high"]);
});
