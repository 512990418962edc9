import type { History } from "./project.ts";

const known = new WeakMap<History, ReadonlySet<string>>();

/** Whether a file of the history takes the migration back; undefined where the history has no such files at all. */
export function hasWayBack(history: History, up: string): boolean | undefined {
  if (history.down.length === 0) return undefined;
  const taken =
    known.get(history) ?? new Set(history.down.flatMap((down) => [withoutDirection(down), ...beside(down)]));
  known.set(history, taken);
  return taken.has(up) || taken.has(withoutDirection(up));
}

/** Whether the one file takes the other back, as their names tell. */
export function isTakenBackBy(up: string, down: string): boolean {
  return withoutDirection(up) === withoutDirection(down) || beside(down).includes(up);
}

/** `U1__a.sql` takes `V1__a.sql` back, and `down.sql` the `migration.sql` of its folder. */
function beside(down: string): readonly string[] {
  return [down.replace(/\/U([^/]*)$/, "/V$1"), down.replace(/\/down\.sql$/, "/migration.sql")];
}

/** The same for a migration and the file that takes it back: `1_a.down.sql` and `1_a.up.sql`, `revert/a.sql` and `deploy/a.sql`. */
export function withoutDirection(path: string): string {
  return path.replace(/([./_-])(?:up|down|do|undo|deploy|revert)(?=[./])/g, "$1");
}
