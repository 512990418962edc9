import { type LogOutputChannel, workspace } from "vscode";
import { type LanguageClient, State } from "vscode-languageclient/node";
import { STATUS_METHOD, type StatusParams } from "../../shared/src/protocol.ts";
import { createClient, disposeClient } from "./create-client.ts";
import type { StatusItems } from "./status-items.ts";

/** The language server as the extension runs it: at most one at a time. */
export interface ServerRun {
  /** Starts the server anew, crashes forgotten; only stops it where `lockkeeper.enable` is false. Never throws. */
  restart(): Promise<void>;
  /** The server's answer to a request of our own; undefined where no server runs, or it cannot answer. Never throws. */
  ask<Answer>(method: string, params: object): Promise<Answer | undefined>;
  /** Ends the server. Never throws. */
  stop(): Promise<void>;
}

/** What a run of the server needs. */
interface Parts {
  /** The server's bundle, absolute. */
  readonly module: string;
  readonly output: LogOutputChannel;
  readonly items: StatusItems;
}

/** A run that has not started. Its functions may be called at any time: each waits for the one before. */
export function createServerRun(parts: Parts): ServerRun {
  let client: LanguageClient | undefined;
  let last: Promise<void> = Promise.resolve();

  const stopNow = async () => {
    const stopped = client;
    client = undefined;
    if (stopped !== undefined) await disposeClient(stopped);
    parts.items.setState("off");
  };
  const restartNow = async () => {
    await stopNow();
    if (!workspace.getConfiguration("lockkeeper").get("enable", true)) return;
    const started = createClient(parts.module, parts.output);
    client = started;
    show(started, parts.items, () => client === started);
    // The client has logged why, and the status item says that it stopped.
    await started.start().catch(() => undefined);
  };
  const next = (step: () => Promise<void>) => {
    last = last.then(step, step);
    return last;
  };
  const ask = async <Answer>(method: string, params: object) => {
    await last;
    return client?.sendRequest<Answer>(method, params).catch(() => undefined);
  };
  return { ask, restart: () => next(restartNow), stop: () => next(stopNow) };
}

/** Lets the status items follow a client, as long as it is the current one. */
function show(client: LanguageClient, items: StatusItems, isCurrent: () => boolean): void {
  client.onDidChangeState(({ newState }) => {
    if (isCurrent()) items.setState(STATES[newState]);
  });
  client.onNotification(STATUS_METHOD, (status: StatusParams) => items.setStatus(status));
}

const STATES = {
  [State.Stopped]: "stopped",
  [State.Starting]: "starting",
  [State.Running]: "running",
  [State.StartFailed]: "stopped",
} as const;
