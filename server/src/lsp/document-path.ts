import { fileURLToPath, pathToFileURL } from "node:url";

/**
 * The path that the engine knows a document by. Documents that stand in no file (untitled, remote) get their URI as
 * path, with an ending that says their language where the URI has none.
 */
export function pathOf(uri: string, languageId?: string): string {
  if (uri.startsWith("file:")) {
    try {
      return fileURLToPath(uri).replaceAll("\\", "/");
    } catch {
      // A file URI with a host or an encoded slash names no file here; it is treated as remote.
    }
  }
  return languageId === "prisma" && !uri.endsWith(".prisma") ? `${uri}.prisma` : uri;
}

/** The path of a folder, without the slash that some clients end its URI with. */
export function folderPathOf(uri: string): string {
  const path = pathOf(uri);
  return path.length > 1 && path.endsWith("/") && !/^[a-z]:\/$/i.test(path) ? path.slice(0, -1) : path;
}

/** The URI of an absolute path. */
export function uriOf(path: string): string {
  return path.startsWith("/") || /^[a-z]:\//i.test(path) ? pathToFileURL(path).href : path;
}
