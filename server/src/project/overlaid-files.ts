import type { Files, FolderEntry } from "./files.ts";
import { byCodeUnit, folderOf, isWithin, nameOf } from "./paths.ts";

/** Files with texts over them that are not written yet. */
export interface OverlaidFiles extends Files {
  /** Lets the path, absolute, read as this text from now on. */
  put(path: string, text: string): void;
}

/** The files, and what is put over them. */
export function overlaidFiles(files: Files): OverlaidFiles {
  const texts = new Map<string, string>();
  return {
    put: (path, text) => void texts.set(path, text),
    read(path) {
      const text = texts.get(path);
      return text === undefined ? files.read(path) : { kind: "text", text };
    },
    list(folder) {
      const entries = new Map(files.list(folder).map((entry) => [entry.name, entry]));
      for (const path of texts.keys()) {
        const entry = entryIn(folder, path);
        if (entry !== undefined && !entries.has(entry.name)) entries.set(entry.name, entry);
      }
      return [...entries.values()].sort((a, b) => byCodeUnit(a.name, b.name));
    },
  };
}

/** The path as an entry of the folder: itself, or the folder on the way to it. */
function entryIn(folder: string, path: string): FolderEntry | undefined {
  if (folderOf(path) === folder) return { name: nameOf(path), kind: "file" };
  let inner = folderOf(path);
  if (!isWithin(folder, inner) || inner === folder) return undefined;
  while (folderOf(inner) !== folder) inner = folderOf(inner);
  return { name: nameOf(inner), kind: "folder" };
}
