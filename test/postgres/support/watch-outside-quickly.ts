import type { Client } from "pg";
import { conflicts } from "../../../server/src/effects/lock-conflicts.ts";
import { LOCK_MODES, type LockMode } from "../../../shared/src/lock-modes.ts";
import { backendOf, isStronger, probeFor, type Wait, waitOf } from "./pg-locks.ts";
import type { RelationBefore } from "./relations-before.ts";
import { isLockable } from "./watch-inside.ts";
import {
  afterEnd,
  heldByComment,
  heldByPlanning,
  heldByRenaming,
  type OutsideSource,
  onCopy,
  type Sessions,
  watchOutside,
} from "./watch-outside.ts";
import type { Expected } from "./watch-quickly.ts";
import { locksByName, rewritten, scanned, type Watched } from "./watched.ts";

/**
 * Watches a statement that no transaction may hold on two copies of the database. On the first each relation of which
 * a lock is expected is held in the weakest mode that must stop it, until the statement waits for it; on the second
 * everything is held in a mode that lets the expected lock pass and nothing stronger. Where either is not as expected,
 * the statement is watched the long way.
 */
export async function watchOutsideQuickly(source: OutsideSource, sql: string, expected: Expected): Promise<Watched> {
  const renamed = await stoppedByEach(source, sql, expected, NONE);
  // An index that was first waited for in a weaker mode may be asked for in ACCESS EXCLUSIVE later.
  const weaker = probed(source).filter((each) => renamed.strongest.has(each) && isWeaker(renamed, each, expected));
  const first = weaker.length === 0 ? renamed : await stoppedByEach(source, sql, expected, new Set(weaker));
  const isExpected = probed(source).every((each) => first.strongest.get(each) === expected.get(each.name));
  const second = isExpected ? await besideAll(source, sql, expected) : undefined;
  const isStopped = second?.waits.some(({ relation, mode }) =>
    isStronger(mode, expected.get(source.before.get(relation ?? 0)?.name ?? "")),
  );
  if (second === undefined || isStopped) return await watchOutside(source, sql);
  return {
    ...locksByName(first.strongest),
    rewrites: rewritten(sql, source.before, first.files),
    scans: scanned(source.before, first.read),
    mustBeOutside: true,
    waitsForTransactions: first.waitedForTransaction || second.waitedForTransaction,
  };
}

const NONE: ReadonlySet<RelationBefore> = new Set();

function isWeaker({ strongest }: Stopped, relation: RelationBefore, expected: Expected): boolean {
  if (relation.kind !== "index") return false;
  return expected.get(relation.name) === "ACCESS EXCLUSIVE" && strongest.get(relation) !== "ACCESS EXCLUSIVE";
}

function probed({ before }: OutsideSource): readonly RelationBefore[] {
  return [...before.values()].filter((each) => isLockable(each) || HELD_OTHERWISE.has(each.kind));
}

// What LOCK TABLE does not take is held by what changes a row of the system's.
const HELD_OTHERWISE: ReadonlySet<RelationBefore["kind"]> = new Set(["index", "materialized view"]);

interface Stopped extends Awaited<ReturnType<typeof afterEnd>> {
  readonly strongest: ReadonlyMap<RelationBefore, LockMode>;
  readonly waitedForTransaction: boolean;
}

// The statement runs to its end, for whoever it waits for is rolled back; so what it did to the rows shows as well.
function stoppedByEach(
  source: OutsideSource,
  sql: string,
  expected: Expected,
  planned: ReadonlySet<RelationBefore>,
): Promise<Stopped> {
  return onCopy(source, async (sessions, connect) => {
    const holders: Holder[] = [];
    for (const relation of probed(source)) {
      const mode = expected.get(relation.name);
      if (mode === undefined) continue;
      const what = HELD_OTHERWISE.has(relation.kind) ? "others" : "tables";
      holders.push(await holding(await connect(), what, [stopping(source, relation, mode, planned)]));
    }
    const { waits, waitedForTransaction } = await runReleasing(sessions, holders, sql);
    const strongest = new Map<RelationBefore, LockMode>();
    for (const { relation, mode } of waits) {
      const known = relation === undefined ? undefined : source.before.get(relation);
      if (known !== undefined && isStronger(mode, strongest.get(known))) strongest.set(known, mode);
    }
    return { strongest, waitedForTransaction, ...(await afterEnd(sessions, source.server.version)) };
  });
}

