import { beforeAll, describe, expect, test } from "vitest";
import type { TextDocumentEdit, TextEdit } from "vscode-languageserver-types";
import { renamableAt, renameAt } from "../../server/src/service/rename.ts";
import { loadParser } from "../../server/src/sql/parse.ts";
import { caretAt, markedFiles, place, uriOf } from "./marked-files.ts";
import { SHOP } from "./shop-history.ts";

beforeAll(loadParser);

const file = (number: number) =>
  Object.keys(SHOP).find((path) => path.startsWith(`prisma/migrations/${number}_`)) ?? "none";
const PRISMA = "prisma/schema.prisma";

type Files = Readonly<Record<string, string>>;

/** Each edit as `path:line old -> new`, or why there is none. */
function rename(
  newName: string,
  path: string,
  word: string,
  { nth = 0, files = SHOP }: { nth?: number; files?: Files } = {},
) {
  const marked = markedFiles(caretAt(files, path, word, nth));
  const { workspace, document, offset } = marked;
  const edit = renameAt(workspace, document, offset, { newName, uriOf, versionOf: () => null });
  if (edit === undefined) return "nothing";
  if ("refused" in edit) return edit.refused;
  return (edit.documentChanges ?? []).flatMap((change) => {
    const { textDocument, edits } = change as TextDocumentEdit;
    return edits.map(
      (each) => `${place(marked, { uri: textDocument.uri, range: each.range })} -> ${(each as TextEdit).newText}`,
    );
  });
}

function annotations(newName: string, path: string, word: string) {
  const { workspace, document, offset } = markedFiles(caretAt(SHOP, path, word));
  const edit = renameAt(workspace, document, offset, { newName, uriOf, versionOf: () => null });
  return edit !== undefined && "changeAnnotations" in edit ? edit.changeAnnotations : edit;
}

describe("rename", () => {
  test("a table where it bears the name, quotes kept", () => {
    expect(rename("purchases", file(3), '"Order"')).toMatchInlineSnapshot(`
      [
        "prisma/migrations/2_rename/migration.sql:2 "Order" -> "purchases"",
        "prisma/migrations/3_use/migration.sql:1 "Order" -> "purchases"",
        "prisma/migrations/3_use/migration.sql:2 "Order" -> "purchases"",
        "prisma/migrations/3_use/migration.sql:2 "Order" -> "purchases"",
        "prisma/migrations/3_use/migration.sql:3 "Order" -> "purchases"",
        "prisma/migrations/3_use/migration.sql:4 "Order" -> "purchases"",
        "prisma/schema.prisma:9 Order -> purchases",
        "prisma/schema.prisma:14 Order -> purchases",
      ]
    `);
  });
  test("a table under the name that it had first", () => {
    expect(rename("purchases", file(1), "orders")).toMatchInlineSnapshot(`
      [
        "prisma/migrations/1_init/migration.sql:3 orders -> purchases",
        "prisma/migrations/1_init/migration.sql:8 orders -> purchases",
        "prisma/migrations/2_rename/migration.sql:1 orders -> purchases",
        "prisma/migrations/2_rename/migration.sql:2 orders -> purchases",
      ]
    `);
  });
  test("a column and what schema.prisma maps to it", () => {
    expect(rename("buyer_id", file(3), "customer_id")).toMatchInlineSnapshot(`
      [
        "prisma/migrations/2_rename/migration.sql:1 customer_id -> buyer_id",
        "prisma/migrations/3_use/migration.sql:1 customer_id -> buyer_id",
        "prisma/migrations/3_use/migration.sql:4 customer_id -> buyer_id",
        "prisma/schema.prisma:16 customer_id -> buyer_id",
      ]
    `);
  });
  test("a column that schema.prisma calls the same", () => {
    expect(rename("mail", file(3), "email")).toMatchInlineSnapshot(`
      [
        "prisma/migrations/1_init/migration.sql:2 email -> mail",
        "prisma/migrations/3_use/migration.sql:4 email -> mail",
        "prisma/schema.prisma:7 email -> mail",
      ]
    `);
  });
  test("a field that is mapped is Prisma's alone", () => {
    expect(rename("buyerId", PRISMA, "customerId]")).toMatchInlineSnapshot(`
      [
        "prisma/schema.prisma:16 customerId -> buyerId",
        "prisma/schema.prisma:18 customerId -> buyerId",
        "prisma/schema.prisma:20 customerId -> buyerId",
      ]
    `);
  });
  test("a keyword and a name with a blank are quoted", () => {
    expect(rename("user", file(3), "users u")).toMatchInlineSnapshot(`
      [
        "prisma/migrations/1_init/migration.sql:2 users -> "user"",
        "prisma/migrations/1_init/migration.sql:5 users -> "user"",
        "prisma/migrations/2_rename/migration.sql:3 users -> "user"",
        "prisma/migrations/3_use/migration.sql:1 users -> "user"",
        "prisma/migrations/3_use/migration.sql:4 users -> "user"",
        "prisma/migrations/3_use/migration.sql:4 users -> "user"",
        "prisma/schema.prisma:11 users -> user",
      ]
    `);
    expect(rename('is "x"', file(3), "positive")).toMatchInlineSnapshot(`
      [
        "prisma/migrations/3_use/migration.sql:2 positive -> "is ""x"""",
        "prisma/migrations/3_use/migration.sql:3 positive -> "is ""x"""",
      ]
    `);
  });
  test("says that applied migrations stay", () => {
    expect(annotations("buyer_id", file(3), "customer_id")).toMatchInlineSnapshot(`
      {
        "prisma": {
          "description": "Prisma Migrate takes a changed name for a drop and a new object: write the RENAME into its migration.",
          "label": "schema.prisma",
          "needsConfirmation": true,
        },
        "sql": {
          "description": "Change a migration only if it has run nowhere yet; else rename in a new one: ALTER TABLE "Order" RENAME COLUMN customer_id TO buyer_id;",
          "label": "Applied migrations stay as they are in production",
          "needsConfirmation": true,
        },
      }
    `);
  });
});

