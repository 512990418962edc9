import type { Project } from "./detect-project.ts";
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

/** The number that tells which migration a file belongs to, or its folder where that has it. */
function versionOf(path: string): string {
  const number = /^[VU]?(\d[\d._-]*)/;
  return number.exec(nameOf(path))?.[1] ?? number.exec(nameOf(folderOf(path)))?.[1] ?? folderOf(path);
}

/** Where the migrations begin that are not older than the date: behind the last whose name holds an earlier one. */
function newerThan({ files }: History, date: string): number {
  return files.findLastIndex((path) => (momentOf(path) ?? date) < date) + 1;
}

/** The moment in a migration's version, as digits from the year on; undefined where it is no moment. */
function momentOf(path: string): string | undefined {
  const digits = versionOf(path).replace(/\D/g, "");
  if (/^(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])/.test(digits))
    return digits.slice(0, 14).padEnd(14, "0");
  // Seconds or milliseconds since 1970, as some tools have it.
  if (!/^(?:\d{10}|\d{13})$/.test(digits)) return undefined;
  return digitsOf(Number(digits) * (digits.length === 10 ? 1000 : 1));
}

/** `2024-01-31` or a moment of ISO 8601 as digits from the year on, in UTC; undefined for anything else. */
function dateDigits(text: string): string | undefined {
  if (!/^\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?(?:Z|[+-]\d\d:?\d\d)?)?$/.test(text)) return undefined;
  const isZoned = /(?:Z|[+-]\d\d:?\d\d)$/.test(text.slice(10)) || text.length === 10;
  const time = Date.parse(isZoned ? text : `${text}Z`);
  if (Number.isNaN(time)) return undefined;
  return digitsOf(time);
}

function digitsOf(time: number): string {
  return new Date(time).toISOString().replace(/\D/g, "").slice(0, 14);
}
