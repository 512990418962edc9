import { type Client, DatabaseError } from "pg";
import { backendOf, type Wait, waitOf } from "./pg-locks.ts";

/** How an observed run ended. */
export interface Observed {
  /** The lock on a relation that it had to wait for; it was cancelled then. */
  readonly wait: Wait | undefined;
  /** Whether it waited for a transaction's end; the holder was rolled back then. */
  readonly waitedForTransaction: boolean;
}

const CANCELLED = "57014";

/**
 * Runs statements in one session while another holds locks in an open transaction and a third looks on. A wait for a
 * relation ends the run. A wait for the holder's transaction itself is noted, and the holder rolled back, so that
 * the run goes on. Throws what the server answers, but for the cancelling.
 */
export async function runObserved(
  sessions: { readonly watched: Client; readonly holder: Client; readonly observer: Client },
  statements: readonly string[],
): Promise<Observed> {
  const { watched, holder, observer } = sessions;
  const pid = await backendOf(watched);
  let ended = false;
  const run = inOrder(watched, statements).finally(() => {
    ended = true;
  });
  // The run is awaited below; until then a refusal must not count as unhandled.
  run.catch(() => {});
  let waitedForTransaction = false;
  while (!ended) {
    await Promise.race([run.catch(() => {}), new Promise((resolve) => setTimeout(resolve, 4))]);
    const wait = ended ? undefined : await waitOf(observer, pid);
    if (wait?.relation !== undefined) {
      await observer.query("SELECT pg_cancel_backend($1)", [pid]);
      await cancelled(run);
      return { wait, waitedForTransaction };
    }
    if (wait !== undefined && !waitedForTransaction) {
      waitedForTransaction = true;
      await holder.query("ROLLBACK");
    }
  }
  await run;
  return { wait: undefined, waitedForTransaction };
}

async function inOrder(client: Client, statements: readonly string[]): Promise<void> {
  for (const statement of statements) await client.query(statement);
}

async function cancelled(run: Promise<void>): Promise<void> {
  try {
    await run;
  } catch (error) {
    if (!(error instanceof DatabaseError) || error.code !== CANCELLED) throw error;
  }
}
