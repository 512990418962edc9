import { beforeAll, describe, expect, test } from "vitest";
import type { Wanted } from "../../server/src/engine/mention-words.ts";
import { sourcesOver } from "../../server/src/engine/mentions.ts";
import { review } from "../../server/src/engine/review.ts";
import { createWorkspace } from "../../server/src/engine/workspace.ts";
import { ALL_RULES } from "../../server/src/service/all-rules.ts";
import { loadParser } from "../../server/src/sql/parse.ts";
import { memoryFiles } from "../support/memory-files.ts";

const ROOT = "/project";
const HISTORY = `${ROOT}/db/migrations`;

/** Places as `file:line` in a workspace of these files. */
function namedIn(texts: Readonly<Record<string, string>>, wanted: Wanted, folders = [HISTORY]): readonly string[] {
  const absolute = Object.fromEntries(Object.entries(texts).map(([path, text]) => [`${ROOT}/${path}`, text]));
  const find = sourcesOver(memoryFiles(absolute)).around(ROOT, HISTORY, folders);
  return find(wanted).places.map(({ shown, line }) => `${shown}:${line}`);
}

describe("a table is named", () => {
  test.each([
    ["SQL in a string", { "a.go": 'q := "SELECT 1 FROM orders"' }, ["a.go:1"]],
    ["SQL over several lines", { "a.py": 'q = """\nselect *\nFROM orders\n"""' }, ["a.py:3"]],
    ["small letters with another word of SQL", { "a.rb": "exec 'delete from orders'" }, ["a.rb:1"]],
    ["an import, a comment, prose", { "a.py": "from orders import x\n# FROM orders\ns = 'from orders'" }, []],
    ["a word of its own", { "a.ts": "const orders = list(orders);" }, []],
  ])("%s", (_, texts, places) => {
    expect(namedIn(texts, { table: "orders" })).toEqual(places);
  });

  test.each([
    ["as it is", { "a.ts": "\nconst t = 'order_items';" }, ["a.ts:2"]],
    ["as a class of one", { "a.rb": "class OrderItem\nend" }, ["a.rb:1"]],
    ["as a model", { "schema.prisma": 'model Item {\n  @@map("order_items")\n}' }, ["schema.prisma:1"]],
    [
      "as another model, a relation, an enum",
      { "schema.prisma": "model A {\n  b OrderItem[]\n}\nenum OrderItems {\n}" },
      [],
    ],
    ["as a part of another name only", { "a.ts": "const old_order_items_count = reorderItems();" }, []],
  ])("of several words, %s", (_, texts, places) => {
    expect(namedIn(texts, { table: "order_items" })).toEqual(places);
  });
});

describe("a column is named", () => {
  const telling = { table: "orders", column: "legacy_status" };

  test.each([
    ["beside its table", { "a.ts": "class Order {\n  legacyStatus = 1;\n}" }, ["a.ts:2"]],
    ["without its table", { "a.ts": "class User {\n  legacyStatus = 1;\n}" }, []],
    ["in a comment", { "a.ts": "class Order {\n  // legacyStatus\n}" }, []],
  ])("%s", (_, texts, places) => {
    expect(namedIn(texts, telling)).toEqual(places);
  });

  test.each([
    ["behind its table", { "a.ts": 'q(\'select "orders"."status"\'); order.status = 1;' }, ["a.ts:1", "a.ts:1"]],
    ["behind another thing", { "a.ts": "const orders = 1; response.status = 2; status(orders)" }, []],
  ])("of one word, %s", (_, texts, places) => {
    expect(namedIn(texts, { table: "orders", column: "status" })).toEqual(places);
  });
});

test.each([
  ["as a field", '  legacyStatus String @map("legacy_status")', ["schema.prisma:2"]],
  ["as a relation", "  legacy_status Status[]", []],
  ["as another field", "  legacyStatus String", []],
])("a column is named in a Prisma schema %s", (_, field, places) => {
  const text = `model Order {\n${field}\n  @@map("orders")\n}\nmodel Status {\n}`;
  expect(namedIn({ "schema.prisma": text }, { table: "orders", column: "legacy_status" })).toEqual(places);
});

test("a Prisma schema alone says nothing of the code", () => {
  const find = sourcesOver(memoryFiles({ [`${ROOT}/schema.prisma`]: "model Order {\n}" })).around(ROOT, HISTORY, [
    HISTORY,
  ]);
  expect(find({ table: "order_items" })).toEqual({ searched: 0, files: 0, places: [] });
});

