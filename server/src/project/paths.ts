/** The folder that the path stands in: `/a/b` of `/a/b/c.sql`, `/` of `/a`. Paths are absolute with `/`. */
export function folderOf(path: string): string {
  const slash = path.lastIndexOf("/");
  if (slash < 0) return "";
  return slash === 0 ? "/" : path.slice(0, slash);
}

/** The last part of the path: `c.sql` of `/a/b/c.sql`. */
export function nameOf(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1);
}

/** A path below the folder; `rest` is relative with `/`, and the folder itself where it is empty or `.`. */
export function below(folder: string, rest: string): string {
  if (rest === "" || rest === ".") return folder;
  return folder.endsWith("/") ? folder + rest : `${folder}/${rest}`;
}

/** Whether the path is the folder or stands anywhere below it, as the text of both says. */
export function isWithin(folder: string, path: string): boolean {
  if (path === folder || folder === "/") return true;
  return path.startsWith(folder.endsWith("/") ? folder : `${folder}/`);
}

/** The path as seen from the folder, or the absolute path where it stands elsewhere; `.` for the folder itself. */
export function relativeTo(folder: string, path: string): string {
  if (path === folder) return ".";
  if (!isWithin(folder, path)) return path;
  return path.slice(folder.endsWith("/") ? folder.length : folder.length + 1);
}

/**
 * A relative path without `.`, `..` and doubled slashes, or undefined where it is absolute or leaves the folder
 * that it starts from. The folder itself is `.`.
 */
export function insidePath(path: string): string | undefined {
  if (path.startsWith("/") || path.includes("\\") || /^[A-Za-z]:/.test(path)) return undefined;
  const parts: string[] = [];
  for (const part of path.split("/")) {
    if (part === "" || part === ".") continue;
    if (part !== "..") parts.push(part);
    else if (parts.pop() === undefined) return undefined;
  }
  return parts.length === 0 ? "." : parts.join("/");
}

/** The folders above the path, nearest first, down to `/` (or the drive). */
export function foldersAbove(path: string): readonly string[] {
  const folders: string[] = [];
  let folder = folderOf(path);
  while (folder !== "" && folders.at(-1) !== folder) {
    folders.push(folder);
    folder = folderOf(folder);
  }
  return folders;
}

/** Orders strings by UTF-16 code unit, as Go, Rust and JavaScript order file names; never by the user's locale. */
export function byCodeUnit(left: string, right: string): number {
  if (left === right) return 0;
  return left < right ? -1 : 1;
}

/** Orders two strings of digits by value, whatever their length and leading zeros. */
export function byNumber(left: string, right: string): number {
  const a = left.replace(/^0+/, "");
  const b = right.replace(/^0+/, "");
  return a.length - b.length || byCodeUnit(a, b);
}
