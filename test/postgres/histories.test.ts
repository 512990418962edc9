import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { CORPUS_HISTORIES, type CorpusHistory } from "../catalog/support/corpus-histories.ts";
import { databaseFor } from "../catalog/support/run-history.ts";
import { saidOfHistory } from "./histories/said-of-history.ts";
import { type WatchedHistory, watchHistory } from "./histories/watch-history.ts";
import { type PostgresServer, startPostgres } from "./support/postgres-server.ts";

// Others of the corpus may be named, separated by commas.
const { HISTORIES: named = "gitness,river,documenso" } = process.env;
const HISTORIES = CORPUS_HISTORIES.filter(({ name }) => named.split(",").includes(name));
const VERSION = 16;
const LONGEST = 600_000;

describe.skipIf(HISTORIES.length === 0)("what the command says of real histories is what Postgres 16 does", () => {
  let server: PostgresServer;
  beforeAll(async () => {
    server = await startPostgres(VERSION);
  });
  afterAll(() => server?.stop());

  it.each(HISTORIES)(
    "$name",
    async (history) => {
      const statements = await saidOfHistory(history, VERSION);
      const watched = await watchHistory(server, await databaseFor(server, history), statements);
      console.log(summary(history, watched));
      expect(watched.refused).toEqual([]);
      expect(watched.differences).toEqual([]);
    },
    LONGEST,
  );
});

function summary({ name }: CorpusHistory, watched: WatchedHistory): string {
  const { statements, definitions, changes, differences, onEmptyTables } = watched;
  return [
    `${name}: ${statements} statements, ${definitions} definitions and ${changes} changes of rows compared, ${differences.length} differences`,
    ...onEmptyTables.map((sql) => `  its tables emptied: ${sql.replace(/\s+/g, " ").slice(0, 120)}`),
  ].join("\n");
}
