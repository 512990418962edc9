import type { StatusParams } from "../../shared/src/protocol.ts";

/** What the language server is doing, as far as the person needs to know. `off`: the settings say so. */
export type ServerState = "off" | "starting" | "running" | "stopped";

/** What one status item shows: `text` always, `detail` beside it where there is more room. */
export interface StatusText {
  readonly text: string;
  readonly detail: string;
}

const SERVER: Record<Exclude<ServerState, "running">, StatusText> = {
  off: { text: "Lockkeeper is off", detail: "lockkeeper.enable is false" },
  starting: { text: "Lockkeeper is starting", detail: "" },
  stopped: { text: "Lockkeeper has stopped", detail: "Its language server ended; the output says why" },
};

/** What to say of the document in front: the number of its findings, or why there is none to give. */
export function findingsText(state: ServerState, status: StatusParams | undefined): StatusText {
  if (state !== "running") return SERVER[state];
  if (status === undefined) return { text: "Lockkeeper", detail: "This document is not reviewed yet" };
  const count = status.findings === 1 ? "1 finding" : `${status.findings || "No"} findings`;
  return { text: count, detail: status.tool === null ? "Lockkeeper" : `Lockkeeper, migrations of ${status.tool}` };
}

/** Which Postgres the document in front is reviewed for, and how we know; undefined where there is nothing to say. */
export function postgresText(state: ServerState, status: StatusParams | undefined): StatusText | undefined {
  if (state !== "running" || status === undefined) return undefined;
  if (status.postgres === null) return { text: status.engine, detail: "Not reviewed as SQL for Postgres" };
  const { version, assumed, why } = status.postgres;
  return { text: `Postgres ${version}${assumed ? " (assumed)" : ""}`, detail: why };
}
