import { readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { json, lockkeeper, sample } from "./run.ts";

const RULES = `{
  "extends": [], "postgres": 16,
  "rules": { "index-not-concurrent": "high", "unused-suppression": "low", "timestamp-without-time-zone": "medium" }
}
`;

/** Of goose, outside a transaction, so that the safe fix is one of the file alone. */
const GOOSE = {
  "lockkeeper.json": RULES,
  "m/0001_init.sql": "-- +goose Up\nCREATE TABLE orders (id bigint PRIMARY KEY, user_id bigint);\n",
  "m/0002_index.sql":
    "-- +goose NO TRANSACTION\r\n-- +goose Up\r\n-- lockkeeper-disable-next-line timestamp-without-time-zone\r\nCREATE INDEX i ON orders (user_id);\r\n",
};

/** Of Flyway, where the statement beside the index makes it move to a migration of its own. */
const FLYWAY = {
  "lockkeeper.json": RULES,
  "db/V1__init.sql": "CREATE TABLE orders (id bigint PRIMARY KEY, user_id bigint);\n",
  "db/V2__index.sql": "CREATE INDEX i ON orders (user_id);\nALTER TABLE orders ADD COLUMN note text;\n",
};

const read = (folder: string, path: string) => readFileSync(join(folder, path), "utf8");

describe("safe fixes", () => {
  test("are applied until none is left, and what was done is said", () => {
    const folder = sample({ ...GOOSE, "m/0002_index.sql": `\ufeff${GOOSE["m/0002_index.sql"]}` });
    const run = lockkeeper(folder, ["fix", "m/0002_index.sql"]);
    expect(run).toEqual({
      status: 0,
      stderr: "",
      stdout: `m/0002_index.sql:3:33  unused-suppression  Delete the suppression
m/0002_index.sql:4:1  index-not-concurrent  Build the index CONCURRENTLY

2 fixes, 1 file changed; nothing is left
`,
    });
    expect(read(folder, "m/0002_index.sql")).toBe(
      "\ufeff-- +goose NO TRANSACTION\r\n-- +goose Up\r\nCREATE INDEX CONCURRENTLY i ON orders (user_id);\r\n",
    );
    expect(lockkeeper(folder, ["fix", "m"]).stdout).toBe("0 fixes, 0 files changed; nothing is left\n");
  });

  test("leave what is to be read first, and the status says so", () => {
    const at = sample({ ...GOOSE, "m/0002_index.sql": "-- +goose Up\nALTER TABLE orders ADD at timestamp;\n" });
    expect(lockkeeper(at, ["fix", "m"])).toMatchObject({
      status: 0,
      stdout: "0 fixes, 0 files changed; left: 1 medium\n",
    });
    expect(lockkeeper(at, ["fix", "--fail-on", "medium", "m"]).status).toBe(1);
    expect(lockkeeper(at, ["fix", "--fail-on", "medium", "--rule", "timestamp-without-time-zone", "m"]).status).toBe(0);
    expect(read(at, "m/0002_index.sql")).toContain("ADD at timestamptz;");
  });

  test("--dry-run writes nothing and lists what would change", () => {
    const folder = sample(GOOSE);
    const run = lockkeeper(folder, ["fix", "--dry-run", "m"]);
    expect(run.stdout).toContain(`
--- m/0002_index.sql
+++ m/0002_index.sql
@@
 -- +goose NO TRANSACTION
 -- +goose Up
--- lockkeeper-disable-next-line timestamp-without-time-zone
-CREATE INDEX i ON orders (user_id);
+CREATE INDEX CONCURRENTLY i ON orders (user_id);

2 fixes, 1 file to change; nothing is left
`);
    expect(read(folder, "m/0002_index.sql")).toBe(GOOSE["m/0002_index.sql"]);
  });
});

describe("a fix that creates a migration", () => {
  const args = ["fix", "--rule", "index-not-concurrent"];

  test("is asked for by its rule", () => {
    const folder = sample(FLYWAY);
    expect(lockkeeper(folder, ["fix", "db"])).toMatchObject({ status: 1, stdout: expect.stringContaining("0 fixes") });
    const run = lockkeeper(folder, [...args, "--format", "json", "db"]);
    const report = json(run);
    expect(report).toMatchObject({
      version: 1,
      written: true,
      fixes: [{ path: "db/V2__index.sql", rule: "index-not-concurrent", line: 1, column: 1 }],
      changes: [{ path: "db/V2__index.sql" }],
      creates: [{ path: expect.stringMatching(/^db\/V3__\w+\.sql$/) }],
      refused: [],
      summary: { high: 0 },
    });
    const { path, text } = report.creates[0];
    expect(text).toContain("CREATE INDEX CONCURRENTLY i ON orders (user_id);");
    expect(read(folder, path)).toBe(text);
    expect(read(folder, "db/V2__index.sql")).toBe(report.changes[0].text);
    expect(run.status).toBe(0);
    expect(lockkeeper(folder, ["lint", "db"]).status).toBe(0);
  });

  test("is listed by --dry-run as a file that comes from nothing", () => {
    const folder = sample(FLYWAY);
    const { stdout } = lockkeeper(folder, [...args, "--dry-run", "db"]);
    expect(stdout).toMatch(/^db\/V3__\w+\.sql {2}to be created$/m);
    expect(stdout).toMatch(/^--- \/dev\/null\n\+\+\+ db\/V3__\w+\.sql\n@@\n\+/m);
    expect(stdout).toContain("1 fix, 1 file to change, 1 created; nothing is left");
    expect(lockkeeper(folder, ["lint", "db"]).status).toBe(1);
  });

  test("two of one file go one after the other, to versions of their own", () => {
    const two = `${FLYWAY["db/V2__index.sql"]}CREATE INDEX j ON orders (id, user_id);\n`;
    const folder = sample({ ...FLYWAY, "db/V2__index.sql": two });
    const report = json(lockkeeper(folder, [...args, "--format", "json", "db"]));
    const names = report.creates.map(({ path }: { path: string }) => path.slice(0, "db/V3".length));
    expect(new Set(names).size).toBe(names.length);
    expect(report.summary.high).toBe(0);
    expect(lockkeeper(folder, ["lint", "db"]).status).toBe(0);
  });

  test("writes through no link that leads out, and leaves everything as it was", () => {
    const outside = sample({ "V1__init.sql": FLYWAY["db/V1__init.sql"] });
    const folder = sample({ "lockkeeper.json": RULES });
    writeFileSync(join(outside, "V2__index.sql"), FLYWAY["db/V2__index.sql"]);
    symlinkSync(outside, join(folder, "db"));
    const run = lockkeeper(folder, [...args, "db/V2__index.sql"]);
    expect(read(outside, "V2__index.sql")).toBe(FLYWAY["db/V2__index.sql"]);
    expect(run.stdout + run.stderr).not.toContain("created");
  });

  test("is refused where it cannot be written, with the file as it was", () => {
    const folder = sample(FLYWAY);
    const utf16 = Buffer.from(`\ufeff${FLYWAY["db/V2__index.sql"]}`, "utf16le");
    writeFileSync(join(folder, "db/V2__index.sql"), utf16);
    expect(lockkeeper(folder, [...args, "db"])).toMatchObject({
      status: 2,
      stdout: "",
      stderr: "lockkeeper: db/V2__index.sql is UTF-16, which fix does not write; save it as UTF-8\n",
    });
    expect(readFileSync(join(folder, "db/V2__index.sql")).equals(utf16)).toBe(true);
  });
});

test("what cannot be done is an error of one line", () => {
  const folder = sample(GOOSE);
  expect(lockkeeper(folder, ["fix"])).toMatchObject({
    status: 2,
    stderr: expect.stringContaining("fix takes the files"),
  });
  expect(lockkeeper(folder, ["fix", "--rule", "nope", "m"])).toMatchObject({
    status: 2,
    stderr: "lockkeeper: there is no rule nope; lockkeeper rules lists them\n",
  });
});
