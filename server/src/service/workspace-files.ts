import type { Files } from "../project/files.ts";
import { nodeFiles } from "../project/node-files.ts";
import { isWithin } from "../project/paths.ts";

/** The disk, where a link below one of the roots that leads out of that root is not read. */
export function workspaceFiles(roots: readonly string[]): Files {
  const byRoot = roots.map((root) => ({ root, files: nodeFiles(root) }));
  const anywhere = nodeFiles();
  const filesFor = (path: string) => byRoot.find(({ root }) => isWithin(root, path))?.files ?? anywhere;
  return { read: (path) => filesFor(path).read(path), list: (folder) => filesFor(folder).list(folder) };
}
