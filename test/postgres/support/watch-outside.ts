import type { Client } from "pg";
import type { LockMode } from "../../../shared/src/lock-modes.ts";
import { isStronger, probeFor } from "./pg-locks.ts";
import type { PostgresServer } from "./postgres-server.ts";
import { filesNow, type RelationBefore } from "./relations-before.ts";
import { runObserved } from "./run-observed.ts";
import { isLockable } from "./watch-inside.ts";
import { locksByName, rewritten, scanned, type Watched } from "./watched.ts";

/** Where the copies are made, of what, and what stands in it. */
export interface OutsideSource {
  readonly server: PostgresServer;
  readonly template: string;
  readonly before: ReadonlyMap<number, RelationBefore>;
  /** What each watched session sets first. */
  readonly settings: string;
}

/**
 * Watches a statement that no transaction may hold, each time on a copy of the database of its own. Nothing of its
 * locks is left when it ends, so all of them are found by holding: a mode on one table at a time, and what the
 * statement asks for stands in `pg_locks` while it waits.
 */
export async function watchOutside(source: OutsideSource, sql: string): Promise<Watched> {
  const { before } = source;
  const strongest = new Map<RelationBefore, LockMode>();
  let waitsForTransactions = false;
  await findIndexLocks(source, sql, strongest);
  for (const relation of [...before.values()].filter(isLockable)) {
    for (;;) {
      const probe = probeFor(strongest.get(relation));
      if (probe === undefined) break;
      const lock = `LOCK TABLE ONLY ${relation.sql} IN ${probe} MODE`;
      const { wait, waitedForTransaction } = await onCopy(source, async (sessions) => {
        await sessions.holder.query(`BEGIN; ${lock}`);
        return await runObserved(sessions, [sql]);
      });
      waitsForTransactions ||= waitedForTransaction;
      if (wait === undefined || !isStronger(wait.mode, strongest.get(relation))) break;
      strongest.set(relation, wait.mode);
    }
  }
  const { files, read } = await runAlone(source, sql);
  return {
    ...locksByName(strongest),
    rewrites: rewritten(sql, before, files),
    scans: scanned(before, read),
    mustBeOutside: true,
    waitsForTransactions,
  };
}

// A lock on an index alone comes from renaming it, which takes SHARE UPDATE EXCLUSIVE: it stops what is as strong.
async function findIndexLocks(
  source: OutsideSource,
  sql: string,
  strongest: Map<RelationBefore, LockMode>,
): Promise<void> {
  for (;;) {
    const left = [...source.before.values()].filter((each) => each.kind === "index" && !strongest.has(each));
    const renames = left.map((index, place) => `ALTER INDEX ${index.sql} RENAME TO held_${place}`);
    const { wait } = await onCopy(source, async (sessions) => {
      await sessions.holder.query(["BEGIN", ...renames].join(";"));
      return await runObserved(sessions, [sql]);
    });
    const index = left.find(({ oid }) => oid === wait?.relation);
    if (wait === undefined || index === undefined) return;
    strongest.set(index, wait.mode);
  }
}

interface Sessions {
  readonly watched: Client;
  readonly holder: Client;
  readonly observer: Client;
}

async function onCopy<T>(source: OutsideSource, work: (sessions: Sessions) => Promise<T>): Promise<T> {
  const { server, template, settings } = source;
  const database = await server.createDatabase(template);
  const [watched, holder, observer] = [
    await server.connect(database),
    await server.connect(database),
    await server.connect(database),
  ];
  try {
    await watched.query(settings);
    return await work({ watched, holder, observer });
  } finally {
    for (const client of [watched, holder, observer]) await client.end();
    await server.dropDatabase(database);
  }
}

async function runAlone({ server, template, settings }: OutsideSource, sql: string) {
  const database = await server.createDatabase(template);
  const watched = await server.connect(database);
  await watched.query(settings);
  await watched.query(sql);
  await watched.end();
  const after = await server.connect(database);
  try {
    return { files: await filesNow(after), read: await rowsReadByAll(after, server.version) };
  } finally {
    await after.end();
    await server.dropDatabase(database);
  }
}

async function rowsReadByAll(client: Client, version: number): Promise<ReadonlyMap<number, number>> {
  // A session's counters reach the others when it ends: at once from 15 on, through a collector that writes twice a second before.
  if (version < 15) await new Promise((resolve) => setTimeout(resolve, 700));
  const { rows } = await client.query<{ relid: string; read: string }>(
    "SELECT relid, seq_tup_read AS read FROM pg_stat_user_tables",
  );
  return new Map(rows.map((row) => [Number(row.relid), Number(row.read)]));
}
