import type { Blocked } from "../../../shared/src/lock-modes.ts";
import type { Effects } from "./effects.ts";

/** Whom a lock keeps waiting, for somebody who is no DBA. */
export function blocksInWords(blocks: readonly Blocked[]): string {
  if (blocks.includes("read")) return "everyone waits, readers too";
  if (blocks.includes("write")) return "writers wait, readers do not";
  if (blocks.includes("ddl")) return "readers and writers go on; other schema changes wait";
  return "readers and writers go on";
}

/** How long the work takes, as a function of what. */
export function durationInWords({ duration, locks }: Effects): string {
  if (duration.grows === "with-rows-touched") return "grows with the number of rows that it touches";
  if (duration.grows === "with-table") return `grows with the size of ${listed(duration.relations)}`;
  if (duration.grows === "with-index") return `grows with the size of the index ${listed(duration.indexes)}`;
  if (locks.length === 0) return "does not depend on the size of any table";
  return "instant once it has its locks, whatever the size of the table";
}

/** What happens to the rows. */
export function rowsInWords({ rewrites, scans }: Effects): string {
  const read = scans.filter((relation) => !rewrites.includes(relation));
  const rewritten = `every row of ${listed(rewrites)} is written anew, and its indexes are rebuilt`;
  if (rewrites.length > 0 && read.length > 0) return `${rewritten}; every row of ${listed(read)} is read`;
  if (rewrites.length > 0) return rewritten;
  if (read.length > 0) return `every row of ${listed(read)} is read`;
  return "no table is read from end to end or rewritten";
}

/** `a`, `a and b`, `a, b and c`. */
export function listed(names: readonly string[]): string {
  if (names.length < 2) return names.join("");
  return `${names.slice(0, -1).join(", ")} and ${names[names.length - 1]}`;
}
