import { type Connection, DidChangeWatchedFilesNotification } from "vscode-languageserver/node";

/**
 * Every file: what tells the engine, its version or a migration tool has dozens of names, and what was read is known here
 * (`Session.changedOnDisk` lets the rest go). A folder that goes is one event, which the names of its files do not match.
 */
const WATCHED = ["**/*"];

/** Asks the client to say when a file changes on disk. One that promised to and then refuses goes without. */
export async function watchFiles(connection: Connection): Promise<void> {
  const watchers = WATCHED.map((globPattern) => ({ globPattern }));
  await connection.client.register(DidChangeWatchedFilesNotification.type, { watchers }).catch(() => undefined);
}
