import { beforeAll, describe, expect, test } from "vitest";
import type { MarkupContent } from "vscode-languageserver-types";
import { nameHoverAt } from "../../server/src/service/name-hover.ts";
import { loadParser } from "../../server/src/sql/parse.ts";
import { codeBlock } from "../../server/src/text/escape-markdown.ts";
import { caretAt, markedFiles } from "./marked-files.ts";
import { SHOP } from "./shop-history.ts";

beforeAll(loadParser);

const file = (number: number) =>
  Object.keys(SHOP).find((path) => path.startsWith(`prisma/migrations/${number}_`)) ?? "none";

function hover(path: string, word: string, files: Readonly<Record<string, string>> = SHOP): string {
  const { workspace, document, offset } = markedFiles(caretAt(files, path, word));
  const found = nameHoverAt(workspace, document, offset);
  return found === undefined ? "nothing" : (found.contents as MarkupContent).value;
}

describe("as of its statement", () => {
  test("a table before it was renamed", () => {
    expect(hover(file(2), "orders")).toMatchInlineSnapshot(`
      "**Table** \`orders\`, as of this statement

      \`\`\`sql
      id      bigint NOT NULL
      user_id bigint
      status  state DEFAULT 'new'
      \`\`\`

      - **Primary key:** \`id\`
      - **Foreign key:** \`user_id\` → \`users (id)\`, on delete no action
      - **Index:** \`orders_user_id_idx\` on \`user_id\`

      Made by \`1_init/migration.sql\` statement 3  
      Changed before by \`1_init/migration.sql\` statement 4  
      Changed by this statement  
      Changed later by \`2_rename/migration.sql\` statement 2; \`3_use/migration.sql\` statement 2"
    `);
  });
  test("a table after it was renamed", () => {
    expect(hover(file(3), '"Order"')).toMatchInlineSnapshot(`
      "**Table** \`"Order"\`, as of this statement

      \`\`\`sql
      id          bigint NOT NULL
      customer_id bigint
      status      state DEFAULT 'new'
      \`\`\`

      - **Primary key:** \`id\`
      - **Foreign key:** \`customer_id\` → \`users (id)\`, on delete no action
      - **Index:** \`orders_user_id_idx\` on \`customer_id\`

      Made by \`1_init/migration.sql\` statement 3  
      Changed before by \`1_init/migration.sql\` statement 4; \`2_rename/migration.sql\` statements 1, 2  
      Changed later by \`3_use/migration.sql\` statement 2"
    `);
  });
  test("a column", () => {
    expect(hover(file(3), "customer_id")).toMatchInlineSnapshot(`
      "**Column** \`"Order".customer_id\`, as of this statement

      \`\`\`sql
      customer_id bigint
      \`\`\`

      - **Foreign key:** \`customer_id\` → \`users (id)\`, on delete no action
      - **Index:** \`orders_user_id_idx\` on \`customer_id\`

      Made by \`1_init/migration.sql\` statement 3  
      Changed before by \`2_rename/migration.sql\` statement 1"
    `);
  });
  test("an index, a type, a constraint", () => {
    expect(hover(file(1), "orders_user_id_idx")).toMatchInlineSnapshot(`
      "**Index** \`orders_user_id_idx\`, as of this statement

      - **Index:** \`orders_user_id_idx\` on \`user_id\`

      Made by \`1_init/migration.sql\` statement 4  
      Changed later by \`2_rename/migration.sql\` statement 1"
    `);
    expect(hover(file(1), "state DEFAULT")).toMatchInlineSnapshot(`
      "**Enum** \`state\`, as of this statement

      \`new\`, \`paid\`

      Made by \`1_init/migration.sql\` statement 1"
    `);
    expect(hover(file(3), "positive")).toMatchInlineSnapshot(`
      "**Constraint** \`"Order".positive\`, as of this statement

      - **Check:** \`"Order".id > 0\`

      Made by \`3_use/migration.sql\` statement 2"
    `);
  });
  test("a model", () => {
    expect(hover("prisma/schema.prisma", "User {")).toMatchInlineSnapshot(`
      "**Table** \`users\`, at the end of the history

      \`\`\`sql
      id    bigint NOT NULL
      email text
      name  text
      \`\`\`

      - **Primary key:** \`id\`

      Made by \`1_init/migration.sql\` statement 2  
      Changed before by \`2_rename/migration.sql\` statement 3"
    `);
  });
  test("nothing where nothing is named", () => {
    expect(hover(file(3), "UPDATE")).toBe("nothing");
    expect(hover("db/1.sql", "lower", { "db/1.sql": "SELECT lower('a')" })).toBe("nothing");
  });
});

test("a block of code is not ended by what is in it", () => {
  expect(codeBlock(["a", "```\n"])).toBe("````sql\na\n``` \n````");
});

test("a large table is cut short", () => {
  const columns = Array.from({ length: 40 }, (_, index) => `c${index} int REFERENCES t`);
  const text = hover("db/1.sql", "big", {
    "db/1.sql": `CREATE TABLE t (id int PRIMARY KEY); CREATE TABLE big (${columns.join(", ")});`,
  });
  expect(text).toContain("-- … 26 more");
  expect(text).toContain("- … 26 more");
  expect(text.split("\n").length).toBeLessThan(45);
});

/** What stands outside of code, with escaped characters taken out: markup that an editor would obey. */
function obeyed(markdown: string): string {
  return markdown
    .replace(/^(`{3,})sql\n[\s\S]*?\n\1$/gm, "")
    .replace(/\\[!-/:-@[-`{-~]/g, "")
    .replace(/(?<!`)(`+)(?!`)[^\n]*?(?<!`)\1(?!`)/g, "");
}

test.each(["[x](command:evil)", "```\n# h\n```", "`", "<img src=x>", "a\n\n# heading", "| a | b |"])(
  "a name or a default is text: %j",
  (name) => {
    const quoted = `"${name}"`;
    const sql = `CREATE TABLE ${quoted} (${quoted} text DEFAULT '${name}', CHECK (${quoted} <> '${name}'));\nCREATE INDEX ${name === "`" ? "i" : `"i ${name}"`} ON ${quoted} (${quoted});\nCOMMENT ON TABLE ${quoted} IS '${name}';\nSELECT 1 FROM ${quoted};`;
    const { workspace, document } = markedFiles({ "db/1.sql": `${sql}/*caret*/` });
    const found = nameHoverAt(workspace, document, sql.lastIndexOf(quoted) + 1);
    if (found === undefined) throw new Error("there is a hover");
    expect(found.contents).toMatchObject({ kind: "markdown" });
    const rest = obeyed((found.contents as MarkupContent).value);
    expect(rest).not.toMatch(/\]\(|<|^#|command:|\|/m);
  },
);
