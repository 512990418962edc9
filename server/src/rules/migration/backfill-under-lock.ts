import type { RelationLock } from "../../effects/effects.ts";
import { lockStrength } from "../../effects/lock-strength.ts";
import { defineRule, type MigrationContext, type MigrationStatement, type Rewrite } from "../../engine/rule.ts";
import { shiftRange } from "../../text/range.ts";
import { type GrowingWork, growingWork } from "../support/growing-work.ts";
import { headOf } from "../support/head-of.ts";
import { stoppingLocksIn, whoWaits } from "../support/stopping-locks.ts";
import { transactionGroups } from "../support/transaction-groups.ts";
import { transactionOpener } from "../support/transaction-opener.ts";

/** Work that grows with a table while a lock from before it is held. */
export default defineRule({
  id: "backfill-under-lock",
  group: "migration",
  title: "Rows changed or read while a table is locked",
  severity: "high",
  tag: "critical",
  fixable: true,
  why: "A lock is held until its transaction ends. An ALTER TABLE that takes an instant on its own keeps readers out for as long as the UPDATE, the index or the check behind it in the same transaction takes.",
  remedy:
    "Let the lock go first: the change of the schema in one migration, the work that grows with the table in another one.",
  sources: ["strong_migrations/backfilling_data", "online_migrations/backfilling_data"],
  references: ["https://www.postgresql.org/docs/current/explicit-locking.html#LOCKING-TABLES"],
  on: {
    migration(migration, ctx) {
      for (const { statements, supposed } of transactionGroups(migration, ctx.file)) {
        if (supposed) continue;
        const found = firstUnderLock(statements, ctx);
        if (found !== undefined) report(found, ctx);
      }
    },
  },
});

/** A lock that others wait for, and the statement that took it. */
interface Held {
  readonly by: MigrationStatement;
  readonly lock: RelationLock;
}

/** The first of a transaction's statements that grows with a table while a lock is held, and how many more there are. */
interface Found {
  readonly held: Held;
  readonly each: MigrationStatement;
  readonly work: GrowingWork;
  readonly more: number;
}

function firstUnderLock(statements: readonly MigrationStatement[], ctx: MigrationContext): Found | undefined {
  const held: Held[] = [];
  const found: Omit<Found, "more">[] = [];
  for (const each of statements) {
    const work = held.length > 0 ? growingWork(each, ctx.base) : undefined;
    const waiting = work && gravest(held, each);
    if (work !== undefined && waiting !== undefined && isGrave({ held: waiting, each, work })) {
      found.push({ held: waiting, each, work });
    }
    held.push(...stoppingLocksIn(each).map((lock) => ({ by: each, lock })));
  }
  // Of several the gravest: a change of rows has no other rule that says how long the lock is held.
  const [first] = found.toSorted((one, other) => gravity(other) - gravity(one));
  return first && { ...first, more: found.length - 1 };
}

/** Of the locks that add to somebody's wait the strongest, and of two of a kind that of a table that the statement writes. */
function gravest(held: readonly Held[], each: MigrationStatement): Held | undefined {
  const written = new Set(each.locks.filter(({ mode }) => mode !== "ACCESS SHARE").map(({ relation }) => relation));
  const rank = ({ lock }: Held) => 2 * lockStrength(lock.mode) + Number(written.has(lock.relation));
  return held.filter((one) => addsToWait(one, each)).toSorted((one, other) => rank(other) - rank(one))[0];
}

/** Whether somebody waits for the held lock who would not wait for the statement's own: those wait anyhow. */
function addsToWait({ lock, by }: Held, each: MigrationStatement): boolean {
  // The table of an index that no file makes may well be the statement's own.
  if (!by.locks.some(({ relation }) => relation === lock.relation)) return false;
  const own = each.locks.find(({ relation }) => relation === lock.relation)?.blocks ?? [];
  return ["read" as const, "write" as const].some((what) => lock.blocks.includes(what) && !own.includes(what));
}

/** 2: rows of a whole table are changed; 1: rows are; 0: the statement takes a lock of its own that another rule speaks of. */
function gravity({ each, work }: Omit<Found, "more">): number {
  const changes = ["update", "delete", "merge", "insert"].includes(each.statement.kind);
  return changes ? 1 + Number(work.sure) : 0;
}

/** What takes a lock of its own and only makes more writers wait is in the hands of the rule that speaks of that lock. */
function isGrave(found: Omit<Found, "more">): boolean {
  return gravity(found) > 0 || found.held.lock.blocks.includes("read");
}

/** What has a rule of its own besides is the least. */
const SEVERITIES_BY_GRAVITY = ["low", "medium", "high"] as const;

function report(found: Found, ctx: MigrationContext): void {
  const { held, each, work, more } = found;
  const { lock, by } = held;
  const others =
    more === 0 ? "" : ` So do ${more === 1 ? "one more statement" : `${more} more statements`} of this file.`;
  ctx.reportOn(each, {
    range: headOf(each),
    message: `${lock.mode} on ${lock.relation} is held from an earlier statement until the end of the transaction that ${transactionOpener(each.transaction, ctx.file)}: ${whoWaits(lock)} while this ${work.words}, which grows with the table.${others} Put it into a migration of its own, so that the lock is let go first.`,
    severity: SEVERITIES_BY_GRAVITY[gravity(found)] ?? "high",
    related: [
      { range: shiftRange(headOf(by), by.start - each.start), message: `Takes ${lock.mode} on ${lock.relation}.` },
    ],
    rewrites: gravity(found) === 0 || each.nested ? [] : [apart(each)],
  });
}

/** What takes a lock of its own is no better off in a file of its own; a change of rows is. */
function apart({ statement, segment }: MigrationStatement): Rewrite {
  const { start, end } = statement.range;
  const names = "targets" in statement ? [...statement.targets, ...statement.reads].map(({ name }) => name) : [];
  return {
    title: "Move it into a migration of its own",
    safe: false,
    replaces: statement.range,
    steps: [{ sql: segment.text.slice(start, end), transaction: "own", words: `${statement.kind} ${names[0] ?? ""}` }],
    // What stands behind it and names the table may need the rows to be changed already.
    makes: names,
  };
}
