import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { loadParser } from "../../server/src/sql/parse.ts";
import { type PostgresServer, startPostgres } from "../postgres/support/postgres-server.ts";
import { catalogLines } from "./support/catalog-lines.ts";
import { type Comparison, compareLines, type Difference, essence } from "./support/compare-lines.ts";
import { CORPUS_HISTORIES, type CorpusHistory } from "./support/corpus-histories.ts";
import { postgresLines } from "./support/postgres-lines.ts";
import { databaseFor, loadHistory, type Refusal, runHistory } from "./support/run-history.ts";

/** At least so many of all objects of all histories agree. */
const AGREEING = 0.995;

beforeAll(loadParser);

describe.skipIf(CORPUS_HISTORIES.length === 0).each([16, 18] as const)("histories end as on Postgres %i", (version) => {
  let server: PostgresServer;
  const results: Comparison[] = [];
  beforeAll(async () => {
    server = await startPostgres(version);
  });
  afterAll(() => server?.stop());

  it.each(CORPUS_HISTORIES.filter((history) => version === 16 || history.onNewest))("$name", async (history) => {
    const { comparison, left, refusals } = await replayBoth(server, history);
    results.push(comparison);
    console.log(summary(history, comparison, left, refusals));
    const { differences } = comparison;
    expect(refusals).toEqual([]);
    expect(differences.filter(({ postgres, catalogue }) => essence(postgres) !== essence(catalogue))).toEqual([]);
    expect(differences).toEqual([]);
  });

  it("agrees on nearly all objects of all of them", () => {
    const sum = (of: (one: Comparison) => number) => results.reduce((total, one) => total + of(one), 0);
    const objects = sum((one) => one.objects);
    const agreeing = sum((one) => one.agreeing);
    console.log(`Postgres ${version}: ${agreeing} of ${objects} objects of ${results.length} histories agree`);
    expect(agreeing / objects).toBeGreaterThanOrEqual(AGREEING);
    expect(results.length).toBeGreaterThanOrEqual(version === 16 ? 15 : 3);
  });
});

async function replayBoth(server: PostgresServer, history: CorpusHistory) {
  const loaded = loadHistory(history);
  const client = await server.connect(await databaseFor(server, history));
  const refusals = await runHistory(client, loaded.files);
  const isSaid = (line: string) => history.unsaid?.objects.test(line) !== true;
  const all = await postgresLines(client);
  const theirs = all.filter(isSaid);
  const comparison = await compareLines(client, theirs, catalogLines(loaded.catalog).filter(isSaid));
  await client.end();
  return { comparison, left: all.length - theirs.length, refusals };
}

function summary(history: CorpusHistory, comparison: Comparison, left: number, refusals: readonly Refusal[]): string {
  const counts = `${history.name}: ${comparison.agreeing} of ${comparison.objects} objects agree`;
  const unsaid = left === 0 ? [] : [`  ${left} objects left out: ${history.unsaid?.because}`];
  const refused = refusals.map(({ file, message }) => `  refused in ${file}: ${message}`);
  return [counts, ...unsaid, ...refused, ...comparison.differences.map(shown)].join("\n");
}

function shown({ object, postgres, catalogue }: Difference): string {
  return `  ${object}\n    Postgres:  ${postgres ?? "nothing"}\n    Lockkeeper: ${catalogue ?? "nothing"}`;
}
