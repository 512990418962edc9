import type { Client } from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Table } from "../../server/src/catalog/catalog.ts";
import { coveringIndex } from "../../server/src/catalog/covering-index.ts";
import { findTable } from "../../server/src/catalog/resolve.ts";
import { loadParser } from "../../server/src/sql/parse.ts";
import { type PostgresServer, startPostgres } from "../postgres/support/postgres-server.ts";
import { replay } from "./support/replay.ts";

const TABLE = `CREATE TABLE t (a int, b int, c int, s text, x text COLLATE "C", r int4range)`;

/** An index by what makes it, and the foreign key's columns. */
const CASES: readonly (readonly [string, ...string[]])[] = [
  ["CREATE INDEX i ON t (a)", "a"],
  ["CREATE INDEX i ON t (a DESC NULLS LAST)", "a"],
  ["CREATE INDEX i ON t (a, b)", "a"],
  ["CREATE INDEX i ON t (b) INCLUDE (a)", "a"],
  ["CREATE INDEX i ON t USING hash (a)", "a"],
  ["CREATE INDEX i ON t USING gist (r)", "a"],
  ["CREATE INDEX i ON t ((a + 0))", "a"],
  ["CREATE INDEX i ON t ((a))", "a"],
  ["CREATE INDEX i ON t (a) WHERE a IS NOT NULL", "a"],
  ["CREATE INDEX i ON t (a) WHERE (a IS NOT NULL)", "a"],
  ["CREATE INDEX i ON t (a) WHERE ((a) IS NOT NULL) AND a is not null", "a"],
  ["CREATE INDEX i ON t (a) WHERE a > 0", "a"],
  ["CREATE INDEX i ON t (a) WHERE a IS NULL", "a"],
  ["CREATE INDEX i ON t (a) WHERE NOT (a IS NOT NULL)", "a"],
  ["CREATE INDEX i ON t (a) WHERE a IS NOT NULL OR b IS NOT NULL", "b"],
  ["CREATE INDEX i ON t (a) WHERE b IS NOT NULL", "a"],
  ["CREATE INDEX i ON t (a, b) WHERE a IS NOT NULL AND b IS NOT NULL", "a"],
  ["CREATE INDEX i ON t (a, b) WHERE a IS NOT NULL AND b IS NOT NULL", "a", "b"],
  ["CREATE INDEX i ON t (a, b) WHERE b IS NOT NULL", "a", "b"],
  ["CREATE INDEX i ON t (a, b)", "a", "b"],
  ["CREATE INDEX i ON t (b, a)", "a", "b"],
  ["CREATE INDEX i ON t (b, a, c)", "a", "b"],
  ["CREATE INDEX i ON t (b)", "a", "b"],
  ["CREATE UNIQUE INDEX i ON t (a)", "a"],
  ["ALTER TABLE t ADD CONSTRAINT i PRIMARY KEY (a, b)", "a"],
  ["ALTER TABLE t ADD CONSTRAINT i UNIQUE (a)", "a"],
  ["ALTER TABLE t ADD CONSTRAINT i EXCLUDE (a WITH =)", "a"],
  ["CREATE INDEX i ON t (s text_pattern_ops)", "s"],
  ["CREATE INDEX i ON t (s)", "s"],
  [`CREATE INDEX i ON t (s COLLATE "C")`, "s"],
  [`CREATE INDEX i ON t (s COLLATE "default")`, "s"],
  [`CREATE INDEX i ON t (x COLLATE "C")`, "x"],
  ["CREATE INDEX i ON t (x)", "x"],
  [`CREATE INDEX i ON t (x COLLATE "POSIX")`, "x"],
  ["CREATE INDEX i ON t USING hash (x)", "x"],
];

beforeAll(loadParser);

function tableAfter(index: string): Table {
  const table = findTable(replay(`${TABLE}; ${index};`), { schema: undefined, name: "t" });
  if (table === undefined) throw new Error("the script makes no table t");
  return table;
}

describe.each([16, 18] as const)("on Postgres %i the check of a foreign key", (version) => {
  let server: PostgresServer;
  let client: Client;
  beforeAll(async () => {
    server = await startPostgres(version);
    client = await server.connect();
    await client.query("SET enable_seqscan = off; SET plan_cache_mode = force_generic_plan");
  });
  afterAll(async () => {
    await client?.end();
    await server?.stop();
  });

  it.each(CASES.map(([index, ...columns]) => ({ index, columns })))(
    "$index for $columns",
    async ({ index, columns }) => {
      await client.query(`BEGIN; ${TABLE}; ${index}`);
      const served = await isServed(client, columns);
      await client.query("ROLLBACK");
      expect(coveringIndex(tableAfter(index), columns)?.name).toBe(served ? "i" : undefined);
    },
  );
});

/** Whether the query that a foreign key runs when a referenced row goes finds its rows by the index on all of the columns. */
async function isServed(client: Client, columns: readonly string[]): Promise<boolean> {
  const condition = columns.map((column, place) => `$${place + 1} OPERATOR(pg_catalog.=) x.${column}`).join(" AND ");
  const types = columns.map((column) => (column === "s" || column === "x" ? "text" : "int")).join(", ");
  await client.query(`PREPARE check_key (${types}) AS SELECT 1 FROM ONLY t x WHERE ${condition} FOR KEY SHARE OF x`);
  const values = columns.map(() => "NULL").join(", ");
  const { rows } = await client.query<Record<string, string>>(`EXPLAIN EXECUTE check_key (${values})`);
  await client.query("DEALLOCATE check_key");
  const lines = rows.map((row) => row["QUERY PLAN"] ?? "");
  const found = lines.find((line) => line.includes("Index Cond:")) ?? "";
  return columns.every((column) => new RegExp(`\\b${column} =|= ${column}\\b`).test(found));
}

describe("left out although the planner can be made to use it, or because the schema alone does not tell", () => {
  it("an index that is not valid", () => {
    const table = tableAfter("CREATE INDEX i ON t (a)");
    const indexes = table.indexes.map((index) => ({ ...index, valid: false }));
    expect(coveringIndex({ ...table, indexes }, ["a"])).toBeUndefined();
  });
  it("BRIN, which reads whole ranges of blocks", () => {
    expect(coveringIndex(tableAfter("CREATE INDEX i ON t USING brin (a)"), ["a"])).toBeUndefined();
  });
  it("a btree that starts with another column, which is read from end to end", () => {
    expect(coveringIndex(tableAfter("CREATE INDEX i ON t (b, a)"), ["a"])).toBeUndefined();
  });
  it("no columns at all", () => {
    expect(coveringIndex(tableAfter("CREATE INDEX i ON t (a)"), [])).toBeUndefined();
  });
});
