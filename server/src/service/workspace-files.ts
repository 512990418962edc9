import { existsSync } from "node:fs";
import { isAbsolute } from "node:path";
import type { Files } from "../project/files.ts";
import { nodeFiles } from "../project/node-files.ts";
import { below, foldersAbove, isWithin } from "../project/paths.ts";

/**
 * The disk, where a link below one of the roots that leads out of that root is not read. What stands above a root in
 * the same repository (its `lockkeeper.json`, the schema that it names) may be reached through links inside of that.
 */
export function workspaceFiles(roots: readonly string[]): Files {
  const all = new Set([...roots, ...roots.flatMap((root) => repositoryAround(root) ?? [])]);
  const byRoot = [...all].map((root) => ({ root, files: nodeFiles(root) }));
  const anywhere = nodeFiles();
  const filesFor = (path: string) => byRoot.find(({ root }) => isWithin(root, path))?.files ?? anywhere;
  return {
    read: (path) => (isAbsolute(path) ? filesFor(path).read(path) : { kind: "missing" }),
    list: (folder) => (isAbsolute(folder) ? filesFor(folder).list(folder) : []),
  };
}

/** The nearest folder at or above the root that holds `.git`. */
function repositoryAround(root: string): string | undefined {
  return [root, ...foldersAbove(root)].find((folder) => existsSync(below(folder, ".git")));
}
