import { type Connection, DidChangeWatchedFilesNotification } from "vscode-languageserver/node";

/** What a review may rest on besides the open documents: other migrations, configuration, what tells tool and version. */
const WATCHED = [
  "**/*.{sql,prisma}",
  "**/lockkeeper.json",
  "**/{compose,docker-compose}*.{yml,yaml}",
  "**/{metadata,migration_lock}.toml",
  "**/{_journal,manifest}.json",
  "**/*.sql.conf",
];

/** Asks the client to say when such a file changes on disk. One that promised to and then refuses goes without. */
export async function watchFiles(connection: Connection): Promise<void> {
  const watchers = WATCHED.map((globPattern) => ({ globPattern }));
  await connection.client.register(DidChangeWatchedFilesNotification.type, { watchers }).catch(() => undefined);
}
