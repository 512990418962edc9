import { below, byCodeUnit, byNumber, nameOf } from "../paths.ts";
import type { Evidence, MigrationTool, TransactionHabit, WayOut } from "../project.ts";
import { evidenceOf, findLine } from "../text-lines.ts";
import type { FolderView } from "../tree.ts";
import type { Making } from "./making.ts";

/** What is known of a migration tool: how to tell its folders, the order it applies, how it uses transactions. */
export interface Tool {
  readonly name: MigrationTool;
  /** What people are told of it: the top of its page in `docs/tools/` is drawn from this. */
  readonly about: ToolAbout;
  readonly transaction: TransactionHabit;
  /** What tells that this tool applies the folder; empty where it does not. */
  marks(folder: FolderView): readonly Evidence[];
  /** The folder's files as the tool applies them, absolute. */
  arrange(folder: FolderView): Arrangement;
  /** What configurations around the folder say of how the tool runs it. */
  readonly settings?: (folder: FolderView) => readonly Setting[];
  /** The habit where settings change it. */
  readonly habit?: (settings: readonly Setting[]) => TransactionHabit | undefined;
  /** The file beside a migration that says how it runs, absolute. */
  readonly sidecar?: (path: string) => string;
  /** How the file runs where it departs from the habit. */
  readonly optOut?: (file: MigrationFile) => TransactionHabit | undefined;
  /** How a file that has not opted out can be run outside a transaction. */
  readonly wayOut?: (file: MigrationFile) => WayOut | undefined;
  /** How the next migration is named and written; undefined where Lockkeeper writes none. */
  readonly making?: Making;
}

/** A tool in words, for its page and for `lockkeeper project`. */
export interface ToolAbout {
  /** As its makers write it. */
  readonly title: string;
  /** What tells that it applies a folder, one way a line. */
  readonly recognised: readonly string[];
  readonly order: string;
  /** How a migration is taken back. */
  readonly down: string;
  /** How one file leaves the habit, and how it runs then; undefined where no way is known. */
  readonly optOut: { readonly how: string; readonly runs: TransactionHabit } | undefined;
  /** The documentation, source or thread that each of these was looked up in. */
  readonly sources: readonly string[];
}

/** One line of a tool's configuration. */
export interface Setting {
  readonly name: string;
  readonly value: string;
  readonly evidence: Evidence;
}

/** Files in apply order, and those that take them back, in the same order. */
export interface Arrangement {
  readonly files: readonly string[];
  readonly down: readonly string[];
}

/** One migration. */
export interface MigrationFile {
  /** Absolute. */
  readonly path: string;
  readonly text: string;
  /** The text of the sidecar, or undefined where there is none. */
  readonly sidecar: string | undefined;
  /** Those of the folder. */
  readonly settings: readonly Setting[];
}

/** How many files of a folder are looked into for annotations. */
const MOST_SAMPLES = 2000;

/** How much of a file is looked at for what its tool writes at its top, in UTF-16 code units. */
const MOST_READ = 65_536;

/** The first file of the folder with a line that the test holds for, as evidence. */
export function markedLine(folder: FolderView, test: (line: string) => boolean): readonly Evidence[] {
  for (const name of folder.files.filter(isSql).slice(0, MOST_SAMPLES)) {
    const line = findLine(folder.read(name).slice(0, MOST_READ), test);
    if (line !== undefined) return [evidenceOf(below(folder.path, name), line)];
  }
  return [];
}

/** A name as evidence: that the file or folder is there is what tells. */
export function presence(path: string): Evidence {
  return { path, line: 1, text: nameOf(path) };
}

/** The line of a file that the test holds for, or the file itself. */
export function lineOrPresence(path: string, text: string, test: (line: string) => boolean): Evidence {
  const line = findLine(text, test);
  return line === undefined ? presence(path) : evidenceOf(path, line);
}

/** Whether the name is one of a file of SQL. */
export function isSql(name: string): boolean {
  return name.endsWith(".sql");
}

/** Files named by version, ordered by its value as a number and then by name. `version` is undefined for others. */
export function byVersion(folder: FolderView, version: (name: string) => string | undefined): readonly string[] {
  const found = folder.files.flatMap((name) => {
    const digits = version(name);
    return digits === undefined ? [] : [{ name, digits }];
  });
  found.sort((a, b) => byNumber(a.digits, b.digits) || byCodeUnit(a.name, b.name));
  return found.map(({ name }) => below(folder.path, name));
}

/** The digits that a name begins with. */
export function leadingDigits(name: string): string | undefined {
  return /^\d+/.exec(name)?.[0];
}

/** The parts of dotted or otherwise separated versions, compared one by one as numbers; a missing part is 0. */
export function byVersionParts(left: readonly string[], right: readonly string[]): number {
  for (let index = 0; index < Math.max(left.length, right.length); index += 1) {
    const order = byNumber(left[index] ?? "0", right[index] ?? "0");
    if (order !== 0) return order;
  }
  return 0;
}

/** A way out that inserts text into the file. */
export function insertion(says: string, at: number, text: string, alone: "alone" | "in company"): WayOut {
  return { says, edits: [{ range: { start: at, end: at }, text }], creates: [], alone: alone === "alone" };
}

/** The folders beside the folder, itself included: one runner may apply several that stand side by side. */
export function siblings(folder: FolderView): readonly FolderView[] {
  return (folder.parent?.folders ?? []).flatMap((name) => folder.parent?.folder(name) ?? []);
}
