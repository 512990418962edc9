import type { Blocked, LockMode } from "../../../shared/src/lock-modes.ts";
import type { Duration, Effects, RelationLock } from "./effects.ts";

/** What a lock keeps others from, for somebody who is no DBA: "Reads and writes wait." */
export function blocksInWords(blocks: readonly Blocked[]): string {
  if (blocks.includes("read")) return "everyone waits, readers too";
  if (blocks.includes("write")) return "writers wait, readers do not";
  if (blocks.includes("ddl")) return "readers and writers go on; other schema changes wait";
  return "nobody waits";
}

/** How long the work takes, as a function of what. */
export function durationInWords(effects: Effects): string {
  const { duration } = effects;
  if (duration.grows === "no") return "instant once it has its locks: it changes the catalogue only";
  if (duration.grows === "with-rows-touched") return "grows with the rows it touches";
  return `grows with ${listed(growing(duration))}`;
}

function growing(duration: Extract<Duration, { grows: "with-table" }>): readonly string[] {
  return duration.relations.map((relation) => `the size of ${relation}`);
}

/** What happens to the rows. */
export function rowsInWords(effects: Effects): string {
  const { rewrites, scans } = effects;
  const read = scans.filter((relation) => !rewrites.includes(relation));
  if (rewrites.length > 0 && read.length > 0) return `rewrites ${listed(rewrites)}; reads every row of ${listed(read)}`;
  if (rewrites.length > 0) return `every row of ${listed(rewrites)} is written anew, and its indexes are rebuilt`;
  if (read.length > 0) return `every row of ${listed(read)} is read`;
  return "no rows are scanned or rewritten";
}

/** `a`, `a and b`, `a, b and c`. */
export function listed(names: readonly string[]): string {
  if (names.length < 2) return names.join("");
  return `${names.slice(0, -1).join(", ")} and ${names[names.length - 1]}`;
}

/** One sentence more where the lock makes others queue: what an ACCESS EXCLUSIVE waits for, and who waits behind it. */
export function queueInWords(locks: readonly RelationLock[]): string | undefined {
  const strongest = (mode: LockMode) => locks.some((lock) => lock.mode === mode);
  if (!strongest("ACCESS EXCLUSIVE")) return undefined;
  return "Even when instant it first waits for the longest query that is running on the table, and everyone who comes after queues behind it. Set `lock_timeout` so that it gives up instead.";
}