test("only code that a deploy runs is looked through", () => {
  const name = "order_items";
  const texts = {
    "db/migrations/1.sql": `DROP TABLE ${name}`,
    "db/migrate/1.rb": name,
    "node_modules/a/index.js": name,
    ".cache/a.ts": name,
    "dist/a.js": name,
    "src/tests/a.ts": name,
    "src/a.test.ts": name,
    "a_test.go": name,
    "db/schema.rb": name,
    "README.md": name,
    "tables.sql": `CREATE TABLE ${name} (id int)`,
    "large.ts": `${name}\n${" ".repeat(600_000)}`,
    "queries.sql": `SELECT * FROM ${name}`,
    "src/a.ts": name,
  };
  expect(namedIn(texts, { table: name })).toEqual(["queries.sql:1", "src/a.ts:1"]);
});

test("of several histories, each has the code that stands nearest", () => {
  const texts = { "a/src/x.ts": "order_items", "db/x.ts": "order_items", "x.ts": "order_items" };
  expect(namedIn(texts, { table: "order_items" }, [HISTORY, `${ROOT}/a/migrations`])).toEqual(["x.ts:1", "db/x.ts:1"]);
});

test("names that are no words are not looked for", () => {
  expect(namedIn({ "a.ts": "söme table" }, { table: "söme" })).toEqual([]);
  expect(namedIn({ "a.ts": "söme table" }, { table: "orders", column: 'a "b"' })).toEqual([]);
});

test("what was found is kept, and found anew where the disk changed", () => {
  const texts: Record<string, string> = { [`${ROOT}/a.ts`]: "order_items", [`${ROOT}/b.ts`]: "x" };
  let reads = 0;
  const files = {
    list: (folder: string) => memoryFiles(texts).list(folder),
    read: (path: string) => {
      reads += 1;
      return memoryFiles(texts).read(path);
    },
  };
  const sources = sourcesOver(files);
  const around = () => sources.around(ROOT, HISTORY, [HISTORY]);
  const first = around();
  expect(reads).toBe(0);
  expect(first({ table: "order_items" })).toMatchObject({ searched: 2, files: 1 });
  const afterFirst = reads;
  expect(first({ table: "order_items" }).files).toBe(1);
  expect(first({ table: "other_items" }).files).toBe(0);
  expect(reads).toBe(afterFirst);
  expect(sources.wasRead(`${ROOT}/b.ts`)).toBe(true);

  texts[`${ROOT}/b.ts`] = "y";
  sources.reread([`${ROOT}/b.ts`]);
  expect(around()).toBe(first);

  texts[`${ROOT}/a.ts`] = "gone";
  texts[`${ROOT}/c.ts`] = "OrderItem";
  sources.reread([`${ROOT}/a.ts`, `${ROOT}/c.ts`]);
  expect(around()).not.toBe(first);
  expect(around()({ table: "order_items" }).places.map(({ shown }) => shown)).toEqual(["c.ts"]);

  delete texts[`${ROOT}/c.ts`];
  sources.reread([]);
  expect(around()({ table: "order_items" })).toMatchObject({ searched: 2, files: 0 });
});

describe("a finding that rests on source code", () => {
  beforeAll(loadParser);

  test("follows the code, and stays as it is while only other things change", () => {
    const texts: Record<string, string> = {
      [`${HISTORY}/1_a.sql`]: "CREATE TABLE order_items (id bigint PRIMARY KEY);",
      [`${HISTORY}/2_b.sql`]: "DROP TABLE order_items;",
      [`${ROOT}/src/a.ts`]: "db.query('SELECT 1 FROM order_items')",
    };
    const workspace = createWorkspace({
      files: { list: (folder) => memoryFiles(texts).list(folder), read: (path) => memoryFiles(texts).read(path) },
      roots: [ROOT],
      rules: ALL_RULES.filter(({ id }) => id === "table-dropped"),
      config: { kind: "found" },
      engine: undefined,
      postgres: undefined,
      schema: undefined,
      isolated: false,
      named: [],
      lifetime: "for-edits",
      log: (message) => {
        throw new Error(message);
      },
    });
    const found = () => review(workspace, `${HISTORY}/2_b.sql`).findings;
    const before = found();
    expect(before).toMatchObject([{ severity: "high", related: [{ path: `${ROOT}/src/a.ts` }] }]);
    expect(workspace.wasRead(`${ROOT}/src/a.ts`)).toBe(true);

    workspace.refresh([`${ROOT}/src/a.ts`]);
    expect(found()[0]).toBe(before[0]);

    texts[`${ROOT}/src/a.ts`] = "db.query('SELECT 1')";
    workspace.refresh([`${ROOT}/src/a.ts`]);
    expect(found()).toMatchObject([{ severity: "low", related: [] }]);

    texts[`${ROOT}/src/b.rb`] = "class OrderItem; end";
    workspace.refresh([`${ROOT}/src/b.rb`]);
    expect(found()).toMatchObject([{ severity: "high", related: [{ path: `${ROOT}/src/b.rb` }] }]);
  });
});
