import { beforeAll, expect, it } from "vitest";
import { loadParser } from "../../server/src/sql/parse.ts";
import { startPostgres } from "../postgres/support/postgres-server.ts";
import { type PostgresVersion, versionsToTest } from "../postgres/support/versions.ts";
import { differencesOf, runScript, shrink } from "./random/run-script.ts";

const STATEMENTS = 3_000;
const A_SCRIPT = 35;

/** More differences than these are seldom more causes. */
const MOST_REPORTS = 5;

beforeAll(loadParser);

const versions = Array.from(new Set<PostgresVersion>([...versionsToTest(), 16])).sort();

it.each(versions)(
  "after random DDL the catalogue holds what Postgres %i holds",
  async (version) => {
    const server = await startPostgres(version);
    const client = await server.connect();
    try {
      const counts = { accepted: 0, refused: 0 };
      const reports: string[] = [];
      for (let seed = 1; counts.accepted < STATEMENTS; seed += 1) {
        const { accepted, refused, differences } = await runScript(client, version, seed, A_SCRIPT);
        counts.accepted += accepted.length;
        counts.refused += refused.length;
        if (differences.length === 0) continue;
        const fewest = await shrink(client, version, accepted);
        const shown = await differencesOf(client, version, fewest);
        reports.push([`-- seed ${seed}`, ...fewest.map((statement) => `${statement};`), ...shown].join("\n"));
        if (reports.length === MOST_REPORTS) break;
      }
      expect(reports.join("\n\n")).toBe("");
      expect(counts.accepted).toBeGreaterThanOrEqual(STATEMENTS);
      expect(counts.accepted / (counts.accepted + counts.refused)).toBeGreaterThanOrEqual(0.8);
    } finally {
      await client.end();
      await server.stop();
    }
  },
  240_000,
);