function stopping(
  { before }: OutsideSource,
  relation: RelationBefore,
  mode: LockMode,
  planned: ReadonlySet<RelationBefore>,
): string {
  if (relation.kind === "materialized view") return heldByComment(relation);
  if (relation.kind === "index") {
    const owner = relation.owner === undefined ? undefined : before.get(relation.owner);
    return owner !== undefined && planned.has(relation) ? heldByPlanning(owner) : heldByRenaming(relation);
  }
  return `LOCK TABLE ONLY ${relation.sql} IN ${LOCK_MODES.find((held) => conflicts(held).includes(mode))} MODE`;
}

function besideAll(source: OutsideSource, sql: string, expected: Expected) {
  return onCopy(source, async (sessions, connect) => {
    const others = probed(source)
      .filter((each) => HELD_OTHERWISE.has(each.kind) && !expected.has(each.name))
      .map((each) => (each.kind === "index" ? heldByRenaming(each) : heldByComment(each)));
    const tables = [...source.before.values()].filter(isLockable).flatMap((relation) => {
      const probe = probeFor(expected.get(relation.name));
      return probe === undefined ? [] : [`LOCK TABLE ONLY ${relation.sql} IN ${probe} MODE`];
    });
    const holders = [
      await holding(await connect(), "tables", tables),
      await holding(await connect(), "others", others),
      // Nothing is locked by one that only has a snapshot, and yet some statements wait for it.
      await holding(await connect(), "tables", ["SET TRANSACTION ISOLATION LEVEL REPEATABLE READ", "SELECT 1"]),
    ];
    return await runReleasing(sessions, holders, sql);
  });
}

/** A session that holds locks in an open transaction. */
interface Holder {
  readonly client: Client;
  readonly pid: number;
  readonly what: "tables" | "others";
}

async function holding(client: Client, what: Holder["what"], locks: readonly string[]): Promise<Holder> {
  await client.query(["BEGIN", ...locks].join(";"));
  return { client, pid: await backendOf(client), what };
}

interface Released {
  /** The locks on relations that it waited for. */
  readonly waits: readonly Wait[];
  /** Whether it waited for a transaction of which it is only known that it uses a table. */
  readonly waitedForTransaction: boolean;
}

/** Runs the statement to its end, rolling back whoever it waits for. */
async function runReleasing(
  { watched, observer }: Sessions,
  holders: readonly Holder[],
  sql: string,
): Promise<Released> {
  const pid = await backendOf(watched);
  const waits: Wait[] = [];
  let waitedForTransaction = false;
  let ended = false;
  const run = watched.query(sql).finally(() => {
    ended = true;
  });
  // The run is awaited below; until then a refusal must not count as unhandled.
  run.catch(() => {});
  while (!ended) {
    await Promise.race([run.catch(() => {}), new Promise((resolve) => setTimeout(resolve, 4))]);
    const wait = ended ? undefined : await waitOf(observer, pid);
    if (wait === undefined) continue;
    const { rows } = await observer.query<{ pid: number }>("SELECT unnest(pg_blocking_pids($1)) AS pid", [pid]);
    const blocking = holders.filter((holder) => rows.some((row) => row.pid === holder.pid));
    if (wait.relation !== undefined && blocking.length > 0) waits.push(wait);
    // Who holds an index has changed a row of the system's, for which VACUUM waits that writes there too.
    if (wait.relation === undefined && blocking.some(({ what }) => what === "tables")) waitedForTransaction = true;
    for (const { client } of blocking) await client.query("ROLLBACK");
  }
  await run;
  return { waits, waitedForTransaction };
}
