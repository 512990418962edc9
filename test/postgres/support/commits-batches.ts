import { expect } from "vitest";
import type { FixProof } from "./fix-proof.ts";
import type { MigrationRun } from "./migration-run.ts";

/** A claim that the change of rows commits by itself as it goes, which the original leaves to the end: Postgres refuses that in a transaction block. */
export async function commitsBatches({ inCopy, original, fixed }: FixProof): Promise<void> {
  const inOneBlock = (runs: readonly MigrationRun[]) =>
    inCopy(async (session) => {
      await session.query("BEGIN");
      for (const statement of runs.flatMap(({ sent }) => sent)) {
        if (!/^(?:BEGIN|COMMIT)\b/i.test(statement)) await session.query(statement);
      }
    });
  await inOneBlock(original);
  await expect(inOneBlock(fixed)).rejects.toThrow("invalid transaction termination");
}
