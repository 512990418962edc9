import { beforeAll, describe, expect, test } from "vitest";
import { loadParser } from "../../server/src/sql/parse.ts";
import { applyEdits } from "../../server/src/text/text-edit.ts";
import { reviewHistory } from "./review-example.ts";

beforeAll(loadParser);

const BASE =
  "CREATE TABLE users (id int PRIMARY KEY);\nCREATE TABLE orders (id int PRIMARY KEY, user_id int, line int);\n";
const KEY = "ALTER TABLE orders ADD FOREIGN KEY (user_id) REFERENCES users";
const INDEX = "CREATE INDEX CONCURRENTLY orders_user_id_idx ON orders (user_id);";

/** The file after the first fix of the rule, or undefined where it offers none. */
function fixed(rule: string, text: string, files: Readonly<Record<string, string>> = plain(text)): string | undefined {
  const [reviewed = ""] = Object.keys(files).slice(-1);
  const [finding] = reviewHistory({ files, reviewed }).findings.filter((each) => each.rule === rule);
  const [fix] = finding?.fixes ?? [];
  return fix && applyEdits(text, fix.edits);
}

function plain(text: string): Readonly<Record<string, string>> {
  return { "/project/db/migrations/0001_start.sql": BASE, "/project/db/migrations/0002_change.sql": text };
}

function goose(text: string): Readonly<Record<string, string>> {
  return { "/project/m/00001_start.sql": `-- +goose Up\n${BASE}`, "/project/m/00002_change.sql": text };
}

describe("a statement that a fix puts after another one", () => {
  test.each([
    ["with nothing behind it", `${KEY};`, `${KEY};\n\n${INDEX}`],
    ["without a semicolon", KEY, `${KEY};\n\n${INDEX}`],
    ["with a comment on its line", `${KEY}; -- why\nSELECT 1;`, `${KEY}; -- why\n\n${INDEX}\nSELECT 1;`],
    ["with a comment and no semicolon", `${KEY} -- why; so`, `${KEY}; -- why; so\n\n${INDEX}`],
    ["with comments before the semicolon", `${KEY} /* ; */ -- ;\n;\n`, `${KEY} /* ; */ -- ;\n;\n\n${INDEX}\n`],
    ["with the next one on its line", `${KEY}; /* next */ SELECT 1;`, `${KEY};\n\n${INDEX} /* next */ SELECT 1;`],
    ["with a comment of several lines", `${KEY}; /* a\nb */\nSELECT 1;`, `${KEY};\n\n${INDEX} /* a\nb */\nSELECT 1;`],
    ["in lines that end in CRLF", `${KEY};\r\nSELECT 1;\r\n`, `${KEY};\r\n\r\n${INDEX}\r\nSELECT 1;\r\n`],
    ["after an odd line break", `SELECT 1;\r\n${KEY};\nSELECT 2;`, `SELECT 1;\r\n${KEY};\r\n\r\n${INDEX}\nSELECT 2;`],
  ])("%s", (_, text, expected) => {
    expect(fixed("foreign-key-without-index", text)).toBe(expected);
  });

  test("a psql command that sends it would send the new one in its place, so there is no fix", () => {
    expect(fixed("foreign-key-without-index", `${KEY} \\g\nSELECT 1;`)).toBeUndefined();
  });

  test("goose sends a block as one, so it comes behind the block", () => {
    const text = `-- +goose NO TRANSACTION\n-- +goose Up\n-- +goose StatementBegin\n${KEY};\n-- +goose StatementEnd\n`;
    const expected = text.replace("StatementEnd\n", `StatementEnd\n\n${INDEX}\n`);
    expect(fixed("foreign-key-without-index", text, goose(text))).toBe(expected);
  });

  test("a block without a semicolon", () => {
    const text = `-- +goose NO TRANSACTION\n-- +goose Up\n-- +goose StatementBegin\n${KEY}\n-- +goose StatementEnd\n`;
    const expected = text.replace(KEY, `${KEY};`).replace("StatementEnd\n", `StatementEnd\n\n${INDEX}\n`);
    expect(fixed("foreign-key-without-index", text, goose(text))).toBe(expected);
  });

  test.each(["-- +goose NO TRANSACTION\n", ""])("a block of several runs as one transaction: %j", (top) => {
    const text = `${top}-- +goose Up\n-- +goose StatementBegin\n${KEY};\nCREATE INDEX i ON orders (line);\n-- +goose StatementEnd\n`;
    expect(fixed("foreign-key-without-index", text, goose(text))).toBeUndefined();
    expect(fixed("index-not-concurrent", text, goose(text))).toBeUndefined();
  });

  test("drizzle wants its mark between two statements", () => {
    const text = "CREATE TABLE a (u int REFERENCES users);--> statement-breakpoint\nSELECT 1;";
    const files = { "/project/drizzle/0000_a.sql": BASE, "/project/drizzle/0001_b.sql": text };
    const expected = text.replace("--> ", "--> statement-breakpoint\nCREATE INDEX a_u_idx ON a (u);--> ");
    expect(fixed("foreign-key-without-index", text, files)).toBe(expected);
  });
});

test("a name that is taken, before or later, gets a number", () => {
  const text = "CREATE TABLE o (u int REFERENCES users, v int); CREATE INDEX o_u_idx1 ON o (v);";
  const files = { ...plain(text), "/project/db/migrations/0000_other.sql": "CREATE TABLE o_u_idx ();" };
  const ordered = Object.fromEntries(Object.entries(files).sort());
  expect(fixed("foreign-key-without-index", text, ordered)).toContain("CREATE INDEX o_u_idx2 ON o (u);");
});
