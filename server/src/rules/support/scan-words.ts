import type { RelationLock } from "../../effects/effects.ts";
import type { SqlContext } from "../../engine/rule.ts";
import { stoppingLocksOf } from "./stopping-locks.ts";

/**
 * What happens while the relations are read, two sentences: the locks that the whole statement holds meanwhile on what
 * others may be using, who waits, and for how long. Undefined where nobody waits.
 */
export function scanWords(what: string, scans: readonly string[], ctx: SqlContext): string | undefined {
  const locks = stoppingLocksOf(ctx);
  if (scans.length === 0 || locks.length === 0) return undefined;
  const grows = scans.length > 1 ? "grows with those tables" : "grows with the table";
  return `${what} reads every row of ${listed(scans)} while it holds ${heldWords(locks)} until that is done, which ${grows}.`;
}

/** The locks, and who waits for them: `an ACCESS EXCLUSIVE lock on orders: every read and write of orders waits`. */
export function heldWords(locks: readonly RelationLock[]): string {
  const modes = [...new Set(locks.map(({ mode }) => mode))];
  const held = modes.map((mode) => `${article(mode)} ${mode} lock on ${listed(namesOf(locks, mode))}`);
  return `${held.join(" and ")}: ${waiting(locks)}`;
}

function namesOf(locks: readonly RelationLock[], mode: RelationLock["mode"]): readonly string[] {
  return locks.filter((lock) => lock.mode === mode).map(({ relation }) => relation);
}

function waiting(locks: readonly RelationLock[]): string {
  const unreadable = locks.filter(({ blocks }) => blocks.includes("read")).map(({ relation }) => relation);
  const unwritable = locks.filter(({ blocks }) => !blocks.includes("read")).map(({ relation }) => relation);
  const reads = unreadable.length > 0 ? [`every read and write of ${listed(unreadable)} waits`] : [];
  const writes = unwritable.length > 0 ? [`every INSERT, UPDATE and DELETE on ${listed(unwritable)} waits`] : [];
  return [...reads, ...writes].join(", and ");
}

function article(mode: string): string {
  return mode.startsWith("A") || mode.startsWith("E") ? "an" : "a";
}

const MOST_NAMES = 4;

/** Names as a sentence lists them; of many partitions the first few. */
export function listed(names: readonly string[]): string {
  const shown = names.length > MOST_NAMES ? names.slice(0, MOST_NAMES - 1) : names;
  const left = names.length - shown.length;
  const last = left > 0 ? `${left} others` : (shown.at(-1) ?? "");
  const first = left > 0 ? shown : shown.slice(0, -1);
  return first.length === 0 ? last : `${first.join(", ")} and ${last}`;
}
