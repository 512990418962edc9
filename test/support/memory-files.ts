import type { Files, FolderEntry } from "../../server/src/project/files.ts";

/** A tree of files from a record of absolute paths to texts. */
export function memoryFiles(texts: Readonly<Record<string, string>>): Files {
  const paths = new Map(Object.entries(texts));
  return {
    read(path) {
      const text = paths.get(path);
      if (text !== undefined) return { kind: "text", text };
      const isFolder = [...paths.keys()].some((known) => known.startsWith(`${path}/`));
      return isFolder ? { kind: "unreadable", reason: "it is a folder, not a file" } : { kind: "missing" };
    },
    list(folder) {
      const prefix = folder.endsWith("/") ? folder : `${folder}/`;
      const entries = new Map<string, FolderEntry["kind"]>();
      for (const path of paths.keys()) {
        if (!path.startsWith(prefix)) continue;
        const [name = "", ...rest] = path.slice(prefix.length).split("/");
        entries.set(name, rest.length > 0 ? "folder" : "file");
      }
      return [...entries].map(([name, kind]) => ({ name, kind })).sort((a, b) => (a.name < b.name ? -1 : 1));
    },
  };
}
