import type { Project } from "./detect-project.ts";
import { digitsOf, momentOf, versionOf } from "./moment.ts";
import { folderOf, nameOf, relativeTo } from "./paths.ts";
import type { History } from "./project.ts";

/** The files that a revision holds, or undefined where there is no such revision, or nobody to ask. */
export type FilesAtRevision = (revision: string) => ReadonlySet<string> | undefined;

/**
 * The migrations (absolute paths) that come before `since`, which is the first migration to be reviewed (by its path, its
 * name, or its folder's), a date, or a revision that holds the older ones. Undefined where it is none of these.
 */
export function olderMigrations(
  project: Project,
  since: string,
  filesAt: FilesAtRevision,
): ReadonlySet<string> | undefined {
  const { histories, root } = project;
  const named = histories.map((history) => history.files.findIndex((path) => isNamed(path, since, root)));
  if (named.some((index) => index >= 0)) {
    return new Set(histories.flatMap((history, at) => before(history, Math.max(0, named[at] ?? 0))));
  }
  const digits = dateDigits(since);
  if (digits !== undefined) return new Set(histories.flatMap((history) => before(history, newerThan(history, digits))));
  const stored = filesAt(since);
  if (stored === undefined) return undefined;
  return new Set(histories.flatMap(({ files, down }) => [...files, ...down].filter((path) => stored.has(path))));
}

function isNamed(path: string, since: string, root: string): boolean {
  const [name, folder] = [nameOf(path), nameOf(folderOf(path))];
  return [relativeTo(root, path), name, name.replace(/\.sql$/, ""), folder].includes(since);
}

/** The first so many migrations, and what takes them back. */
function before({ files, down }: History, count: number): readonly string[] {
  const older = files.slice(0, count);
  const versions = new Set(older.map(versionOf));
  return [...older, ...down.filter((path) => versions.has(versionOf(path)))];
}

/** Where the migrations begin that are not older than the date: behind the last whose name holds an earlier one. */
function newerThan({ files }: History, date: string): number {
  return files.findLastIndex((path) => (momentOf(path) ?? date) < date) + 1;
}

/** `2024-01-31` or a moment of ISO 8601 as digits from the year on, in UTC; undefined for anything else. */
function dateDigits(text: string): string | undefined {
  if (!/^\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?(?:Z|[+-]\d\d:?\d\d)?)?$/.test(text)) return undefined;
  const isZoned = /(?:Z|[+-]\d\d:?\d\d)$/.test(text.slice(10)) || text.length === 10;
  const time = Date.parse(isZoned ? text : `${text}Z`);
  if (Number.isNaN(time)) return undefined;
  return digitsOf(time);
}
