import { beforeAll, describe, expect, test } from "vitest";
import type { MarkupContent } from "vscode-languageserver-types";
import { statementEffects } from "../../server/src/engine/locks.ts";
import { hoverFor } from "../../server/src/service/hover.ts";
import { loadParser } from "../../server/src/sql/parse.ts";
import { lineIndexOf } from "../../server/src/text/line-index.ts";
import { ROOT, workspaceOver } from "../engine/review-text.ts";

beforeAll(loadParser);

const BEFORE = `CREATE TABLE users (id bigint PRIMARY KEY);
CREATE TABLE orders (id bigint PRIMARY KEY, user_id bigint, note text, at timestamp);
CREATE TABLE "we[ir]d \`name\`" (id bigint);
`;
const VERSION = { "compose.yaml": "services:\n  db:\n    image: postgres:16\n" };

/** The hover where `$0` stands: the words that it speaks of, and its Markdown; "nothing" where there is none. */
function hover(
  marked: string,
  around: Readonly<Record<string, string>> = VERSION,
  path = "db/0002_change.sql",
): string {
  const offset = marked.indexOf("$0");
  const text = marked.replace("$0", "");
  const workspace = workspaceOver({ "db/0001_init.sql": BEFORE, ...around, [path]: text });
  const document = workspace.documents.get(`${ROOT}/${path}`);
  const [found] = document === undefined ? [] : statementEffects(workspace, document, { start: offset, end: offset });
  if (document === undefined || found === undefined) return "nothing";
  const answer = hoverFor(
    { ...found, file: workspace.facts(document), root: ROOT, locksPage: "https://lockkeeper.example/locks" },
    lineIndexOf(text),
  );
  return answer === undefined ? "nothing" : (answer.contents as MarkupContent).value;
}

