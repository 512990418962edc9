import { beforeAll, describe, expect, test } from "vitest";
import { definitionFor } from "../../server/src/service/definition.ts";
import { referencesFor } from "../../server/src/service/references.ts";
import { loadParser } from "../../server/src/sql/parse.ts";
import { caretAt, markedFiles, place, uriOf } from "./marked-files.ts";
import { SHOP } from "./shop-history.ts";

beforeAll(loadParser);

const file = (number: number) =>
  Object.keys(SHOP).find((path) => path.startsWith(`prisma/migrations/${number}_`)) ?? "none";
const PRISMA = "prisma/schema.prisma";

function definitions(path: string, word: string, nth = 0): string[] {
  const marked = markedFiles(caretAt(SHOP, path, word, nth));
  return definitionFor(marked.workspace, marked.document, marked.offset, uriOf).map((found) => place(marked, found));
}

function references(path: string, word: string, nth = 0): string[] {
  const marked = markedFiles(caretAt(SHOP, path, word, nth));
  const { workspace, document, offset } = marked;
  return referencesFor(workspace, document, offset, "with declarations", uriOf).map((found) => place(marked, found));
}

describe("definition", () => {
  test("a table that was renamed", () => {
    expect(definitions(file(3), '"Order"')).toMatchInlineSnapshot(`
      [
        "prisma/migrations/1_init/migration.sql:3 orders",
        "prisma/schema.prisma:14 Order",
      ]
    `);
  });
  test("an alias leads to its table", () => {
    expect(definitions(file(3), "o.customer_id")).toMatchInlineSnapshot(`
      [
        "prisma/migrations/1_init/migration.sql:3 orders",
        "prisma/schema.prisma:14 Order",
      ]
    `);
  });
  test("a column that was renamed, through an alias", () => {
    expect(definitions(file(3), "customer_id")).toMatchInlineSnapshot(`
      [
        "prisma/migrations/1_init/migration.sql:5 user_id",
        "prisma/schema.prisma:16 customerId",
      ]
    `);
  });
  test("a column that was added later", () => {
    expect(definitions(PRISMA, "name   ")).toMatchInlineSnapshot(`
      [
        "prisma/migrations/2_rename/migration.sql:3 name",
      ]
    `);
  });
  test("a type, a constraint, an unqualified column of a join", () => {
    expect(definitions(file(1), "state DEFAULT")).toMatchInlineSnapshot(`
      [
        "prisma/migrations/1_init/migration.sql:1 state",
        "prisma/schema.prisma:23 state",
      ]
    `);
    expect(definitions(file(3), "positive", 1)).toMatchInlineSnapshot(`
      [
        "prisma/migrations/3_use/migration.sql:2 positive",
      ]
    `);
    expect(definitions(file(3), "email")).toMatchInlineSnapshot(`
      [
        "prisma/migrations/1_init/migration.sql:2 email",
        "prisma/schema.prisma:7 email",
      ]
    `);
  });
  test("in schema.prisma a type leads to the model and its table", () => {
    expect(definitions(PRISMA, "Order[]")).toMatchInlineSnapshot(`
      [
        "prisma/schema.prisma:14 Order",
        "prisma/migrations/1_init/migration.sql:3 orders",
      ]
    `);
    expect(definitions(PRISMA, "state?")).toMatchInlineSnapshot(`
      [
        "prisma/schema.prisma:23 state",
        "prisma/migrations/1_init/migration.sql:1 state",
      ]
    `);
    expect(definitions(PRISMA, "customerId], ref")).toMatchInlineSnapshot(`
      [
        "prisma/schema.prisma:16 customerId",
        "prisma/migrations/1_init/migration.sql:5 user_id",
      ]
    `);
  });
  test("words that name nothing lead nowhere", () => {
    expect(definitions(file(3), "UPDATE")).toEqual([]);
    expect(definitions(PRISMA, "datasource")).toEqual([]);
  });
});

