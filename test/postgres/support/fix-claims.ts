import { expect } from "vitest";
import type { FixProof } from "./fix-proof.ts";

/**
 * What a rule's fixes claim, each proven by running the file as it was and as the fix leaves it.
 *
 * - `unblocks`: the same schema and rows; the original reads or rewrites a relation while writers wait, the fixed file does not.
 * - `same`: the same schema and rows, and no stronger lock.
 * - `says`: the schema differs in what the title says, with no stronger lock.
 * - `runs`: Postgres refuses the original and takes the fixed file.
 * - a function: the same schema and rows, and what it checks besides.
 */
export type FixClaim = "unblocks" | "same" | "says" | "runs" | ((proof: FixProof) => Promise<void>);

/** The claim of each rule's fixes; a rule that is not listed claims to unblock. */
export const FIX_CLAIMS: Readonly<Record<string, FixClaim>> = {
  "foreign-key-without-index": "says",
  "timestamp-without-time-zone": "says",
  "unused-suppression": "same",
};

/** A claim that the file can be run a second time, which the original cannot. */
export async function runsTwice({ again }: FixProof): Promise<void> {
  await expect(again("original")).rejects.toThrow();
  await again("fixed");
}
