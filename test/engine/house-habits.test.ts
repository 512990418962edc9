import { beforeAll, describe, expect, it } from "vitest";
import { foundProject } from "../../server/src/engine/found-project.ts";
import { createWorkspace } from "../../server/src/engine/workspace.ts";
import { caseHabit, tableHabit } from "../../server/src/project/word-style.ts";
import { loadParser } from "../../server/src/sql/parse.ts";
import { memoryFiles } from "../support/memory-files.ts";

beforeAll(loadParser);

/** The habits of migrations that are named by number, as `name: says (follow of of)`. */
function habits(...migrations: readonly string[]): Readonly<Record<string, string>> {
  const texts = migrations.map((text, index) => [`/w/migrations/${index + 1}_x.sql`, text]);
  const workspace = createWorkspace({
    files: memoryFiles(Object.fromEntries(texts)),
    roots: ["/w"],
    rules: [],
    config: { kind: "none" },
    engine: undefined,
    postgres: undefined,
    schema: undefined,
    isolated: false,
    named: [],
    lifetime: "for-one-run",
    log: () => {},
  });
  const found = foundProject(workspace, "/w/");
  return Object.fromEntries(found.habits.map(({ name, says, follow, of }) => [name, `${says} (${follow} of ${of})`]));
}

describe("words", () => {
  it.each([
    [["orders", "order_lines", "items", "news"], "snake_case plural"],
    [["order", "order_line", "address"], "snake_case singular"],
    [["OrderLine", "User"], "PascalCase singular"],
    [["orderLines", "users"], "camelCase plural"],
    [["orders", "order_line", "user", "things"], "snake_case"],
    [["ORDERS", "LINES_OF"], "UPPER_CASE"],
    [["people", "person_data"], "snake_case plural"],
  ])("%j is %s", (names, says) => expect(tableHabit(names)?.says).toBe(says));

  it("has no habit where there are few names, or none that most follow", () => {
    expect(tableHabit(["orders"])).toBeUndefined();
    expect(caseHabit(["orderLines", "order_lines", "Order Lines", "ORDER_LINES"])).toBeUndefined();
  });
});

describe("names in migrations", () => {
  it("are counted where somebody chose them", () => {
    const text = `
      CREATE TABLE orders (id bigint CONSTRAINT pk_orders PRIMARY KEY, code text CONSTRAINT orders_code_key UNIQUE);
      CREATE TABLE lines (id bigint CONSTRAINT pk_lines PRIMARY KEY, n int CONSTRAINT lines_n_check CHECK (n > 0));
      CREATE TABLE items (id bigint PRIMARY KEY, n int CONSTRAINT items_n_check CHECK (n > 0));
      CREATE TEMPORARY TABLE "Scratch" ();
      ALTER TABLE lines ADD CONSTRAINT lines_n_key UNIQUE (n);
      CREATE INDEX ix_lines_n ON lines (n);
      CREATE INDEX ix_items_n ON items (n);
      CREATE INDEX odd ON items (lower(n));`;
    expect(habits(text)).toEqual({
      tables: "snake_case plural (3 of 3)",
      columns: "snake_case (6 of 6)",
      indexes: "ix_{table}_{columns} (2 of 2)",
      primaryKeys: "pk_{table} (2 of 2)",
      uniques: "{table}_{columns}_key (2 of 2)",
      checks: "{table}_{columns}_check (2 of 2)",
    });
  });

  it("in what takes a migration back are not", () => {
    const up = "-- +goose Up\nCREATE TABLE orders (); CREATE TABLE lines ();\n";
    const down = '-- +goose Down\nCREATE TABLE "Orders" (); CREATE TABLE "Lines" (); CREATE TABLE "Items" ();\n';
    expect(habits(up + down)).toMatchObject({ tables: "snake_case plural (2 of 2)" });
  });
});

describe("care for tables that are there", () => {
  const made =
    "CREATE TABLE t (id int, n int); CREATE INDEX a ON t (id); ALTER TABLE t ADD CHECK (n > 0); UPDATE t SET n = 1;";

  it("is not asked for where the same file makes the table", () => {
    expect(Object.keys(habits(made, "CREATE TABLE u (); CREATE INDEX ON u (id)"))).not.toContain("concurrently");
  });

  it("is counted for indexes, constraints, timeouts and changes of rows", () => {
    const careful = [
      "SET lock_timeout = '1s'; ALTER TABLE t ADD CONSTRAINT c CHECK (n > 0) NOT VALID;",
      "CREATE INDEX CONCURRENTLY b ON t (n);",
      "UPDATE t SET n = 2 WHERE id IN (SELECT id FROM t WHERE n = 1 LIMIT 1000);",
      "DO $$ BEGIN LOOP UPDATE t SET n = 3 WHERE n = 2; EXIT WHEN NOT FOUND; COMMIT; END LOOP; END $$;",
      "SET LOCAL lock_timeout = '1s'; ALTER TABLE t ADD CONSTRAINT d FOREIGN KEY (n) REFERENCES t NOT VALID;",
      "CREATE UNIQUE INDEX CONCURRENTLY e ON t (n);",
    ];
    expect(habits(made, ...careful)).toMatchObject({
      concurrently: "always (2 of 2)",
      notValid: "always (2 of 2)",
      lockTimeout: "always (2 of 2)",
      batches: "always (2 of 2)",
    });
    const careless = [
      "CREATE INDEX f ON t (n); ALTER TABLE t ADD CHECK (n > 1);",
      "DELETE FROM t;",
      "ALTER TABLE t ADD x int;",
    ];
    expect(habits(made, ...careful, ...careless)).toMatchObject({
      concurrently: "usually (2 of 3)",
      notValid: "usually (2 of 3)",
      lockTimeout: "usually (2 of 4)",
      batches: "usually (2 of 3)",
    });
    expect(habits(made, ...careless, ...careless)).toMatchObject({
      concurrently: "never (0 of 2)",
      batches: "never (0 of 2)",
    });
  });
});
