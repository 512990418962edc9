import type { Client } from "pg";
import { conflicts } from "../../../server/src/effects/lock-conflicts.ts";
import { LOCK_MODES, type LockMode } from "../../../shared/src/lock-modes.ts";
import { backendOf, isStronger, probeFor, type Wait, waitOf } from "./pg-locks.ts";
import type { RelationBefore } from "./relations-before.ts";
import { isLockable } from "./watch-inside.ts";
import { afterEnd, heldByRenaming, type OutsideSource, onCopy, type Sessions, watchOutside } from "./watch-outside.ts";
import type { Expected } from "./watch-quickly.ts";
import { locksByName, rewritten, scanned, type Watched } from "./watched.ts";

/**
 * Watches a statement that no transaction may hold on two copies of the database. On the first each relation of which
 * a lock is expected is held in the weakest mode that must stop it, until the statement waits for it; on the second
 * everything is held in a mode that lets the expected lock pass and nothing stronger. Where either is not as expected,
 * the statement is watched the long way.
 */
export async function watchOutsideQuickly(source: OutsideSource, sql: string, expected: Expected): Promise<Watched> {
  const first = await stoppedByEach(source, sql, expected);
  const isExpected = probed(source).every((each) => first.strongest.get(each) === expected.get(each.name));
  const second = isExpected ? await besideAll(source, sql, expected) : undefined;
  if (second === undefined || second.waits.length > 0) return await watchOutside(source, sql);
  return {
    ...locksByName(first.strongest),
    rewrites: rewritten(sql, source.before, first.files),
    scans: scanned(source.before, first.read),
    mustBeOutside: true,
    waitsForTransactions: first.waitedForTransaction || second.waitedForTransaction,
  };
}

function probed({ before }: OutsideSource): readonly RelationBefore[] {
  return [...before.values()].filter((each) => isLockable(each) || each.kind === "index");
}

// The statement runs to its end, for whoever it waits for is rolled back; so what it did to the rows shows as well.
function stoppedByEach(source: OutsideSource, sql: string, expected: Expected) {
  return onCopy(source, async (sessions, connect) => {
    const holders: Holder[] = [];
    for (const relation of probed(source)) {
      const mode = expected.get(relation.name);
      if (mode === undefined) continue;
      const isIndex = relation.kind === "index";
      const hold = isIndex ? heldByRenaming(relation) : stopping(relation, mode);
      holders.push(await holding(await connect(), isIndex ? "indexes" : "tables", [hold]));
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

function stopping(relation: RelationBefore, mode: LockMode): string {
  return `LOCK TABLE ONLY ${relation.sql} IN ${LOCK_MODES.find((held) => conflicts(held).includes(mode))} MODE`;
}

function besideAll(source: OutsideSource, sql: string, expected: Expected) {
  return onCopy(source, async (sessions, connect) => {
    const others = probed(source).filter((each) => each.kind === "index" && !expected.has(each.name));
    const tables = [...source.before.values()].filter(isLockable).flatMap((relation) => {
      const probe = probeFor(expected.get(relation.name));
      return probe === undefined ? [] : [`LOCK TABLE ONLY ${relation.sql} IN ${probe} MODE`];
    });
    const holders = [
      await holding(await connect(), "tables", tables),
      await holding(await connect(), "indexes", others.map(heldByRenaming)),
    ];
    return await runReleasing(sessions, holders, sql);
  });
}

/** A session that holds locks in an open transaction. */
interface Holder {
  readonly client: Client;
  readonly pid: number;
  readonly what: "tables" | "indexes";
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
    // Who renames an index has changed a row of the system's, for which VACUUM waits that writes there too.
    if (wait.relation === undefined && blocking.some(({ what }) => what === "tables")) waitedForTransaction = true;
    for (const { client } of blocking) await client.query("ROLLBACK");
  }
  await run;
  return { waits, waitedForTransaction };
}
