import { test } from "vitest";
import { loadParser } from "../../server/src/sql/parse.ts";
import { type MigrationRun, runMigration, runOf, runsFrom } from "../postgres/support/migration-run.ts";
import { type PostgresServer, startPostgres } from "../postgres/support/postgres-server.ts";
import { type ExampleHistory, reviewHistory, withFix } from "../rules/review-example.ts";

// How long a reader and a writer wait while a migration runs over a million rows, as it was and as a fix leaves it.
// Times are of one run: compare the two of a line. Run: npx vitest run --config test/bench/vitest.config.ts

const ROWS = 1_000_000;
const FOLDER = "/project/db/migrations";
const START = `CREATE TABLE users (id bigint PRIMARY KEY);
CREATE TABLE orders (id bigint PRIMARY KEY, user_id bigint NOT NULL, total int NOT NULL, note varchar(40), paid boolean);`;
const ROWS_OF_IT = `INSERT INTO users SELECT n FROM generate_series(1, ${ROWS / 10}) n;
INSERT INTO orders SELECT n, 1 + n % ${ROWS / 10}, n % 100, 'note ' || n, true FROM generate_series(1, ${ROWS}) n;
ANALYZE;`;

const MIGRATIONS: Readonly<Record<string, string>> = {
  "index-not-concurrent": "CREATE INDEX orders_user_id_idx ON orders (user_id);",
  "foreign-key-validated-at-once":
    "ALTER TABLE orders ADD CONSTRAINT orders_user_id_fkey FOREIGN KEY (user_id) REFERENCES users (id);",
  "check-validated-at-once": "ALTER TABLE orders ADD CONSTRAINT orders_total_check CHECK (total >= 0);",
  "unique-constraint-builds-index": "ALTER TABLE orders ADD CONSTRAINT orders_note_key UNIQUE (note);",
  "not-null-scan": "ALTER TABLE orders ALTER COLUMN paid SET NOT NULL;",
  "type-change-rewrites": "ALTER TABLE orders ALTER COLUMN total TYPE bigint;",
  "unbatched-backfill": "UPDATE orders SET note = 'none' WHERE paid;",
};

test("how long a reader and a writer wait", async () => {
  await loadParser();
  const server = await startPostgres(18);
  try {
    const template = await filled(server);
    process.stdout.write(
      `${ROWS} rows; the longest wait of a reader and of a writer in the time that the migration takes, in ms\n`,
    );
    for (const [rule, sql] of Object.entries(MIGRATIONS)) {
      const reviewed = `${FOLDER}/0002_change.sql`;
      const history: ExampleHistory = { files: { [`${FOLDER}/0001_start.sql`]: START, [reviewed]: sql }, reviewed };
      const fix = reviewHistory(history, { on: rule, postgres: 18 })
        .findings.filter((finding) => finding.rule === rule)
        .flatMap(({ fixes }) => fixes)[0];
      if (fix === undefined) throw new Error(`${rule} offers no fix`);
      const fixed = runsFrom(
        withFix(history, fix),
        fix.creates.map(({ path }) => path),
      );
      const before = await waits(server, template, [runOf(history, reviewed)]);
      const after = await waits(server, template, fixed);
      process.stdout.write(`${rule.padEnd(32)} as it was: ${before}   with the fix: ${after}\n`);
    }
  } finally {
    await server.stop();
  }
}, 3_600_000);

async function filled(server: PostgresServer): Promise<string> {
  const database = await server.createDatabase();
  const session = await server.connect(database);
  await session.query(START);
  await session.query(ROWS_OF_IT);
  await session.end();
  return database;
}

/** The longest that a reader and a writer, each of one row at a time, had to wait for their answer. */
async function waits(server: PostgresServer, template: string, runs: readonly MigrationRun[]): Promise<string> {
  const database = await server.createDatabase(template);
  let isDone = false;
  const longestOf = async (sql: () => string) => {
    const session = await server.connect(database);
    let longest = 0;
    while (!isDone) {
      const start = performance.now();
      await session.query(sql());
      longest = Math.max(longest, performance.now() - start);
    }
    await session.end();
    return longest;
  };
  const reader = longestOf(() => `SELECT id FROM orders WHERE id = ${1 + Math.floor(Math.random() * ROWS)}`);
  const writer = longestOf(
    () => `UPDATE orders SET user_id = user_id WHERE id = ${1 + Math.floor(Math.random() * ROWS)}`,
  );
  const session = await server.connect(database);
  const start = performance.now();
  for (const run of runs) await runMigration(session, run);
  const took = performance.now() - start;
  await session.end();
  isDone = true;
  const [read, written] = await Promise.all([reader, writer]);
  await server.dropDatabase(database);
  return `reader ${read.toFixed(0).padStart(5)}, writer ${written.toFixed(0).padStart(5)} of ${took.toFixed(0).padStart(6)}`;
}
