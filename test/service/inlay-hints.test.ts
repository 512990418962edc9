import { beforeAll, describe, expect, test } from "vitest";
import { statementEffects } from "../../server/src/engine/locks.ts";
import { codeLensesFor, lockSummary } from "../../server/src/service/code-lens.ts";
import { inlayHintsFor } from "../../server/src/service/inlay-hints.ts";
import { loadParser } from "../../server/src/sql/parse.ts";
import { lineIndexOf } from "../../server/src/text/line-index.ts";
import type { InlayHintsMode } from "../../shared/src/settings.ts";
import { ROOT, workspaceOver } from "../engine/review-text.ts";

beforeAll(loadParser);

const BEFORE = `-- +goose Up
CREATE TABLE users (id bigint PRIMARY KEY);
CREATE TABLE orders (id bigint PRIMARY KEY, user_id bigint, note text);
CREATE TABLE events (id bigint PRIMARY KEY);
`;

/** A second migration of goose. */
function migration(text: string, first = "-- +goose Up\n") {
  const path = `${ROOT}/db/0002_change.sql`;
  const whole = first + text;
  const workspace = workspaceOver({ "db/0001_init.sql": BEFORE, "db/0002_change.sql": whole });
  const document = workspace.documents.get(path);
  if (document === undefined) throw new Error("the migration was not read");
  return {
    whole,
    workspace,
    document,
    facts: workspace.facts(document),
    effects: statementEffects(workspace, document),
  };
}

/** The text with each hint in `«»` where an editor shows it. */
function hinted(text: string, mode: InlayHintsMode): string {
  const { whole, effects } = migration(text);
  const lines = whole.split("\n");
  for (const { position, label } of inlayHintsFor(effects, { text: whole, lines: lineIndexOf(whole) }, mode)) {
    const line = lines[position.line] ?? "";
    lines[position.line] = `${line.slice(0, position.character)} «${label}»${line.slice(position.character)}`;
  }
  return lines.slice(1).join("\n");
}

describe("inlay hints", () => {
  const text = `ALTER TABLE orders ADD COLUMN total int;
ALTER TABLE orders ADD FOREIGN KEY (user_id) REFERENCES users;
UPDATE orders SET note = '';
CREATE TABLE notes (id int);
CREATE INDEX ON notes (id);
DROP TABLE ev`;

  test("risky: only what keeps writers or readers of existing tables waiting", () => {
    expect(hinted(text, "risky")).toMatchInlineSnapshot(`
      "ALTER TABLE orders ADD COLUMN total int; «ACCESS EXCLUSIVE on orders»
      ALTER TABLE orders ADD FOREIGN KEY (user_id) REFERENCES users; «SHARE ROW EXCLUSIVE on orders +1»
      UPDATE orders SET note = '';
      CREATE TABLE notes (id int);
      CREATE INDEX ON notes (id);
      DROP TABLE ev «ACCESS EXCLUSIVE on ev»"
    `);
  });
  test("all", () => {
    expect(hinted(text, "all")).toMatchInlineSnapshot(`
      "ALTER TABLE orders ADD COLUMN total int; «ACCESS EXCLUSIVE on orders»
      ALTER TABLE orders ADD FOREIGN KEY (user_id) REFERENCES users; «SHARE ROW EXCLUSIVE on orders +1»
      UPDATE orders SET note = ''; «ROW EXCLUSIVE on orders»
      CREATE TABLE notes (id int);
      CREATE INDEX ON notes (id);
      DROP TABLE ev «ACCESS EXCLUSIVE on ev»"
    `);
  });
  test("off", () => {
    expect(hinted(text, "off")).toBe(text);
  });
  test("the tooltip says who waits for each table", () => {
    const { whole, effects } = migration("ALTER TABLE orders ADD FOREIGN KEY (user_id) REFERENCES users;");
    const [hint] = inlayHintsFor(effects, { text: whole, lines: lineIndexOf(whole) }, "risky");
    expect(hint?.tooltip).toMatchInlineSnapshot(`
      {
        "kind": "markdown",
        "value": "- **SHARE ROW EXCLUSIVE** on \`orders\`: writers wait, readers do not.
      - **SHARE ROW EXCLUSIVE** on \`users\`: writers wait, readers do not.

      Time: grows with the size of orders and users.",
      }
    `);
  });
});

describe("the lens above a migration", () => {
  const summary = (text: string, first?: string) => {
    const { effects, facts } = migration(text, first);
    return lockSummary(effects, facts);
  };
  test.each([
    [
      "one statement",
      "ALTER TABLE orders ADD COLUMN total int;",
      "ACCESS EXCLUSIVE on orders, held until goose's transaction ends",
    ],
    [
      "held while a later one reads a table",
      "ALTER TABLE users ADD COLUMN a int;\nCREATE INDEX ON orders (user_id);",
      "ACCESS EXCLUSIVE on users; SHARE on orders, all held until goose's transaction ends (grows with the size of orders)",
    ],
    [
      "a scan before the first lock that anybody waits for",
      "UPDATE orders SET note = '';\nDROP TABLE events;",
      "ACCESS EXCLUSIVE on events; ROW EXCLUSIVE on orders, all held until goose's transaction ends",
    ],
    [
      "many tables",
      "DROP TABLE users, orders, events, ancient;\nALTER TABLE orders ADD x int;",
      "ACCESS EXCLUSIVE on users, orders, events and 1 more, all held until goose's transaction ends",
    ],
    [
      "nothing that was there before",
      "CREATE TABLE notes (id int);\nCREATE INDEX ON notes (id);",
      "Locks nothing that existed before this file",
    ],
    [
      "what is not known",
      "SECURITY LABEL ON TABLE orders IS 'x';",
      "Locks nothing that existed before this file (1 statement not known)",
    ],
    [
      "its own transaction inside",
      "COMMIT;\nDROP TABLE orders;",
      "ACCESS EXCLUSIVE on orders, each until its statement ends",
    ],
  ])("%s", (_, text, said) => {
    expect(summary(text)).toBe(said);
  });
  test("outside a transaction", () => {
    expect(summary("DROP TABLE orders;\nDROP TABLE users;", "-- +goose NO TRANSACTION\n-- +goose Up\n")).toBe(
      "ACCESS EXCLUSIVE on orders and users, each until its statement ends",
    );
  });
  test("stands once above a migration, and not above a loose file", () => {
    const { facts } = migration("SELECT 1;");
    expect(codeLensesFor(facts, "uri")).toHaveLength(1);
    expect(codeLensesFor({ ...facts, folder: undefined }, "uri")).toHaveLength(0);
  });
});
