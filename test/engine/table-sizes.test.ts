import { beforeAll, expect, test } from "vitest";
import { review } from "../../server/src/engine/review.ts";
import { loadParser } from "../../server/src/sql/parse.ts";
import { ROOT, workspaceOver } from "./review-text.ts";

beforeAll(loadParser);

const SIZES = `{
  "tables": {
    "orders": { "rows": 40000000, "writesPerSecond": 200 },
    "User": { "rows": 1000 },
    "audit.log": { "writesPerSecond": 3 },
    "order": { "rows": 1 }
  }
}`;

const INIT = `CREATE SCHEMA audit;
CREATE TABLE orders (id bigint PRIMARY KEY, user_id bigint);
CREATE TABLE "User" (id bigint PRIMARY KEY);
CREATE TABLE audit.log (id bigint PRIMARY KEY);
CREATE TABLE order_lines (id bigint PRIMARY KEY);
`;

/** What the file's findings of the rule say after what they always say. */
function added(sql: string, rule: string): readonly string[] {
  const messages = (config: Readonly<Record<string, string>>) => {
    const files = { ...config, "db/0001_init.sql": INIT, "db/0002_change.sql": sql };
    const { findings } = review(workspaceOver(files), `${ROOT}/db/0002_change.sql`);
    return findings.filter((finding) => finding.rule === rule).map(({ message }) => message);
  };
  const plain = messages({});
  return messages({ "lockkeeper.json": SIZES }).map((message, index) => {
    expect(message.startsWith(plain[index] ?? "-")).toBe(true);
    return message.slice(plain[index]?.length);
  });
}

const INDEX = "index-not-concurrent";

test.each([
  ["CREATE INDEX i ON orders (user_id);", "orders has about 40,000,000 rows and about 200 writes a second"],
  ['CREATE INDEX i ON "User" (id, id);', '"User" has about 1,000 rows'],
  ["CREATE INDEX i ON audit.log (id);", "audit.log has about 3 writes a second"],
])("%s: what lockkeeper.json says of the table is said", (sql, words) => {
  expect(added(sql, INDEX)).toEqual([` As lockkeeper.json says, ${words}.`]);
});

test("nothing where nobody says, or where the name only begins like another", () => {
  expect(added("CREATE INDEX i ON order_lines (id);", INDEX)).toEqual([""]);
});

test("a finding about the schema is not about how long it takes", () => {
  expect(added("ALTER TABLE orders ADD COLUMN at timestamp;", "timestamp-without-time-zone")).toEqual([""]);
});
