import { afterAll, beforeAll, describe, test } from "vitest";
import type { ExampleHistory } from "../../rules/review-example.ts";
import type { FixCase } from "./fix-cases.ts";
import { type Original, proveFix, runOriginal } from "./fix-proof.ts";
import { type PostgresServer, startPostgres } from "./postgres-server.ts";
import type { PostgresVersion } from "./versions.ts";

/** Tests of the fixes by version: the file as it was and as the fix leaves it, run on real servers. */
export function proveFixes(cases: ReadonlyMap<PostgresVersion, readonly FixCase[]>): void {
  describe.each([...cases])("Postgres %i", (version, own) => {
    let server: PostgresServer;
    beforeAll(async () => {
      server = await startPostgres(version);
    });
    afterAll(() => server?.stop());

    const originals = new Map<ExampleHistory, Promise<Original>>();
    const originalOf = (each: FixCase) => {
      const made = originals.get(each.history) ?? runOriginal(server, each);
      originals.set(each.history, made);
      return made;
    };

    test.each(own.map((each) => [each.name, each] as const))("%s", async (_, each) => {
      await proveFix(server, each, await originalOf(each));
    });
  });
}
