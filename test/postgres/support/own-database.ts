import type { Client } from "pg";
import { afterAll, afterEach, beforeAll, beforeEach } from "vitest";
import { type PostgresServer, startPostgres } from "./postgres-server.ts";
import type { PostgresVersion } from "./versions.ts";

/** A database that only the running test has, and three sessions in it. */
export interface OwnDatabase {
  readonly server: PostgresServer;
  readonly database: string;
  readonly session: Client;
  /** Somebody else: what waits behind `session`, or what it waits behind. */
  readonly other: Client;
  /** Looks at the two, and takes no lock. */
  readonly observer: Client;
}

/** For the suite that calls it: one server, and for each of its tests a database in which `setup` was run. To be read inside a test. */
export function ownDatabase(version: PostgresVersion, setup = ""): OwnDatabase {
  let server: PostgresServer | undefined;
  let own: OwnDatabase | undefined;
  const now = (): OwnDatabase => {
    if (own === undefined) throw new Error("the database is there while a test runs");
    return own;
  };

  beforeAll(async () => {
    server = await startPostgres(version);
  });
  afterAll(() => server?.stop());
  beforeEach(async () => {
    if (server === undefined) throw new Error("no server");
    const database = await server.createDatabase();
    const [session, other, observer] = [
      await server.connect(database),
      await server.connect(database),
      await server.connect(database),
    ];
    own = { server, database, session, other, observer };
    await session.query(setup);
  });
  afterEach(async () => {
    const { session, other, observer, database } = now();
    own = undefined;
    for (const client of [session, other, observer]) await client.end();
    await server?.dropDatabase(database);
  });

  return {
    get server() {
      return now().server;
    },
    get database() {
      return now().database;
    },
    get session() {
      return now().session;
    },
    get other() {
      return now().other;
    },
    get observer() {
      return now().observer;
    },
  };
}