describe("what a statement locks", () => {
  test("writers wait for an index", () => {
    expect(hover("CREATE $0INDEX i ON orders (user_id);")).toMatchInlineSnapshot(`
      "**SHARE** on \`orders\`: writers wait, readers do not.

      - **Rows:** every row of orders is read.
      - **Time:** grows with the size of orders.
      - **Transaction:** runs on its own; its locks end with it.

      Before it starts it waits for every open transaction that has written to \`orders\`, and every write that comes later queues behind it. Set \`lock_timeout\`, so that it gives up instead.

      Watched on Postgres 12–18 with \`CREATE INDEX new_idx ON orders (user_id)\`. [What each lock conflicts with](https://lockkeeper.example/locks)

      *Postgres 16: compose\\.yaml\\:3 says image\\: postgres\\:16.*"
    `);
  });

  test("an index built concurrently stops nobody", () => {
    expect(hover("CREATE INDEX CONCURRENTLY i ON $0orders (user_id);")).toMatchInlineSnapshot(`
      "**SHARE UPDATE EXCLUSIVE** on \`orders\`: readers and writers go on; other schema changes wait.

      - **Rows:** every row of orders is read.
      - **Time:** grows with the size of orders. It also waits until every transaction that was open when it started has ended.
      - **Transaction:** Postgres runs it only outside a transaction block, as here.

      Watched on Postgres 12–18 with \`CREATE INDEX CONCURRENTLY new_idx ON orders (user_id)\`. [What each lock conflicts with](https://lockkeeper.example/locks)

      *Postgres 16: compose\\.yaml\\:3 says image\\: postgres\\:16.*"
    `);
  });

  test("a column is a short lock that may wait long", () => {
    expect(hover("ALTER TABLE orders ADD COLUMN c int$0;")).toMatchInlineSnapshot(`
      "**ACCESS EXCLUSIVE** on \`orders\`: everyone waits, readers too.

      - **Rows:** no table is read from end to end or rewritten.
      - **Time:** instant once it has its locks, whatever the size of the table.
      - **Transaction:** runs on its own; its locks end with it.

      Before it starts it waits for every open transaction that has used \`orders\`, even only to read, and everyone who comes later queues behind it. Set \`lock_timeout\`, so that it gives up instead. A hot standby takes the lock too when it replays it, and its readers wait there.

      Watched on Postgres 12–18 with \`ALTER TABLE orders ADD COLUMN c int\`. [What each lock conflicts with](https://lockkeeper.example/locks)

      *Postgres 16: compose\\.yaml\\:3 says image\\: postgres\\:16.*"
    `);
  });

  test("a type that rewrites the table, with what is assumed", () => {
    expect(hover("ALTER TABLE orders ALTER COLUMN at TYPE timestamptz$0")).toMatchInlineSnapshot(`
      "**ACCESS EXCLUSIVE** on \`orders\`: everyone waits, readers too.

      - **Rows:** every row of orders is written anew, and its indexes are rebuilt.
      - **Time:** grows with the size of orders.
      - **Transaction:** runs on its own; its locks end with it.
      - **Assumes:** The session's TimeZone is not UTC\\: in UTC the change would rewrite no rows\\.

      Before it starts it waits for every open transaction that has used \`orders\`, even only to read, and everyone who comes later queues behind it. Set \`lock_timeout\`, so that it gives up instead. A hot standby takes the lock too when it replays it, and its readers wait there.

      Watched on Postgres 12–18 with \`ALTER TABLE users ALTER COLUMN code TYPE varchar(5)\`. [What each lock conflicts with](https://lockkeeper.example/locks)

      *Postgres 16: compose\\.yaml\\:3 says image\\: postgres\\:16.*"
    `);
  });

  test("a foreign key locks two tables", () => {
    expect(hover("$0ALTER TABLE orders ADD FOREIGN KEY (user_id) REFERENCES users;")).toMatchInlineSnapshot(`
      "**SHARE ROW EXCLUSIVE** on \`orders\`: writers wait, readers do not.

      **SHARE ROW EXCLUSIVE** on \`users\` (the new foreign key points at it): writers wait, readers do not.

      - **Rows:** every row of orders and users is read.
      - **Time:** grows with the size of orders and users.
      - **Transaction:** runs on its own; its locks end with it.

      Before it starts it waits for every open transaction that has written to \`orders\` and \`users\`, and every write that comes later queues behind it. Set \`lock_timeout\`, so that it gives up instead.

      Watched on Postgres 12–18 with \`ALTER TABLE items ADD FOREIGN KEY (user_id) REFERENCES users (id)\`. [What each lock conflicts with](https://lockkeeper.example/locks)

      *Postgres 16: compose\\.yaml\\:3 says image\\: postgres\\:16.*"
    `);
  });

  test("rows that are written", () => {
    expect(hover("UPDATE $0orders SET note = '';")).toMatchInlineSnapshot(`
      "**ROW EXCLUSIVE** on \`orders\`: readers go on, and so do writers of other rows.

      - **Rows:** every row of orders is read.
      - **Time:** grows with the number of rows that it touches.
      - **Transaction:** runs on its own; its locks end with it.

      Watched on Postgres 12–18 with \`UPDATE heap SET b = 1\`. [What each lock conflicts with](https://lockkeeper.example/locks)

      *Postgres 16: compose\\.yaml\\:3 says image\\: postgres\\:16.*"
    `);
  });

  test("nothing that was there before", () => {
    expect(hover("CREATE TABLE $0 t (id int);")).toMatchInlineSnapshot(`
      "**No lock** on any table that existed before this statement.

      - **Rows:** no table is read from end to end or rewritten.
      - **Time:** does not depend on the size of any table.
      - **Transaction:** runs on its own.

      Watched on Postgres 12–18 with \`CREATE TABLE IF NOT EXISTS users (id int)\`. [What each lock conflicts with](https://lockkeeper.example/locks)

      *Postgres 16: compose\\.yaml\\:3 says image\\: postgres\\:16.*"
    `);
  });

  test("only what the same file makes", () => {
    expect(hover("CREATE TABLE t (id int);\nCREATE INDEX $0ON t (id);")).toMatchInlineSnapshot(`
      "**SHARE** on \`t\`: this file makes it, so nobody else is using it yet.

      - **Rows:** every row of t is read.
      - **Time:** grows with the size of t.
      - **Transaction:** runs on its own; its locks end with it.

      Watched on Postgres 12–18 with \`CREATE INDEX new_idx ON orders (user_id)\`. [What each lock conflicts with](https://lockkeeper.example/locks)

      *Postgres 16: compose\\.yaml\\:3 says image\\: postgres\\:16.*"
    `);
  });

  test("what the same file made and renamed, beside what it did not make", () => {
    const text =
      "CREATE TABLE t (id bigint);\nALTER TABLE t RENAME TO u;\nALTER TABLE u ADD FOREIGN KEY $0(id) REFERENCES users;";
    expect(hover(text)).toMatchInlineSnapshot(`
      "**SHARE ROW EXCLUSIVE** on \`u\`: this file makes it, so nobody else is using it yet.

      **SHARE ROW EXCLUSIVE** on \`users\` (the new foreign key points at it): writers wait, readers do not.

      - **Rows:** every row of u and users is read.
      - **Time:** grows with the size of u and users.
      - **Transaction:** runs on its own; its locks end with it.

      Before it starts it waits for every open transaction that has written to \`users\`, and every write that comes later queues behind it. Set \`lock_timeout\`, so that it gives up instead.

      Watched on Postgres 12–18 with \`ALTER TABLE items ADD FOREIGN KEY (user_id) REFERENCES users (id)\`. [What each lock conflicts with](https://lockkeeper.example/locks)

      *Postgres 16: compose\\.yaml\\:3 says image\\: postgres\\:16.*"
    `);
  });

  test("one subcommand of several, above the whole statement", () => {
    expect(
      hover("ALTER TABLE orders ADD COLUMN c int, ADD CONSTRAINT k CHECK $0(c > 0), ADD d int;"),
    ).toMatchInlineSnapshot(`
      "This part by itself:

      **ACCESS EXCLUSIVE** on \`orders\`: everyone waits, readers too.

      - **Rows:** every row of orders is read.
      - **Time:** grows with the size of orders.

      The whole statement:

      **ACCESS EXCLUSIVE** on \`orders\`: everyone waits, readers too.

      - **Rows:** every row of orders is read.
      - **Time:** grows with the size of orders.
      - **Transaction:** runs on its own; its locks end with it.

      Before it starts it waits for every open transaction that has used \`orders\`, even only to read, and everyone who comes later queues behind it. Set \`lock_timeout\`, so that it gives up instead. A hot standby takes the lock too when it replays it, and its readers wait there.

      Watched on Postgres 12–18 with \`ALTER TABLE orders ADD COLUMN c int, ADD CONSTRAINT k CHECK (c > 0)\`. [What each lock conflicts with](https://lockkeeper.example/locks)

      *Postgres 16: compose\\.yaml\\:3 says image\\: postgres\\:16.*"
    `);
  });

  test("names from the file are shown and never read as markup", () => {
    const text = hover('ALTER TABLE "we[ir]d `name`" $0ADD COLUMN c int;');
    expect(text).toContain('``"we[ir]d `name`"``');
    expect(text.split("\n\n")[0]).toBe('**ACCESS EXCLUSIVE** on ``"we[ir]d `name`"``: everyone waits, readers too.');
  });
});

