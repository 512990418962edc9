import { below, byCodeUnit, nameOf } from "./paths.ts";
import type { FolderView } from "./tree.ts";

/** A folder that holds nothing but files of these relative paths, all of them empty. */
export function supposedFolder(path: string, relatives: readonly string[]): FolderView {
  const files: string[] = [];
  const inner = new Map<string, string[]>();
  for (const relative of relatives) {
    const slash = relative.indexOf("/");
    if (slash < 0) {
      files.push(relative);
      continue;
    }
    const name = relative.slice(0, slash);
    inner.set(name, [...(inner.get(name) ?? []), relative.slice(slash + 1)]);
  }
  return {
    path,
    name: nameOf(path),
    files: files.sort(byCodeUnit),
    folders: [...inner.keys()].sort(byCodeUnit),
    parent: undefined,
    folder(name) {
      const held = inner.get(name);
      return held && supposedFolder(below(path, name), held);
    },
    read: () => "",
  };
}
