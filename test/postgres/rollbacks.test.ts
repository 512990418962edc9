import type { Client } from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { loadParser } from "../../server/src/sql/parse.ts";
import { CORPUS_HISTORIES, type CorpusHistory } from "../catalog/support/corpus-histories.ts";
import { databaseFor, loadHistory, runHistory } from "../catalog/support/run-history.ts";
import { type PostgresServer, startPostgres } from "./support/postgres-server.ts";
import { type RolledBack, rollbacksOf, runRollback } from "./support/rollback-run.ts";
import { schemaDifference } from "./support/schema-difference.ts";
import { schemaSnapshot } from "./support/schema-snapshot.ts";

/** Histories that Postgres 16 takes whole. */
/** In milliseconds: hundreds of migrations up, down and up again. */
const LONG = 600_000;

const ROLLED_BACK = ["gitness", "crates.io", "authelia", "documenso", "Dokploy", "river"];
const HISTORIES = CORPUS_HISTORIES.filter(({ name }) => ROLLED_BACK.includes(name));

beforeAll(loadParser);

describe.skipIf(HISTORIES.length === 0)("every migration of a history is taken back on Postgres 16:", () => {
  let server: PostgresServer;
  beforeAll(async () => {
    server = await startPostgres(16);
  });
  afterAll(() => server?.stop());

  it.each(HISTORIES)(
    "$name",
    async (history) => {
      const results = await takeBack(server, history);
      console.log(summary(history, results));
      expect(results.filter((result) => !isAsSaid(result)).map(shown)).toEqual([]);
      expect(results.filter(({ rollback }) => rollback.grade === "reversible").length).toBeGreaterThan(1);
    },
    LONG,
  );
});

/** Whether all came back, or what did not is what the rollback itself says stays: values of enums. */
function isAsSaid({ rollback, left }: Result): boolean {
  if (rollback.grade !== "irreversible") return left.length === 0;
  return left.every((line) => {
    const type = /^[-+] types: ([^:]+):/.exec(line)?.[1];
    return type !== undefined && rollback.losses.some(({ words }) => words.startsWith(`${type} keeps `));
  });
}

interface Result extends RolledBack {
  /** What is not as it was before, in Postgres's words; empty where all is. */
  readonly left: readonly string[];
}

async function takeBack(server: PostgresServer, history: CorpusHistory): Promise<readonly Result[]> {
  const loaded = loadHistory(history);
  const database = await databaseFor(server, history);
  const results: Result[] = [];
  let client = await server.connect(database);
  for (const rolled of rollbacksOf(history, loaded)) {
    // What stays may be refused the second time, as rows and values of enums are: then it is tried on a copy.
    if (!rolled.rollback.losses.some(({ kind, statement }) => kind === "schema" || statement !== undefined)) {
      results.push({ ...rolled, left: await upDown(client, rolled) });
    } else {
      await client.end();
      const copy = await server.createDatabase(database);
      const there = await server.connect(copy);
      results.push({ ...rolled, left: await upDown(there, rolled) });
      await there.end();
      await server.dropDatabase(copy);
      client = await server.connect(database);
    }
    expect(await runHistory(client, [rolled.file])).toEqual([]);
  }
  await client.end();
  return results;
}

async function upDown(client: Client, { file, rollback }: RolledBack): Promise<readonly string[]> {
  const before = await snapshot(client);
  await runHistory(client, [file]);
  const refusal = await runRollback(client, rollback);
  if (refusal !== undefined) return [refusal];
  const { gone, added } = schemaDifference(before, await snapshot(client));
  return [...gone.map((line) => `- ${line}`), ...added.map((line) => `+ ${line}`)];
}

async function snapshot(client: Client) {
  await client.query("SET search_path = public");
  const found = await schemaSnapshot(client);
  await client.query("RESET search_path");
  return found;
}

function shown({ file, rollback, left }: Result): string {
  const sql = rollback.statements.map((statement) => statement.sql).join("\n");
  return [`${file.path}: ${rollback.grade}`, ...rollback.losses.map(({ words }) => `  ${words}`), ...left, sql].join(
    "\n",
  );
}

function summary({ name }: CorpusHistory, results: readonly Result[]): string {
  const count = (grade: string) => results.filter(({ rollback }) => rollback.grade === grade);
  const back = (list: readonly Result[]) => `${list.filter(({ left }) => left.length === 0).length} of ${list.length}`;
  const grades = ["reversible", "reversible with loss", "irreversible"].map(
    (grade) => `${back(count(grade))} ${grade}`,
  );
  const lost = results.flatMap(({ file, rollback }) =>
    rollback.losses.length === 0 ? [] : [`  ${file.path}: ${rollback.losses.map(({ words }) => words).join(" ")}`],
  );
  return [`${name}: ${results.length} migrations; schema as before: ${grades.join(", ")}`, ...lost].join("\n");
}