describe("refused", () => {
  test("a name that is there", () => {
    expect(rename("users", file(3), '"Order"')).toMatchInlineSnapshot(
      `"A table users is there already at statement 2 of 2_rename/migration.sql."`,
    );
    expect(rename("email", PRISMA, "name   ")).toMatchInlineSnapshot(
      `"A column email of users is there already at statement 3 of 2_rename/migration.sql."`,
    );
    expect(rename("archived", file(1), "state AS")).toMatchInlineSnapshot(
      `"A table archived is there at the end of the history."`,
    );
    expect(rename("status", file(1), "user_id")).toMatchInlineSnapshot(
      `"A column status of orders is there already at statement 3 of 1_init/migration.sql."`,
    );
    expect(rename("User", PRISMA, "Order {")).toMatchInlineSnapshot(`"\`User\` is in schema.prisma already."`);
  });
  test("no name, one that is too long, what is the query's own, what nobody makes", () => {
    expect(rename(" ", file(3), '"Order"')).toMatchInlineSnapshot(`"A name cannot be empty."`);
    expect(rename("é".repeat(32), file(3), '"Order"')).toMatchInlineSnapshot(
      `"Postgres cuts names off behind 63 bytes, and this one has 64."`,
    );
    expect(rename("x", file(3), "u.id")).toMatchInlineSnapshot(
      `"This name is the query's own; rename the table where it stands under its name."`,
    );
    expect(rename("x y", PRISMA, "email")).toMatchInlineSnapshot(
      `"Prisma takes no such name: \`x y\`. Give it an \`@map\` in schema.prisma first."`,
    );
    const files = { "db/1.sql": "SELECT lower(a) FROM nowhere;" };
    expect(rename("x", "db/1.sql", "nowhere", { files })).toMatchInlineSnapshot(
      `"No file of this history makes what is named here."`,
    );
    expect(rename("x", "db/1.sql", "lower", { files })).toMatchInlineSnapshot(
      `"Routines are not renamed here: which calls mean it hangs on their arguments."`,
    );
    expect(rename("x", "db/1.sql", "FROM", { files })).toBe("nothing");
  });
});

test("what is renamed is shown without its quotes", () => {
  const { workspace, document, offset } = markedFiles(caretAt(SHOP, file(3), '"Order"'));
  expect(renamableAt(workspace, document, offset)).toMatchInlineSnapshot(`
    {
      "placeholder": "Order",
      "range": {
        "end": {
          "character": 14,
          "line": 0,
        },
        "start": {
          "character": 7,
          "line": 0,
        },
      },
    }
  `);
});
