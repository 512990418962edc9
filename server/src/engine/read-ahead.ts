import type { Workspace } from "./workspace.ts";

/** How many files are read at once where an answer waits for them: some tenths of a second on a cold start. */
const MOST_AT_ONCE = 64;

/** Whether more files around the path are still to be read than an answer should wait for. */
export function isFarFromRead(workspace: Workspace, path: string): boolean {
  let unread = 0;
  for (const file of workspace.sequence(path)) {
    if (!workspace.documents.isKnown(file)) unread += 1;
    if (unread > MOST_AT_ONCE) return true;
  }
  return false;
}

/** How far reading has come. */
export interface ReadingState {
  readonly read: number;
  readonly total: number;
}

/** So many files are read between two replays of what is read so far. */
const READ_BETWEEN = 16;

/**
 * Reads what stands around the path, a file a turn, and replays it as it goes, so that nothing long is left to do at the
 * end. Between two turns anything may change.
 */
export function* readAround(workspace: Workspace, path: string): Generator<ReadingState, void> {
  const files = workspace.sequence(path);
  for (const [index, file] of files.entries()) {
    const document = workspace.documents.get(file);
    if (document !== undefined && index % READ_BETWEEN === 0) workspace.around(document, workspace.facts(document));
    yield { read: index + 1, total: files.length };
  }
}