describe("the transaction", () => {
  const line = (text: string) => /\*\*Transaction:\*\* (.*)/.exec(text)?.[1];
  const up = "-- +goose Up\n";
  test.each([
    ["none", "DROP TABLE orders$0;", "runs on its own; its locks end with it."],
    ["none, and no lock", "CREATE TABLE t (id int)$0;", "runs on its own."],
    [
      "the file's",
      "BEGIN;\nDROP TABLE orders$0;\nCOMMIT;",
      "inside the one that this file opens; the locks are held until that ends, and everything after it adds to the wait.",
    ],
    [
      "the file's, after its end",
      "BEGIN;\nSELECT 1;\nCOMMIT;\nDROP TABLE orders$0;",
      "runs on its own; its locks end with it.",
    ],
    [
      "the tool's",
      `${up}DROP TABLE orders$0;`,
      "inside the one that goose opens; the locks are held until that ends, and everything after it adds to the wait.",
    ],
    ["the tool's, and no lock", `${up}CREATE TABLE t (id int)$0;`, "inside the one that goose opens."],
    ["turned off", `-- +goose NO TRANSACTION\n${up}DROP TABLE orders$0;`, "runs on its own; its locks end with it."],
    [
      "that Postgres wants to be none",
      "CREATE INDEX CONCURRENTLY ON orders (id)$0;",
      "Postgres runs it only outside a transaction block, as here.",
    ],
    [
      "that Postgres refuses",
      `${up}CREATE INDEX CONCURRENTLY ON orders (id)$0;`,
      "Postgres refuses it inside a transaction block, and here it stands in the one that goose opens.",
    ],
    [
      "of the file that Postgres refuses",
      "BEGIN;\nCREATE INDEX CONCURRENTLY ON orders (id)$0;",
      "Postgres refuses it inside a transaction block, and here it stands in the one that this file opens.",
    ],
  ])("%s", (_, text, said) => {
    const before = text.includes("+goose") ? `-- +goose Up\n${BEFORE}` : BEFORE;
    expect(line(hover(text, { ...VERSION, "db/0001_init.sql": before }))).toBe(said);
  });
});

describe("the version", () => {
  const line = (around: Readonly<Record<string, string>>) => hover("SELECT$0 1;", around).split("\n\n").at(-1);
  test("from a line of the workspace, as seen from its root", () => {
    expect(line(VERSION)).toBe("*Postgres 16: compose\\.yaml\\:3 says image\\: postgres\\:16.*");
  });
  test("from the configuration", () => {
    expect(line({ "lockkeeper.json": '{ "postgres": 14 }' })).toBe(
      '*Postgres 14: lockkeeper\\.json\\:1 says "postgres"\\: 14.*',
    );
  });
  test("taken for granted", () => {
    expect(line({})).toMatch(
      /^\*Postgres \d+: nothing in the workspace names a version, so the oldest supported one is taken\.\*$/,
    );
  });
  test("taken for granted where only the engine is named", () => {
    const around = { "db/migration_lock.toml": 'provider = "postgresql"\n' };
    expect(line(around)).toMatch(/^\*Postgres \d+: nothing in the workspace names a version/);
  });
});

describe("where there is nothing to say", () => {
  test.each([
    ["between statements", "SELECT 1;\n\n$0\n\nSELECT 2;"],
    ["in a comment before a statement", "-- wh$0y\nDROP TABLE orders;"],
    ["in what does not parse", "CREATE TABEL$0 t ();"],
    ["in an empty file", "$0"],
    ["on a psql command", "\\echo $0 hello\nSELECT 1;"],
    ["where it is not known what the statement does", "SECURITY LABEL$0 ON TABLE orders IS 'x';"],
  ])("%s", (_, text) => {
    expect(hover(text)).toBe("nothing");
  });
  test("in a file of another database", () => {
    expect(hover("DROP TABLE orders$0;", { "lockkeeper.json": '{ "engine": "mysql" }' })).toBe("nothing");
  });
});
