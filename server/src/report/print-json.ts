import { escapeJson } from "../text/escape-terminal.ts";

/** A value as the machine formats print it, safe to show in a terminal. */
export function printJson(value: unknown): string {
  return escapeJson(JSON.stringify(value, undefined, 2));
}
