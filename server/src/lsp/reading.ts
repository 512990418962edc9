import { setImmediate } from "node:timers/promises";
import type { Connection } from "vscode-languageserver/node";
import { type ReadingState, readAround } from "../engine/read-ahead.ts";
import type { Client } from "./serve.ts";
import type { OpenDocument, Session } from "./session.ts";

/** How long one turn of reading keeps the loop of events from everything else, in milliseconds. */
const TURN = 20;

/**
 * Reads long histories between other work, with progress that a person can cancel; `refresh` has all answers given anew.
 * Who cancels keeps the answers that rest on the file alone until the document is opened again.
 */
export function handleReading(connection: Connection, session: Session, client: Client, refresh: () => void): void {
  const running = new Set<string>();
  const cancelled = new WeakSet<OpenDocument>();
  const read = async (path: string) => {
    const isComplete = await readAll(connection, session, path);
    if (isComplete) refresh();
    else for (const open of session.opened) cancelled.add(open);
  };
  session.readInBackground({
    isWanted: () => !client.pullsDiagnostics || client.refreshesDiagnostics,
    start: (open) => {
      const history = session.workspace.sequence(open.path)[0] ?? open.path;
      if (running.has(history) || cancelled.has(open)) return;
      running.add(history);
      read(open.path)
        .catch((error: unknown) => connection.console.error(`Migrations are not read: ${String(error)}`))
        // Nothing is left to say it to where the connection has gone.
        .catch(() => undefined)
        .finally(() => running.delete(history));
    },
  });
}

/** Returns whether nobody cancelled it. */
async function readAll(connection: Connection, session: Session, path: string): Promise<boolean> {
  const { workspace } = session;
  // Who cannot show progress is spared it.
  const progress = await connection.window.createWorkDoneProgress().catch(() => undefined);
  progress?.begin("Lockkeeper: reading migrations", 0, undefined, true);
  const reading = readAround(workspace, path);
  try {
    for (let state = turn(reading); state !== undefined; state = turn(reading)) {
      progress?.report(Math.floor((100 * state.read) / state.total), `${state.read} of ${state.total}`);
      await setImmediate();
      if (progress?.token.isCancellationRequested) return false;
      // Other folders or settings: whoever asks next begins anew.
      if (session.workspace !== workspace) break;
    }
    session.hasRead();
    return true;
  } finally {
    progress?.done();
  }
}

/** Reads for one turn; undefined at the end. */
function turn(reading: Generator<ReadingState, void>): ReadingState | undefined {
  const until = performance.now() + TURN;
  for (let next = reading.next(); !next.done; next = reading.next()) {
    if (performance.now() > until) return next.value;
  }
  return undefined;
}
