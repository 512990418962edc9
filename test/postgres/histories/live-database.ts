import { type Client, DatabaseError } from "pg";
import type { PostgresServer } from "../support/postgres-server.ts";
import type { RelationBefore } from "../support/relations-before.ts";
import { watchInside } from "../support/watch-inside.ts";
import { watchOutside } from "../support/watch-outside.ts";
import { watchQuickly } from "../support/watch-quickly.ts";
import type { Watched } from "../support/watched.ts";
import { PLAIN_PLANS } from "../support/watcher.ts";
import { type RelationNow, relationsNow } from "./relations-now.ts";
import { type RowKeeper, rowKeeper } from "./row-keeper.ts";
import type { SaidStatement } from "./said-of-history.ts";

/** A database that a history changes statement by statement. */
export interface LiveDatabase {
  readonly rows: RowKeeper;
  /** What stands in it now. */
  relations(): Promise<ReadonlyMap<number, RelationNow>>;
  /** Watches the statement and leaves everything as it was. Throws where the server refuses it. */
  watch(statement: SaidStatement, before: ReadonlyMap<number, RelationBefore>): Promise<Watched>;
  /** Runs it for good. */
  apply(sql: string): Promise<void>;
  /** Ends the sessions. */
  close(): Promise<void>;
}

const REFUSED_IN_TRANSACTION = "25001";
const CHANGES_ROWS = /^\s*(?:WITH|INSERT|UPDATE|DELETE|MERGE|DO)\b/i;

/** Opens the sessions that a history's statements are run in, watched from and held up by. */
export async function openLive(server: PostgresServer, database: string): Promise<LiveDatabase> {
  let sessions = await connect(server, database);
  return {
    rows: rowKeeper(() => sessions.observer),
    relations: () => relationsNow(sessions.observer),
    async watch(statement, before) {
      const { sql, locks } = statement;
      const inside = { ...sessions, before };
      const expected = new Map(locks.map(({ relation, mode }) => [relation, mode]));
      try {
        return CHANGES_ROWS.test(sql) ? await watchInside(inside, sql) : await watchQuickly(inside, sql, expected);
      } catch (error) {
        if (!(error instanceof DatabaseError) || error.code !== REFUSED_IN_TRANSACTION) throw error;
      }
      // A database is copied while nobody is connected to it.
      await disconnect(sessions);
      const template = await server.createDatabase(database);
      sessions = await connect(server, database);
      try {
        return await watchOutside({ server, template, before, settings: PLAIN_PLANS }, sql);
      } finally {
        await server.dropDatabase(template);
      }
    },
    async apply(sql) {
      await sessions.watched.query(sql);
    },
    close: () => disconnect(sessions),
  };
}

interface Sessions {
  readonly watched: Client;
  readonly holder: Client;
  readonly observer: Client;
}

async function connect(server: PostgresServer, database: string): Promise<Sessions> {
  const watched = await server.connect(database);
  await watched.query(PLAIN_PLANS);
  return { watched, holder: await server.connect(database), observer: await server.connect(database) };
}

async function disconnect({ watched, holder, observer }: Sessions): Promise<void> {
  for (const client of [watched, holder, observer]) await client.end();
}
