import { mkdirSync, readFileSync, realpathSync, writeFileSync } from "node:fs";
import type { FixedFiles } from "../engine/fix-files.ts";
import { decodeText } from "../project/decode-text.ts";
import { folderOf, isWithin } from "../project/paths.ts";
import { CommandError } from "./command-error.ts";
import { reportPath } from "./open-workspace.ts";

/**
 * Writes what fixing came to: new files first, so that a change never stands without the migration that goes with it. Throws
 * a CommandError, before anything is written, where a file is not what it was, is not UTF-8, or its folder leads out of the
 * roots.
 */
export function writeFiles({ changed, created }: FixedFiles, roots: readonly string[]): void {
  const marks = new Map(changed.map(({ path, before }) => [path, markOf(path, before)]));
  for (const { path } of [...created, ...changed]) checkPlace(path, roots);
  for (const { path, text } of created) {
    mkdirSync(folderOf(path), { recursive: true });
    create(path, text);
  }
  for (const { path, after } of changed) writeFileSync(path, (marks.get(path) ?? "") + after);
}

/** What came to be there in the meantime is not written over. */
function create(path: string, text: string): void {
  try {
    writeFileSync(path, text, { flag: "wx" });
  } catch {
    throw new CommandError(`${reportPath(path)} cannot be created; see whether it is there already, and run fix again`);
  }
}

/** The byte-order mark that the file begins with, or nothing. */
function markOf(path: string, before: string): string {
  const bytes = readFileSync(path);
  const answer = decodeText(bytes);
  if (answer.kind !== "text" || answer.text !== before) {
    throw new CommandError(`${reportPath(path)} has changed in the meantime; run fix again`);
  }
  const mark = bytes.length >= 3 && bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? "\ufeff" : "";
  if (!Buffer.from(mark + before).equals(bytes)) {
    throw new CommandError(`${reportPath(path)} is UTF-16, which fix does not write; save it as UTF-8`);
  }
  return mark;
}

/** Whatever links its folders go through, the file must stand below one of the roots. */
function checkPlace(path: string, roots: readonly string[]): void {
  const real = (folder: string) => realpathSync.native(folder).replaceAll("\\", "/");
  const target = nearest(path, real);
  if (roots.some((root) => isWithin(real(root), target))) return;
  throw new CommandError(`${reportPath(path)} stands outside of the workspace; run fix where it stands`);
}

/** The real path of the nearest folder above that is there, or of the file itself. */
function nearest(path: string, real: (path: string) => string): string {
  for (let at = path; at !== folderOf(at); at = folderOf(at)) {
    try {
      return real(at);
    } catch {
      // Not there yet: what it will stand in is asked.
    }
  }
  return "/";
}
