import { LOCK_MODES, type LockMode } from "../../../shared/src/lock-modes.ts";
import { fillTables } from "./fill-tables.ts";
import type { MigrationRun } from "./migration-run.ts";
import { isStronger } from "./pg-locks.ts";
import type { PostgresServer } from "./postgres-server.ts";
import type { Watched } from "./watched.ts";
import { watchOnce } from "./watcher.ts";

/** What a migration does to the relations that stood before it. */
export interface MigrationWatched {
  /** The strongest lock that any of its statements takes on each. */
  readonly locks: ReadonlyMap<string, LockMode>;
  /** Statements that read or rewrite whole relations while they hold a lock that stops writers, and which locks. */
  readonly stopsWriters: readonly string[];
  /** What each statement was seen to do. */
  readonly seen: ReadonlyMap<string, Watched>;
}

/** Modes that an INSERT, UPDATE or DELETE has to wait for. */
const STOP_WRITERS: readonly LockMode[] = LOCK_MODES.slice(LOCK_MODES.indexOf("SHARE"));

/**
 * Watches migrations that run one after the other, statement by statement, each on a database in which those before it
 * have run. `template` is the database before the first, none of whose tables is empty; where there is none, there is
 * nothing to watch. A lock counts until the end of its transaction. `known` is what was seen of the same migration
 * before a fix: its statements are not watched again, up to the first one that is new; what that does may change them.
 */
export async function watchMigrations(
  server: PostgresServer,
  template: string,
  runs: readonly MigrationRun[],
  known: ReadonlyMap<string, Watched> = new Map(),
): Promise<MigrationWatched> {
  const locks = new Map<string, LockMode>();
  const stopsWriters: string[] = [];
  const all = new Map<string, Watched>();
  let isAsBefore = true;
  const before = await relationsIn(server, template);
  if (before.size === 0) return { locks, stopsWriters, seen: all };
  const done = await server.createDatabase(template);
  for (const run of runs) {
    const isWrapped = run.transaction !== "none" && !(run.transaction === "implicit" && run.sent.length < 2);
    let isInBlock = isWrapped;
    let held: string[] = [];
    for (const sql of run.sent) {
      if (IS_TRANSACTION_CONTROL.test(sql)) {
        isInBlock = /^\s*(?:BEGIN|START)\b/i.test(sql) || (isWrapped && run.transaction === "implicit");
        held = [];
        continue;
      }
      isAsBefore &&= known.has(sql);
      const seen =
        (isAsBefore ? known.get(sql) : undefined) ?? (await watchOnce(server, done, sql, run.expected.get(sql)));
      all.set(sql, seen);
      const onOld = [...seen.locks].filter(([name]) => before.has(name));
      for (const [name, mode] of onOld) if (isStronger(mode, locks.get(name))) locks.set(name, mode);
      const works = [...seen.scans, ...seen.rewrites].filter((name) => before.has(name));
      const own = onOld.filter(([, mode]) => STOP_WRITERS.includes(mode)).map(([name, mode]) => `${mode} on ${name}`);
      const stops = [...held, ...own];
      if (works.length > 0 && stops.length > 0) stopsWriters.push(`${sql}: ${stops.join(", ")}`);
      if (isInBlock) held = stops;
      await runAlone(server, done, sql);
    }
  }
  await server.dropDatabase(done);
  return { locks, stopsWriters, seen: all };
}

async function runAlone(server: PostgresServer, database: string, sql: string): Promise<void> {
  const session = await server.connect(database);
  await session.query(sql);
  await fillTables(session);
  await session.end();
}

const IS_TRANSACTION_CONTROL = /^\s*(?:BEGIN|START|COMMIT|END|ROLLBACK)\b/i;

async function relationsIn(server: PostgresServer, database: string): Promise<ReadonlySet<string>> {
  const session = await server.connect(database);
  const { rows } = await session.query<{ name: string }>(`
    SELECT CASE WHEN n.nspname = 'public' THEN quote_ident(c.relname) ELSE format('%I.%I', n.nspname, c.relname) END AS name
    FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE n.nspname NOT LIKE 'pg\\_%' AND n.nspname <> 'information_schema'`);
  await session.end();
  return new Set(rows.map(({ name }) => name));
}
