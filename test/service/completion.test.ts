import { beforeAll, describe, expect, test } from "vitest";
import type { CompletionItem, TextEdit } from "vscode-languageserver-types";
import { completionsFor } from "../../server/src/service/completion.ts";
import { loadParser } from "../../server/src/sql/parse.ts";
import { markedFiles } from "./marked-files.ts";

beforeAll(loadParser);

const INIT = `CREATE SCHEMA shop;
CREATE TYPE mood AS ENUM ('good');
CREATE TABLE users (id bigint PRIMARY KEY, email text, "order" int);
CREATE TABLE "Order" (id bigint, "userId" bigint);
CREATE TABLE shop.items (sku text);
`;

function items(
  marked: string,
  files: Readonly<Record<string, string>> = {},
  path = "db/migrations/2_b.sql",
): CompletionItem[] {
  const { workspace, document, offset } = markedFiles({ "db/migrations/1_a.sql": INIT, ...files, [path]: marked });
  return completionsFor(workspace, document, offset);
}

/** What would be typed for each proposal. */
function typed(marked: string, files?: Readonly<Record<string, string>>, path?: string): string {
  return items(marked, files, path)
    .map(({ textEdit }) => (textEdit as TextEdit).newText)
    .join(" ");
}

const TABLES = '"Order" users shop.items';
const USERS = 'id email "order"';

describe("tables", () => {
  test.each([
    "SELECT * FROM /*caret*/",
    "SELECT * FROM us/*caret*/",
    "SELECT * FROM /*caret*/;\nSELECT 1;",
    "SELECT * FROM /*caret*/\nCREATE TABLE later (id int);",
    "SELECT * FROM users, /*caret*/",
    "SELECT * FROM users u JOIN /*caret*/",
    "INSERT INTO /*caret*/",
    "UPDATE /*caret*/",
    "DELETE FROM /*caret*/",
    "ALTER TABLE /*caret*/",
    "ALTER TABLE IF EXISTS ONLY /*caret*/",
    "DROP TABLE IF EXISTS /*caret*/",
    "CREATE INDEX CONCURRENTLY i ON /*caret*/",
    "CREATE TABLE t (user_id bigint REFERENCES /*caret*/",
    "ALTER TABLE users ADD COLUMN a int REFERENCES /*caret*/",
    "DO $$ BEGIN DELETE FROM /*caret*/; END $$;",
    "SELECT (SELECT 1 FROM /*caret*/)",
  ])("%s", (marked) => expect(typed(marked)).toBe(TABLES));

  test("only those that are there by then", () => {
    expect(typed("CREATE TABLE first (id int);\nSELECT * FROM /*caret*/;\nCREATE TABLE second (id int);")).toBe(
      '"Order" first users shop.items',
    );
  });
  test("of a schema", () => expect(typed("SELECT * FROM shop./*caret*/")).toBe("items"));
  test("quotes where they are needed or typed", () => {
    const [order] = items('SELECT * FROM "Or/*caret*/"').filter(({ label }) => label === "Order");
    expect(order?.textEdit).toMatchObject({
      newText: '"Order"',
      range: { start: { character: 14 }, end: { character: 18 } },
    });
    expect(order?.filterText).toBe('"Order');
    expect(items("SELECT * FROM or/*caret*/").map(({ filterText }) => filterText)).toContain("Order");
  });
});

