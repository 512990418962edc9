import { beforeAll, describe, expect, test } from "vitest";
import type { DocumentSymbol } from "vscode-languageserver-types";
import { documentSymbolsOf } from "../../server/src/service/document-symbols.ts";
import { workspaceSymbolsFor } from "../../server/src/service/workspace-symbols.ts";
import { loadParser } from "../../server/src/sql/parse.ts";
import { ROOT, workspaceOver } from "../engine/review-text.ts";
import { uriOf } from "./marked-files.ts";
import { SHOP } from "./shop-history.ts";

beforeAll(loadParser);

function outline(path: string, files: Readonly<Record<string, string>> = SHOP): string[] {
  const document = workspaceOver(files).documents.get(`${ROOT}/${path}`);
  if (document === undefined) throw new Error(`${path} was not read`);
  const lines = (symbol: DocumentSymbol, indent: string): string[] => [
    `${indent}${symbol.kind} ${symbol.name}${symbol.detail === undefined ? "" : ` (${symbol.detail})`} ${symbol.selectionRange.start.line}:${symbol.selectionRange.start.character}`,
    ...(symbol.children ?? []).flatMap((child) => lines(child, `${indent}  `)),
  ];
  return documentSymbolsOf(document).flatMap((symbol) => lines(symbol, ""));
}

function found(query: string, files: Readonly<Record<string, string>> = SHOP): string[] {
  return workspaceSymbolsFor(workspaceOver(files), [ROOT], query, uriOf).map((symbol) => {
    const line = "range" in symbol.location ? symbol.location.range.start.line + 1 : 0;
    return `${symbol.containerName}.${symbol.name} ${symbol.location.uri.slice(`file://${ROOT}/`.length)}:${line}`;
  });
}

describe("the outline of a file", () => {
  test("statements with the columns that they define", () => {
    expect(
      Object.keys(SHOP)
        .slice(0, 3)
        .flatMap((path) => outline(path)),
    ).toMatchInlineSnapshot(`
      [
        "10 CREATE TYPE state 0:12",
        "23 CREATE TABLE users 1:13",
        "  8 id (bigint) 1:20",
        "  8 email (text) 1:43",
        "23 CREATE TABLE orders 2:13",
        "  8 id (bigint) 3:2",
        "  8 user_id (bigint) 4:2",
        "  8 status (state) 5:2",
        "20 CREATE INDEX orders_user_id_idx 7:13",
        "24 ALTER TABLE orders RENAME COLUMN user_id TO customer_id 0:12",
        "24 ALTER TABLE orders RENAME TO "Order" 1:12",
        "24 ALTER TABLE users ADD COLUMN name text 2:12",
        "  8 name (text) 2:29",
        "24 UPDATE "Order" AS o SET status = 'paid' FROM users u WHERE u… 0:7",
        "24 ALTER TABLE "Order" ADD CONSTRAINT positive CHECK ("Order".i… 1:12",
        "24 ALTER TABLE "Order" VALIDATE CONSTRAINT positive 2:12",
        "24 SELECT email FROM users JOIN "Order" ON customer_id = users.… 3:18",
        "23 CREATE TABLE archived 4:13",
        "  8 id (bigint) 4:23",
        "  8 orders (int) 4:34",
      ]
    `);
  });
  test("models and enums", () => {
    expect(outline("prisma/schema.prisma")).toMatchInlineSnapshot(`
      [
        "2 db 0:11",
        "5 User 4:6",
        "  8 id (BigInt) 5:2",
        "  8 email (String?) 6:2",
        "  8 name (String?) 7:2",
        "  8 orders (Order[]) 8:2",
        "5 Order 13:6",
        "  8 id (BigInt) 14:2",
        "  8 customerId (BigInt?) 15:2",
        "  8 status (state?) 16:2",
        "  8 customer (User?) 17:2",
        "10 state 22:5",
        "  22 new 23:2",
        "  22 paid 24:2",
      ]
    `);
  });
  test("what does not parse, and what is long", () => {
    const sql = `SELEC 1;\nSELECT 1\n;\nDO $$ BEGIN NULL; END $$;\nGRANT SELECT ON ALL TABLES IN SCHEMA public TO someone_with_a_rather_long_name;\n\\set x 1\nCOPY t FROM stdin;\n1\n\\.\n`;
    expect(outline("a.sql", { "a.sql": sql })).toMatchInlineSnapshot(`
      [
        "24 SELEC 1 0:0",
        "24 SELECT 1 1:0",
        "24 DO $$ BEGIN NULL; END $$ 3:0",
        "24 GRANT SELECT ON ALL TABLES IN SCHEMA public TO someone_with_… 4:0",
        "24 COPY t FROM stdin 6:5",
      ]
    `);
  });
});

describe("symbols of the workspace", () => {
  test("everything by its last name, where it was made", () => {
    expect(found("")).toMatchInlineSnapshot(`
      [
        "public.Order prisma/migrations/1_init/migration.sql:3",
        "public.archived prisma/migrations/3_use/migration.sql:5",
        "public.users prisma/migrations/1_init/migration.sql:2",
        "public.state prisma/migrations/1_init/migration.sql:1",
      ]
    `);
  });
  test("by parts of a name, the nearest first", () => {
    expect(found("user")).toMatchInlineSnapshot(`
      [
        "public.users prisma/migrations/1_init/migration.sql:2",
        "users.users_pkey prisma/migrations/1_init/migration.sql:2",
        "Order.orders_user_id_idx prisma/migrations/1_init/migration.sql:8",
        "Order.customer_id prisma/migrations/1_init/migration.sql:5",
      ]
    `);
    expect(found("ctid")).toMatchInlineSnapshot(`
      [
        "Order.customer_id prisma/migrations/1_init/migration.sql:5",
      ]
    `);
    expect(found("nothing like it")).toEqual([]);
  });
  test("no more than can be looked through", () => {
    const tables = Array.from({ length: 300 }, (_, index) => `CREATE TABLE t${index} (id int);`).join("\n");
    expect(found("t", { "db/migrations/0001_a.sql": tables, "db/migrations/0002_b.sql": "SELECT 1;" })).toHaveLength(
      128,
    );
  });
});
