import { DatabaseError } from "pg";
import type { PostgresServer } from "./postgres-server.ts";
import { relationsBefore } from "./relations-before.ts";
import { type InsideSessions, watchInside } from "./watch-inside.ts";
import { type OutsideSource, watchOutside } from "./watch-outside.ts";
import { watchOutsideQuickly } from "./watch-outside-quickly.ts";
import { type Expected, watchQuickly } from "./watch-quickly.ts";
import type { Watched } from "./watched.ts";

/** Runs statements, each on the same database as it was, and reads what they do. */
export interface Watcher {
  /**
   * What is seen does not depend on what is expected, the strongest lock of each relation and index by name; it takes
   * less time where it is the same. Throws where the server refuses the statement, with the server's words.
   */
  watch(sql: string, expected?: Expected): Promise<Watched>;
  /** Ends the sessions and drops the copy. */
  close(): Promise<void>;
}

/**
 * The plan decides what the counters show, and small tables have plans of their own: without these an index that the
 * planner prefers, or a worker that counts elsewhere, would hide a scan. In UTC a change between the two timestamps
 * rewrites nothing; the costlier answer is the one that is given.
 */
export const PLAIN_PLANS = `
  SET enable_indexscan = off; SET enable_indexonlyscan = off; SET enable_bitmapscan = off;
  SET enable_nestloop = off; SET enable_mergejoin = off; SET plan_cache_mode = force_generic_plan;
  SET max_parallel_workers_per_gather = 0; SET max_parallel_maintenance_workers = 0;
  SET TimeZone = 'Europe/Berlin'`;

/** A statement that no transaction may hold, and a COMMIT inside a block of code where there is one around it. */
const REFUSED_IN_TRANSACTION: readonly (string | undefined)[] = ["25001", "2D000"];
const CHANGES_ROWS = /^\s*(?:WITH|INSERT|UPDATE|DELETE|MERGE|COPY|DO)\b/i;

/** Watches statements on copies of a database to which nobody is connected and none of whose tables is empty. */
export async function openWatcher(server: PostgresServer, template: string): Promise<Watcher> {
  const database = await server.createDatabase(template);
  const opened = await openSessions(server, database);
  return {
    watch: (sql, expected) => watchFrom(opened, { server, template }, sql, expected),
    async close() {
      await opened.close();
      await server.dropDatabase(database);
    },
  };
}

/**
 * Watches one statement in the database itself, which is left as it was: a copy is made only where the statement must
 * run outside a transaction. Nobody else may be connected.
 */
export async function watchOnce(
  server: PostgresServer,
  database: string,
  sql: string,
  expected: Expected | undefined,
): Promise<Watched> {
  const opened = await openSessions(server, database);
  try {
    return await watchFrom(opened, { server, template: database }, sql, expected);
  } finally {
    await opened.close();
  }
}

interface Opened extends InsideSessions {
  /** Ends the sessions, once. */
  close(): Promise<void>;
}

async function openSessions(server: PostgresServer, database: string): Promise<Opened> {
  const [watched, holder, observer] = [
    await server.connect(database),
    await server.connect(database),
    await server.connect(database),
  ];
  const open = [watched, holder, observer];
  await watched.query(PLAIN_PLANS);
  const close = async () => {
    for (const client of open.splice(0)) await client.end();
  };
  return { watched, holder, observer, before: await relationsBefore(observer), close };
}

/** In the sessions' database, or on copies of the template where no transaction may hold the statement. */
async function watchFrom(
  opened: Opened,
  { server, template }: Pick<OutsideSource, "server" | "template">,
  sql: string,
  expected: Expected | undefined,
): Promise<Watched> {
  try {
    if (expected === undefined || CHANGES_ROWS.test(sql)) return await watchInside(opened, sql);
    return await watchQuickly(opened, sql, expected);
  } catch (error) {
    if (!(error instanceof DatabaseError) || !REFUSED_IN_TRANSACTION.includes(error.code)) throw error;
    const source = { server, template, before: opened.before, settings: PLAIN_PLANS };
    // A database with somebody in it cannot be copied.
    if (opened.watched.database === template) await opened.close();
    return await (expected ? watchOutsideQuickly(source, sql, expected) : watchOutside(source, sql));
  }
}
