import type { Files } from "./files.ts";
import { below, byCodeUnit, folderOf, foldersAbove, nameOf } from "./paths.ts";

/** Folders that hold what others made: never walked, and left out of what is reviewed unless named. */
export const FOREIGN_FOLDERS: ReadonlySet<string> = new Set([
  ".git",
  ".hg",
  ".svn",
  ".cache",
  ".next",
  ".nuxt",
  ".turbo",
  ".venv",
  ".gradle",
  "node_modules",
  "bower_components",
  "vendor",
  "target",
  "dist",
  "build",
  "out",
  "coverage",
  "venv",
  "__pycache__",
]);

/** How many folders are walked and how deep, so that a home folder opened by mistake does not stop the editor. */
const MOST_FOLDERS = 50_000;
const DEEPEST = 24;

/** A folder as it was found. */
export interface FolderView {
  /** Absolute. */
  readonly path: string;
  readonly name: string;
  /** Names of its files, sorted. */
  readonly files: readonly string[];
  /** Names of its folders, sorted. */
  readonly folders: readonly string[];
  /** The folder that it stands in, as far as the one that holds `.git`. */
  readonly parent: FolderView | undefined;
  /** A folder in it. */
  folder(name: string): FolderView | undefined;
  /** The text of a file in it or below it; empty where there is none to read. */
  read(relative: string): string;
}

/** A walk over the folders of a workspace. */
export interface Tree {
  readonly root: string;
  /** The root and what is below it, by path, parents before what they hold. */
  readonly folders: ReadonlyMap<string, FolderView>;
  /** The folders above the root as far as the one that holds `.git`, outermost first; none where there is none. */
  readonly above: readonly FolderView[];
}

/** Walks the folders from the root on. */
export function readTree(files: Files, root: string): Tree {
  const known = new Map<string, FolderView>();
  const read = rememberedTexts(files);
  const above = repositoryFolders(files, root).map((path) => addView(files, path, known, read));
  const folders = new Map<string, FolderView>();
  const pending = [{ path: root, depth: 0 }];
  for (let index = 0; index < pending.length && folders.size < MOST_FOLDERS; index += 1) {
    const next = pending[index];
    if (next === undefined) break;
    const view = addView(files, next.path, known, read);
    folders.set(next.path, view);
    if (next.depth >= DEEPEST) continue;
    for (const name of view.folders) pending.push({ path: below(next.path, name), depth: next.depth + 1 });
  }
  return { root, folders, above };
}

function rememberedTexts(files: Files): (path: string) => string {
  const texts = new Map<string, string>();
  return (path) => {
    const known = texts.get(path);
    if (known !== undefined) return known;
    const answer = files.read(path);
    const text = answer.kind === "text" ? answer.text : "";
    texts.set(path, text);
    return text;
  };
}

/** The folders above the root, outermost first, that belong to the repository that the root is a part of. */
function repositoryFolders(files: Files, root: string): readonly string[] {
  const holdsGit = (folder: string) => files.read(below(folder, ".git")).kind !== "missing";
  if (holdsGit(root)) return [];
  const above = foldersAbove(root);
  const top = above.findIndex(holdsGit);
  return above.slice(0, top + 1).reverse();
}

function addView(
  files: Files,
  path: string,
  known: Map<string, FolderView>,
  read: (path: string) => string,
): FolderView {
  const entries = files.list(path);
  const names = (kind: "file" | "folder") =>
    entries
      .filter((entry) => entry.kind === kind)
      .map((entry) => entry.name)
      .sort(byCodeUnit);
  const view: FolderView = {
    path,
    name: nameOf(path),
    files: names("file"),
    folders: names("folder").filter((name) => !FOREIGN_FOLDERS.has(name)),
    parent: known.get(folderOf(path)),
    folder: (name) => known.get(below(path, name)),
    read: (relative) => read(below(path, relative)),
  };
  known.set(path, view);
  return view;
}

/** A folder as it is at the moment, looked into when something is asked of it, with the folders around it. */
export function folderView(files: Files, path: string): FolderView {
  const names = (kind: "file" | "folder") =>
    files
      .list(path)
      .filter((entry) => entry.kind === kind)
      .map((entry) => entry.name)
      .sort(byCodeUnit);
  const known: { files?: readonly string[]; folders?: readonly string[] } = {};
  return {
    path,
    name: nameOf(path),
    get files() {
      known.files ??= names("file");
      return known.files;
    },
    get folders() {
      known.folders ??= names("folder").filter((name) => !FOREIGN_FOLDERS.has(name));
      return known.folders;
    },
    get parent() {
      return path === folderOf(path) ? undefined : folderView(files, folderOf(path));
    },
    folder(name) {
      return this.folders.includes(name) ? folderView(files, below(path, name)) : undefined;
    },
    read(relative) {
      const answer = files.read(below(path, relative));
      return answer.kind === "text" ? answer.text : "";
    },
  };
}

/** The nearest file of one of these names in the folder or above it. */
export function nearestFile(folder: FolderView, names: readonly string[]): { path: string; text: string } | undefined {
  for (let view: FolderView | undefined = folder; view !== undefined; view = view.parent) {
    for (const name of names) {
      if (view.files.includes(name)) return { path: below(view.path, name), text: view.read(name) };
    }
  }
  return undefined;
}
