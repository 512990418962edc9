import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { loadParser } from "../../server/src/sql/parse.ts";
import { type RandomRun, randomRun } from "./random/random-run.ts";
import { type PostgresServer, startPostgres } from "./support/postgres-server.ts";
import { isFullProof, versionsToTest } from "./support/versions.ts";

// Statements that the server must have taken: 2,000 a version, or a tenth of them for a developer who waits.
const ACCEPTED = isFullProof() ? 2_000 : 200;
const STATEMENTS_A_SHAPE = 40;
const LONGEST = 600_000;

describe.each(versionsToTest())("Postgres %i", (version) => {
  let server: PostgresServer;
  beforeAll(async () => {
    await loadParser();
    server = await startPostgres(version);
  });
  afterAll(() => server?.stop());

  test(
    "what is said of random ALTER TABLE statements on random tables is what the server does",
    async () => {
      const runs: RandomRun[] = [];
      const accepted = () => runs.reduce((sum, run) => sum + run.accepted, 0);
      for (let seed = version * 1000; accepted() < ACCEPTED; seed += 1) {
        runs.push(await randomRun(server, seed, STATEMENTS_A_SHAPE));
        // The first that differs is shown at once, with its seed and statement.
        expect(runs.at(-1)?.differences).toEqual([]);
      }
      expect(accepted() / (runs.length * STATEMENTS_A_SHAPE)).toBeGreaterThan(0.8);
    },
    LONGEST,
  );
});
