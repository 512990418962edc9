import type { KnownHistory } from "./find-histories.ts";
import { folderOf, nameOf } from "./paths.ts";
import type { MigrationTool, PassedOver } from "./project.ts";

/** Names that somebody meant for a migration's: a number or a date first, or Flyway's letter before one. */
const MIGRATION_NAME = /^(?:\d|[A-Za-z]\d|[Rr]__).*\.sql$/;

/** Tools that keep a list of their files, by what holds it. */
const LISTS: Readonly<Partial<Record<MigrationTool, string>>> = {
  drizzle: "meta/_journal.json",
  sqitch: "sqitch.plan",
};

/** Tools of which nobody knows which names they take. */
const UNKNOWN: ReadonlySet<MigrationTool> = new Set(["plain", "custom", "liquibase"]);

/** Which tool applies the folder of a file that belongs to no history, and why not the file itself; undefined where nothing tells. */
export function passedOver(histories: readonly KnownHistory[], path: string): PassedOver | undefined {
  const name = nameOf(path);
  const folder = folderOf(path);
  const found = histories.find(({ history }) => history.files.some((file) => folderOf(file) === folder));
  const example = found?.history.files.findLast((file) => folderOf(file) === folder);
  if (found === undefined || example === undefined || !MIGRATION_NAME.test(name)) return undefined;
  const tool = found.tool.name;
  if (UNKNOWN.has(tool)) return undefined;
  const list = LISTS[tool];
  return { tool, example: nameOf(example), ...(list !== undefined && { list }) };
}