describe("references", () => {
  test("a table under all its names, and not what only sounds like it", () => {
    expect(references(file(1), "orders")).toMatchInlineSnapshot(`
      [
        "prisma/migrations/1_init/migration.sql:3 orders",
        "prisma/migrations/1_init/migration.sql:8 orders",
        "prisma/migrations/2_rename/migration.sql:1 orders",
        "prisma/migrations/2_rename/migration.sql:2 orders",
        "prisma/migrations/2_rename/migration.sql:2 "Order"",
        "prisma/migrations/3_use/migration.sql:1 "Order"",
        "prisma/migrations/3_use/migration.sql:2 "Order"",
        "prisma/migrations/3_use/migration.sql:2 "Order"",
        "prisma/migrations/3_use/migration.sql:3 "Order"",
        "prisma/migrations/3_use/migration.sql:4 "Order"",
        "prisma/schema.prisma:9 Order",
        "prisma/schema.prisma:14 Order",
      ]
    `);
  });
  test("a column under all its names", () => {
    expect(references(file(3), "customer_id")).toMatchInlineSnapshot(`
      [
        "prisma/migrations/1_init/migration.sql:5 user_id",
        "prisma/migrations/1_init/migration.sql:8 user_id",
        "prisma/migrations/2_rename/migration.sql:1 user_id",
        "prisma/migrations/2_rename/migration.sql:1 customer_id",
        "prisma/migrations/3_use/migration.sql:1 customer_id",
        "prisma/migrations/3_use/migration.sql:4 customer_id",
        "prisma/schema.prisma:16 customerId",
        "prisma/schema.prisma:16 customer_id",
        "prisma/schema.prisma:18 customerId",
        "prisma/schema.prisma:20 customerId",
      ]
    `);
  });
  test("from schema.prisma", () => {
    expect(references(PRISMA, "User {")).toMatchInlineSnapshot(`
      [
        "prisma/migrations/1_init/migration.sql:2 users",
        "prisma/migrations/1_init/migration.sql:5 users",
        "prisma/migrations/2_rename/migration.sql:3 users",
        "prisma/migrations/3_use/migration.sql:1 users",
        "prisma/migrations/3_use/migration.sql:4 users",
        "prisma/migrations/3_use/migration.sql:4 users",
        "prisma/schema.prisma:5 User",
        "prisma/schema.prisma:11 users",
        "prisma/schema.prisma:18 User",
      ]
    `);
  });
  test("a type", () => {
    expect(references(file(1), "state AS")).toMatchInlineSnapshot(`
      [
        "prisma/migrations/1_init/migration.sql:1 state",
        "prisma/migrations/1_init/migration.sql:6 state",
        "prisma/schema.prisma:17 state",
        "prisma/schema.prisma:23 state",
      ]
    `);
  });
});

describe("which of two objects", () => {
  test("a column that is dropped and added anew in one statement", () => {
    const files = {
      "db/migrations/1_a.sql":
        "CREATE TABLE t (id int, c int);\nALTER TABLE t DROP COLUMN c, ADD COLUMN c text;\nSELECT c FROM t;\n",
      "db/migrations/2_b.sql": "SELECT 1;\n",
    };
    const marked = (word: string, nth: number) => markedFiles(caretAt(files, "db/migrations/1_a.sql", word, nth));
    const places = (word: string, nth: number) => {
      const at = marked(word, nth);
      return referencesFor(at.workspace, at.document, at.offset, "with declarations", uriOf).map(
        ({ range }) => `${range.start.line}:${range.start.character}`,
      );
    };
    expect(places("c FROM", 0)).toEqual(["1:40", "2:7"]);
    expect(places("c,", 0)).toEqual(["0:24", "1:26"]);
  });

  test("the way down sees what its earlier statements undo", () => {
    const up = "-- +goose Up\nCREATE TABLE orders (id int, total int);\nALTER TABLE orders RENAME TO purchases;\n";
    const down =
      "-- +goose Down\nALTER TABLE purchases RENAME TO orders;\nALTER TABLE orders DROP COLUMN total;\nDROP TABLE orders;\n";
    const files = { "db/migrations/1_a.sql": up + down, "db/migrations/2_b.sql": "-- +goose Up\nSELECT 1;\n" };
    const marked = markedFiles(caretAt(files, "db/migrations/1_a.sql", "total", 1));
    const found = definitionFor(marked.workspace, marked.document, marked.offset, uriOf);
    expect(found.map((each) => place(marked, each))).toEqual(["db/migrations/1_a.sql:2 total"]);
  });
});
