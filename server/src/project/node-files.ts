import {
  closeSync,
  constants,
  type Dirent,
  fstatSync,
  openSync,
  readdirSync,
  readSync,
  realpathSync,
  statSync,
} from "node:fs";
import { decodeText } from "./decode-text.ts";
import type { Files, FileText, FolderEntry } from "./files.ts";
import { below, byCodeUnit, isWithin } from "./paths.ts";

/** The largest file that is read, in bytes: 64 MiB. The largest dump of a schema that we know of is below 1 MiB. */
export const LARGEST_FILE = 64 * 1024 * 1024;

/**
 * The disk. Where a root is given, a path below it whose links lead out of it is not read and not listed; a path
 * that a person names elsewhere is. FIFOs, devices and sockets are never opened. Nothing throws.
 */
export function nodeFiles(root?: string): Files {
  const real = root === undefined ? undefined : realPath(root);
  const leaves = (path: string) => {
    if (root === undefined || real === undefined || !isWithin(root, path)) return false;
    const target = realPath(path);
    return target !== undefined && !isWithin(real, target);
  };
  return { read: (path) => readText(path, leaves), list: (folder) => listFolder(folder, leaves) };
}

function readText(path: string, leaves: (path: string) => boolean): FileText {
  try {
    // Most paths that are asked for are not there: an exception for each would cost more than the question.
    const stat = statSync(path, { throwIfNoEntry: false });
    if (stat === undefined) return { kind: "missing" };
    const kind = kindOf(stat);
    if (kind !== "file") return { kind: "unreadable", reason: `it is a ${kind}, not a file` };
    if (leaves(path)) return { kind: "unreadable", reason: "it is a link that leaves the workspace" };
    const bytes = readBytes(path);
    if (bytes === undefined) {
      return { kind: "unreadable", reason: `it is larger than ${LARGEST_FILE / 1024 / 1024} MiB` };
    }
    return decodeText(bytes);
  } catch (error) {
    return reasonOf(error);
  }
}

/** The bytes, or undefined where there are too many. What was a file may have become a FIFO since: it never blocks. */
function readBytes(path: string): Uint8Array | undefined {
  const file = openSync(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
  try {
    const stat = fstatSync(file);
    if (!stat.isFile()) throw new Error("it is not a file any more");
    if (stat.size > LARGEST_FILE) return undefined;
    const bytes = Buffer.allocUnsafe(stat.size);
    let length = 0;
    while (length < bytes.length) {
      const read = readSync(file, bytes, length, bytes.length - length, length);
      if (read === 0) break;
      length += read;
    }
    return bytes.subarray(0, length);
  } finally {
    closeSync(file);
  }
}

function listFolder(folder: string, leaves: (path: string) => boolean): readonly FolderEntry[] {
  try {
    if (leaves(folder)) return [];
    const entries = readdirSync(folder, { withFileTypes: true }).flatMap((entry): FolderEntry[] => {
      const kind = entryKind(folder, entry, leaves);
      return kind === undefined ? [] : [{ name: entry.name, kind }];
    });
    return entries.sort((a, b) => byCodeUnit(a.name, b.name));
  } catch {
    return [];
  }
}

function entryKind(folder: string, entry: Dirent, leaves: (path: string) => boolean): FolderEntry["kind"] | undefined {
  if (entry.isFile()) return "file";
  if (entry.isDirectory()) return "folder";
  if (!entry.isSymbolicLink()) return "unreadable";
  const path = below(folder, entry.name);
  try {
    const stat = statSync(path);
    if (stat.isDirectory()) return undefined;
    return stat.isFile() && !leaves(path) ? "file" : "unreadable";
  } catch {
    // A link that leads nowhere or in a circle; it must not take its neighbours along.
    return "unreadable";
  }
}

function kindOf(stat: ReturnType<typeof statSync> & object): string {
  if (stat.isFile()) return "file";
  if (stat.isDirectory()) return "folder";
  if (stat.isFIFO()) return "FIFO";
  if (stat.isSocket()) return "socket";
  return "device";
}

function realPath(path: string): string | undefined {
  try {
    return realpathSync.native(path).replaceAll("\\", "/");
  } catch {
    return undefined;
  }
}

const REASONS: Readonly<Record<string, string>> = {
  EACCES: "reading it is not permitted",
  EPERM: "reading it is not permitted",
  ELOOP: "its links lead in a circle",
  ENAMETOOLONG: "its name is too long",
  ERR_INVALID_ARG_VALUE: "its name holds a NUL character",
};

function reasonOf(error: unknown): FileText {
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  if (code === "ENOENT" || code === "ENOTDIR") return { kind: "missing" };
  const reason = REASONS[code] ?? (error instanceof Error ? error.message : String(error));
  return { kind: "unreadable", reason };
}