describe("columns", () => {
  test.each([
    "SELECT /*caret*/ FROM users",
    "SELECT id, /*caret*/ FROM users u",
    "SELECT u./*caret*/ FROM users u",
    'SELECT u.e/*caret*/ FROM users AS u JOIN "Order" o ON true',
    "SELECT * FROM users WHERE /*caret*/",
    "SELECT * FROM users WHERE id = 1 AND e/*caret*/",
    "SELECT * FROM users ORDER BY /*caret*/",
    "SELECT count(/*caret*/) FROM users",
    "UPDATE users SET /*caret*/",
    "INSERT INTO users (/*caret*/",
    "INSERT INTO users (id, /*caret*/) VALUES (1)",
    "CREATE INDEX ON users (/*caret*/",
    "CREATE INDEX ON users USING btree (id, /*caret*/)",
    "ALTER TABLE users DROP COLUMN /*caret*/",
    "ALTER TABLE users DROP COLUMN IF EXISTS /*caret*/",
    "ALTER TABLE users ALTER COLUMN /*caret*/",
    "CREATE TABLE t (a bigint REFERENCES users (/*caret*/",
    "ALTER TABLE users ADD CONSTRAINT k UNIQUE (/*caret*/",
  ])("%s", (marked) => expect(typed(marked)).toContain(USERS));

  test("of both tables of a join, each once", () => {
    expect(typed('SELECT /*caret*/ FROM users JOIN "Order" o ON true')).toBe(`${USERS} "userId"`);
  });
  test("of an alias", () =>
    expect(typed('SELECT o./*caret*/ FROM users u JOIN "Order" o ON true')).toBe('id "userId"'));
  test("say their type", () => {
    expect(items("SELECT /*caret*/ FROM users")[0]?.detail).toBe("bigint NOT NULL · users");
  });
});

describe("types", () => {
  test.each([
    "CREATE TABLE t (a /*caret*/",
    "CREATE TABLE t (a int, b /*caret*/",
    "ALTER TABLE users ADD COLUMN a /*caret*/",
    "ALTER TABLE users ADD a /*caret*/",
    "ALTER TABLE users ALTER COLUMN email TYPE /*caret*/",
    "SELECT 'a'::/*caret*/",
    "SELECT CAST('a' AS /*caret*/",
  ])("%s", (marked) => expect(typed(marked)).toMatch(/^mood bigint boolean /));
});

describe("nothing in the way", () => {
  test.each([
    "CREATE TABLE /*caret*/",
    "CREATE TABLE t (/*caret*/",
    "CREATE TABLE t (a int /*caret*/",
    "ALTER TABLE users ADD COLUMN /*caret*/",
    "SELECT 'a/*caret*/'",
    "SELECT 1/*caret*/",
    "SELECT * FROM users /*caret*/",
    "/* a /*caret*/ */",
  ])("%s", (marked) => expect(typed(marked)).toBe(""));
});

describe("words", () => {
  test("a statement's first", () => {
    expect(typed("/*caret*/")).toContain("ALTER TABLE CREATE INDEX CONCURRENTLY");
    expect(typed("SELECT 1; /*caret*/")).toContain("ALTER TABLE");
  });
  test("an alteration's first", () =>
    expect(typed("ALTER TABLE users /*caret*/")).toContain("ADD COLUMN ADD CONSTRAINT"));
});

describe("comments", () => {
  test("our own", () => {
    expect(typed("-- /*caret*/")).toBe(
      "lockkeeper-disable-next-line lockkeeper-disable lockkeeper-enable lockkeeper-disable-file",
    );
    expect(typed("-- lockkeeper-dis/*caret*/\nSELECT 1;")).not.toContain("enable ");
    expect(typed("-- just prose /*caret*/")).toBe("");
  });
  test("rules behind them", () => {
    expect(typed("-- lockkeeper-disable-next-line /*caret*/")).toContain("index-not-concurrent");
    expect(typed("-- lockkeeper-disable index-not-concurrent, /*caret*/")).toContain("foreign-key-without-index");
  });
  test("the tool's", () => {
    const goose = { "db/migrations/1_a.sql": "-- +goose Up\nSELECT 1;\n" };
    expect(typed("-- +/*caret*/", goose)).toContain("+goose NO TRANSACTION");
  });
  test("in schema.prisma", () => {
    const text = "model A {\n  id Int // lockkeeper-disable-next-line /*caret*/\n}\n";
    expect(typed(text, {}, "prisma/schema.prisma")).toContain("prisma-relation-without-index");
    expect(typed('model A {\n  id Int @id\n  @@map("/*caret*/")\n}\n', {}, "prisma/schema.prisma")).toBe(
      "Order users items",
    );
    const column = 'model users {\n  id Int @id\n  mail String @map("/*caret*/")\n}\n';
    expect(typed(column, {}, "prisma/schema.prisma")).toBe("id email order");
  });
});
