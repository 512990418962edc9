import type { CaseGroup } from "./case-group.ts";
import { backendOf, waitOf } from "./pg-locks.ts";
import type { PostgresServer } from "./postgres-server.ts";

/** Makes the database that a group's cases run on, to which nobody is connected then; returns its name. */
export async function prepare(server: PostgresServer, { alone = [], setup, brokenOff }: CaseGroup): Promise<string> {
  const database = await server.createDatabase();
  const session = await server.connect(database);
  for (const statement of alone) await session.query(statement);
  await session.query(setup);
  if (brokenOff !== undefined && server.version >= brokenOff.from) await breakOff(server, database, brokenOff);
  await session.end();
  return database;
}

async function breakOff(
  server: PostgresServer,
  database: string,
  { sql, reading }: NonNullable<CaseGroup["brokenOff"]>,
): Promise<void> {
  const sessions = [await server.connect(database), await server.connect(database), await server.connect(database)];
  const [reader, waiting, observer] = sessions;
  if (reader === undefined || waiting === undefined || observer === undefined) return;
  await reader.query(`BEGIN; SELECT FROM ${reading}`);
  const pid = await backendOf(waiting);
  const run = waiting.query(sql).catch((error: unknown) => error);
  while ((await waitOf(observer, pid)) === undefined) await new Promise((resolve) => setTimeout(resolve, 5));
  await observer.query("SELECT pg_cancel_backend($1)", [pid]);
  await run;
  for (const each of sessions) await each.end();
}
