import { expect } from "vitest";
import { commitsBatches } from "./commits-batches.ts";
import { staysUntilLater } from "./compatibility-claims.ts";
import type { FixProof } from "./fix-proof.ts";
import { type MigrationRun, runMigration } from "./migration-run.ts";
import { freesConcurrent, isCommitted, setsBefore } from "./setting-claims.ts";

/**
 * What a rule's fixes claim, each proven by running the file as it was and as the fix leaves it.
 *
 * - `unblocks`: the same schema and rows; the original reads or rewrites a relation while writers wait, the fixed file does not.
 * - `lightens`: the same schema and rows; a lock that stopped readers does so no more, and none is stronger.
 * - `same`: the same schema and rows, and no stronger lock.
 * - `says`: the schema differs in what the title says, with no stronger lock.
 * - `says and unblocks`: the schema differs in what the title says; the original reads relations while writers wait, the
 *   fixed file does not, whatever lock it takes for an instant.
 * - `runs`: Postgres refuses the original and takes the fixed file.
 * - `keeps names`: the same schema and rows in the end; in between old and new names both work, for which other tables
 *   may be locked, but none is read or rewritten while writers wait.
 * - a function: the same schema and rows, and what it checks besides.
 */
export type FixClaim =
  | "unblocks"
  | "lightens"
  | "same"
  | "says"
  | "says and unblocks"
  | "runs"
  | "keeps names"
  | ((proof: FixProof) => Promise<void>);

/** The claim of a rule's fix: that of its title's first word where one is listed, else the rule's; to unblock where none is. */
export function claimOf(rule: string, title: string): FixClaim {
  return FIX_CLAIMS[`${rule}: ${title.split(" ", 1)[0]}`] ?? FIX_CLAIMS[rule] ?? "unblocks";
}

const FIX_CLAIMS: Readonly<Record<string, FixClaim>> = {
  "added-column-rewrites-table: Keep": "says and unblocks",
  "added-column-rewrites-table: Make": "says and unblocks",
  "alter-table-repeated": "same",
  "column-dropped": staysUntilLater,
  "column-renamed": "keeps names",
  "concurrent-index-left-invalid": rebuildsInvalid,
  "concurrently-refused": "runs",
  "constraint-never-validated": "says",
  "detach-partition-not-concurrent": "lightens",
  "domain-constraint-scans-tables": "says and unblocks",
  "drop-cascade": "same",
  "drop-index-not-concurrent": "lightens",
  "empty-transaction": "same",
  "enum-value-used-in-transaction": "runs",
  "enum-value-without-place": "same",
  "foreign-key-without-index": "says",
  "lock-timeout-missing": setsBefore("lock_timeout"),
  "nested-transaction": "same",
  "not-null-scan: Validate": "says and unblocks",
  "partition-of-locks-parent": "lightens",
  "refresh-not-concurrent": "lightens",
  "required-column-added": "runs",
  "sequence-narrower-than-column": "says",
  "statement-not-repeatable": runsTwice,
  "statement-timeout-missing": setsBefore("statement_timeout"),
  "statistics-lost": "same",
  "statistics-missing": "same",
  "table-dropped": staysUntilLater,
  "table-moved": "keeps names",
  "table-renamed": "keeps names",
  "timeout-cancels-concurrent-build": freesConcurrent,
  "timestamp-without-time-zone": "says",
  "transaction-left-open": isCommitted,
  "unbatched-backfill": commitsBatches,
  "unused-suppression": "same",
};

/** A claim that an INVALID index that an earlier try has left is built anew, where the original passes it over. */
export async function rebuildsInvalid({ original, fixed, inCopy }: FixProof): Promise<void> {
  const invalidAfter = async (runs: readonly MigrationRun[]) => {
    let invalid = 0;
    await inCopy(async (session) => {
      const { rows } = await session.query("SELECT indexrelid FROM pg_index");
      for (const run of original) await runMigration(session, run);
      const had = rows.map(({ indexrelid }) => indexrelid);
      await session.query("UPDATE pg_index SET indisvalid = false WHERE indexrelid <> ALL ($1::oid[])", [had]);
      for (const run of runs) await runMigration(session, run);
      invalid = (await session.query("SELECT 1 FROM pg_index WHERE NOT indisvalid")).rows.length;
    });
    return invalid;
  };
  expect(await invalidAfter(original)).toBeGreaterThan(0);
  expect(await invalidAfter(fixed)).toBe(0);
}

/** A claim that the file can be run a second time, which the original cannot. */
export async function runsTwice({ again }: FixProof): Promise<void> {
  await expect(again("original")).rejects.toThrow();
  await again("fixed");
}
