import { escapeTerminal } from "../../text/escape-terminal.ts";
import type { MigrationRollback } from "./migration-rollback.ts";
import { oneLine, rollbackScript } from "./rollback-script.ts";
import { runbook } from "./runbook.ts";

/** The way back as a script that can be run, with what to do in the night as comments behind it. */
export function rollbackText(migration: MigrationRollback, name: string): string {
  const path = oneLine(name);
  const place =
    migration.place.kind === "file"
      ? [`-- ${migration.place.path.slice(migration.place.path.lastIndexOf("/") + 1)}, which takes ${path} back`]
      : [`-- Takes ${path} back`];
  const steps = runbook(migration).flatMap(({ step, sql, takes }, index) => [
    `-- ${index + 1}. ${oneLine(step)}`,
    ...(sql === undefined ? [] : sql.split("\n").map((line) => `--      ${line}`)),
    `--      Takes: ${oneLine(takes)}.`,
  ]);
  const text = [
    ...place,
    rollbackScript(migration),
    "-- It is 3 am and this migration is wrong. In this order:",
    ...steps,
  ].join("\n");
  return shown(text);
}

/** Line breaks and tabs are as they were written; what else a terminal would obey is made visible. */
function shown(text: string): string {
  return text.replace(/[^\n\t]+/g, escapeTerminal);
}
