import { describe, expect, test } from "vitest";
import { json, lockkeeper, SHOP, sample } from "./run.ts";

const golden = (name: string) => `golden/${name}`;

/** A shop with a secret in every place that is read for the engine, and habits of its own. */
const HOUSE = {
  ".env": "DATABASE_URL=postgres://shop:hunter2@db.internal/shop\nPG_VERSION=16\n",
  "compose.yaml": `services:\n  db:\n    image: postgres:\${PG_VERSION:-15}-alpine\n    environment:\n      POSTGRES_PASSWORD: hunter2\n`,
  "infra/rds.tf":
    'resource "aws_db_instance" "shop" {\n  engine         = "postgres"\n  engine_version = "14.9"\n  password       = "hunter2"\n}\n',
  "db/migrations/9_tables.sql": `-- +goose Up
CREATE TABLE orders (
  id bigint,
  placed_at timestamptz NOT NULL,
  CONSTRAINT pk_orders PRIMARY KEY (id)
);
CREATE TABLE order_lines (
  id bigint,
  order_id bigint CONSTRAINT fk_order_lines_order_id REFERENCES orders,
  CONSTRAINT pk_order_lines PRIMARY KEY (id)
);
CREATE INDEX idx_order_lines_order_id ON order_lines (order_id);

-- +goose Down
DROP TABLE order_lines, orders;
`,
  "db/migrations/10_index.sql": `-- +goose Up
-- +goose NO TRANSACTION
SET lock_timeout = '2s';
CREATE INDEX CONCURRENTLY idx_orders_placed_at ON orders (placed_at);
ALTER TABLE orders ADD CONSTRAINT fk_orders_next FOREIGN KEY (id) REFERENCES order_lines NOT VALID;
`,
  "db/migrations/11_backfill.sql": `-- +goose Up
CREATE INDEX idx_orders_id ON orders (id);
ALTER TABLE orders ADD COLUMN token text;
ALTER TABLE orders ADD CONSTRAINT fk_orders_id FOREIGN KEY (id) REFERENCES order_lines;
UPDATE orders SET token = 'hunter2' WHERE id BETWEEN 1 AND 1000;
UPDATE orders SET token = '';
`,
} as const;

describe("lockkeeper project", () => {
  test("as text", async () => {
    const run = lockkeeper(sample(HOUSE), ["project"]);
    expect(run).toMatchObject({ status: 0, stderr: "" });
    expect(run.stdout).not.toContain("hunter2");
    await expect(run.stdout).toMatchFileSnapshot(golden("project.txt"));
  });

  test("as JSON", async () => {
    const run = lockkeeper(sample(HOUSE), ["project", "--format", "json"]);
    expect(run).toMatchObject({ status: 0, stderr: "" });
    expect(run.stdout).not.toContain("hunter2");
    expect(Object.keys(json(run)).slice(0, 4)).toEqual(["version", "engine", "histories", "conventions"]);
    await expect(run.stdout).toMatchFileSnapshot(golden("project-json.txt"));
  });

  test("--help", async () => {
    const run = lockkeeper(sample({}), ["project", "--help"]);
    expect(run).toEqual({ ...lockkeeper(sample({}), ["help", "project"]), status: 0, stderr: "" });
    await expect(run.stdout).toMatchFileSnapshot(golden("help-project.txt"));
  });

  const told = (files: Readonly<Record<string, string>>, ...args: readonly string[]) =>
    json(lockkeeper(sample(files), ["project", "--format", "json", ...args]));

  test("respects --postgres, --engine, --config and --no-config", () => {
    expect(told(SHOP).engine).toMatchObject({ version: 16, assumed: false, evidence: [{ path: "lockkeeper.json" }] });
    expect(told(SHOP, "--no-config").engine).toMatchObject({ version: 15, assumed: true, evidence: [] });
    expect(told(SHOP, "--no-config", "--postgres", "13").engine).toMatchObject({ version: 13, assumed: false });
    expect(told(SHOP, "--engine", "sqlite").engine).toMatchObject({ name: "sqlite", version: 3 });
    const other = { ...SHOP, "other.json": '{ "migrations": [{ "folder": "migrations", "tool": "flyway" }] }' };
    expect(told(other).histories).toMatchObject([{ tool: "goose" }]);
    expect(told(other, "--config", "other.json").histories).toMatchObject([{ tool: "flyway", files: [] }]);
  });

  test("speaks of the workspace that a path stands in, and names paths from the working folder", () => {
    const files = { ...HOUSE, "README.md": "" };
    for (const path of ["db", "db/migrations/10_index.sql"]) {
      expect(told(files, path).histories).toMatchObject([
        {
          folder: "db/migrations",
          outside: ["db/migrations/10_index.sql"],
          files: { 0: "db/migrations/9_tables.sql" },
        },
      ]);
    }
  });

  test("says what is not known", () => {
    expect(told({})).toMatchObject({
      histories: [],
      conventions: {},
      missing: ["engine", "Postgres version", "migrations", "row counts", "writes per second"],
    });
    expect(lockkeeper(sample({}), ["project"]).stdout).toContain("Postgres 15 (assumed: nothing names an engine)");
    const rows = { ...HOUSE, "lockkeeper.json": '{ "tables": { "orders": { "rows": 4, "writesPerSecond": 1 } } }' };
    expect(told(rows).missing).toEqual([]);
  });

  test("refuses two paths, and a path that is not there", () => {
    for (const args of [["a", "b"], ["gone"]]) {
      const run = lockkeeper(sample({ a: "", b: "" }), ["project", ...args]);
      expect(run).toMatchObject({ status: 2, stdout: "" });
      expect(run.stderr.trimEnd().split("\n")).toHaveLength(1);
    }
  });

  test("keeps what a terminal would obey out of its text", () => {
    const run = lockkeeper(sample({ "compose.yaml": "services:\n  db:\n    image: postgres:16 # \u001b[2J\u202e\n" }), [
      "project",
    ]);
    expect(run.stdout).toContain("\\x1b");
    expect(run.stdout).not.toContain("\u001b");
  });
});
