import type { Config } from "./config.ts";
import type { Files } from "./files.ts";
import { globMatcher } from "./glob.ts";
import { below, byCodeUnit, folderOf, isWithin, nameOf, relativeTo } from "./paths.ts";
import { FOREIGN_FOLDERS } from "./tree.ts";

/** Endings of the names of files that are reviewed. */
export const REVIEWABLE_ENDINGS = [".sql", ".sql.postgres", ".pgsql", ".psql", ".prisma"] as const;

/** How deep folders are looked into. */
const DEEPEST = 64;

/** The files that the paths of a command line stand for. */
export interface Reviewable {
  /** Absolute; a folder's files sorted, the paths in the order given, each file once. */
  readonly files: readonly string[];
  /** Paths where there is nothing. */
  readonly missing: readonly string[];
}

/**
 * Expands paths (absolute, with `/`) of files and folders. A file that is named is always taken; of a folder's, those
 * whose names say SQL or Prisma, except what `ignore` names and what stands in folders that others made.
 */
export function reviewableFiles(files: Files, paths: readonly string[], config: Config): Reviewable {
  const isIgnored = ignoreTest(config);
  const found = new Set<string>();
  const missing: string[] = [];
  for (const path of paths) {
    const within = isFolder(files, path) ? filesBelow(files, path, isIgnored) : undefined;
    if (within !== undefined) for (const file of within) found.add(file);
    else if (files.read(path).kind === "missing") missing.push(path);
    else found.add(path);
  }
  return { files: [...found], missing };
}

/** Whether the configuration keeps the file out of the review. Paths are absolute; outside its folder nothing is. */
export function ignoreTest(config: Config): (path: string) => boolean {
  const matchers = config.ignore.map(globMatcher);
  return (path) => {
    if (!isWithin(config.root, path)) return false;
    const relative = relativeTo(config.root, path);
    return matchers.some((matches) => matches(relative));
  };
}

/** Whether files of that name are reviewed where they are found in a folder. */
export function isReviewable(name: string): boolean {
  return REVIEWABLE_ENDINGS.some((ending) => name.endsWith(ending));
}

function isFolder(files: Files, path: string): boolean {
  if (files.list(path).length > 0) return true;
  const entry = files.list(folderOf(path)).find(({ name }) => name === nameOf(path));
  return entry?.kind === "folder";
}

function filesBelow(files: Files, root: string, isIgnored: (path: string) => boolean): readonly string[] {
  const found: string[] = [];
  const pending = [{ folder: root, depth: 0 }];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    const entries = files.list(next.folder);
    // An empty folder that is named like a file was meant as one, and no migration tool can read it.
    if (entries.length === 0 && next.depth > 0 && isReviewable(nameOf(next.folder))) found.push(next.folder);
    for (const { name, kind } of entries) {
      const path = below(next.folder, name);
      if (isIgnored(path)) continue;
      // What cannot be read is taken too, so that the review says so.
      if (kind !== "folder" && isReviewable(name)) found.push(path);
      if (kind === "folder" && !FOREIGN_FOLDERS.has(name) && next.depth < DEEPEST) {
        pending.push({ folder: path, depth: next.depth + 1 });
      }
    }
  }
  return found.sort(byCodeUnit);
}
