import { escapeTerminal } from "../text/escape-terminal.ts";
import { maskSecrets } from "../text/secrets.ts";

/** Writes a line to standard error, safe to show in a terminal. */
export function log(message: string): void {
  process.stderr.write(`lockkeeper: ${escapeTerminal(maskSecrets(message))}\n`);
}
