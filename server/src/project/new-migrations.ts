import { historyOnDisk, type Project } from "./detect-project.ts";
import { fileWords } from "./file-words.ts";
import type { Files } from "./files.ts";
import type { KnownHistory } from "./find-histories.ts";
import type { FileEdit, NewFile, NewFiles, NewMigration } from "./new-migration.ts";
import { nextVersion } from "./next-version.ts";
import { folderOf, nameOf, relativeTo } from "./paths.ts";
import type { TransactionHabit } from "./project.ts";
import { sentPieces } from "./sent-pieces.ts";
import { supposedFolder } from "./supposed-folder.ts";
import { lineEnd } from "./text-lines.ts";
import { ownRunner } from "./tools/custom.ts";
import type { Made, Making, NameParts } from "./tools/making.ts";
import type { Setting, Tool } from "./tools/tool.ts";
import { type FolderView, folderView } from "./tree.ts";

/** The history that new migrations are added to; what is asked of it once is kept for as long as the project is. */
interface Shelf {
  readonly files: Files;
  readonly tool: Tool;
  readonly making: Making;
  readonly view: FolderView;
  readonly transaction: TransactionHabit;
  readonly settings: readonly Setting[];
  /** Absolute paths in apply order. */
  readonly order: readonly string[];
  readonly takesBack: boolean;
  /** What names in the history say beside the version, and what stands before it. */
  readonly words: { readonly examples: readonly string[]; readonly between: string };
  /** Versions that stand in a folder, by folder. */
  readonly taken: Map<string, ReadonlySet<string>>;
}

const shelvesOf = new WeakMap<Project, Map<string, Shelf>>();

/** A place for new migrations: behind `base`, and before `next` where one follows. */
interface Place {
  readonly base: string;
  readonly parts: NameParts;
  readonly next: string | undefined;
}

/** How often a name that is taken is changed before the place is given up. */
const MOST_ATTEMPTS = 1000;

/**
 * What it takes to add migrations right after the one at the absolute path, in their order, named and written as its tool
 * and the project do. Where other migrations leave no room behind it, they come after the last one.
 *
 * Undefined where no way is known: a tool whose migrations are programs, one that cannot run a file outside a transaction
 * where that is asked, one that keeps a list which cannot be read. A tool with the habit `all-files` still runs new files
 * in one transaction with the old where both are pending: a file of its own is then no transaction of its own.
 */
export function newMigrations(
  project: Project,
  path: string,
  migrations: readonly NewMigration[],
): NewFiles | undefined {
  const shelf = shelfOf(project, path);
  if (shelf === undefined || migrations.length === 0) return undefined;
  for (const place of placesFor(shelf, path)) {
    const found = at(shelf, place, path, migrations);
    if (found !== undefined) return withLineEnd(found, lineEnd(textOf(shelf.files, path)));
  }
  return undefined;
}

function shelfOf(project: Project, path: string): Shelf | undefined {
  const found = path.endsWith(".sql") ? historyOnDisk(project, path) : undefined;
  if (found === undefined) return undefined;
  const { known, files } = found;
  const folder = known?.history.folder ?? folderOf(path);
  const shelves = shelvesOf.get(project) ?? new Map<string, Shelf>();
  shelvesOf.set(project, shelves);
  const shelf = shelves.get(folder) ?? newShelf(files, known, folder);
  if (shelf === undefined) return undefined;
  shelves.set(folder, shelf);
  return shelf.order.includes(path) ? shelf : { ...shelf, order: orderWith(shelf, path) };
}

function newShelf(files: Files, known: KnownHistory | undefined, folder: string): Shelf | undefined {
  const tool = known?.tool ?? ownRunner;
  const { making } = tool;
  if (making === undefined) return undefined;
  const view = folderView(files, folder);
  const order = (known?.history ?? tool.arrange(view)).files;
  const worded = order.flatMap((path) => {
    const parts = making.takeApart(unitName(making, path));
    return parts === undefined || parts.words === "" ? [] : [parts];
  });
  return {
    files,
    tool,
    making,
    view,
    transaction: known?.history.transaction ?? tool.transaction,
    settings: known?.settings ?? [],
    order,
    takesBack: known !== undefined && known.history.down.length > 0,
    words: { examples: worded.map(({ words }) => words), between: worded.at(-1)?.between ?? "" },
    taken: new Map(),
  };
}

/** The order with a file that is being written and is not on disk yet; without it where its tool would not take it. */
function orderWith({ order, tool, view }: Shelf, path: string): readonly string[] {
  const relatives = [...order, path].map((file) => relativeTo(view.path, file));
  return tool.arrange(supposedFolder(view.path, relatives)).files;
}

/** The places to try: right behind the migration, then behind the last that a new one can be named after. */
function placesFor({ order, making }: Shelf, path: string): readonly Place[] {
  const index = order.indexOf(path);
  if (index < 0) return [];
  const last = order.findLastIndex((file) => making.takeApart(unitName(making, file)) !== undefined);
  const isOpen = making.place === "anywhere" || last <= index;
  return (isOpen ? [index, last] : [last]).flatMap((at) => {
    const base = at >= index ? order[at] : undefined;
    const parts = base === undefined ? undefined : making.takeApart(unitName(making, base));
    return base === undefined || parts === undefined ? [] : [{ base, parts, next: order[at + 1] }];
  });
}

/** The name of the file, or of the folder where a migration is one. */
function unitName({ unit }: Making, path: string): string {
  return nameOf(unit === "folder" ? folderOf(path) : path);
}

function at(shelf: Shelf, place: Place, model: string, migrations: readonly NewMigration[]): NewFiles | undefined {
  const { making } = shelf;
  const named = madeAt(shelf, place, model, migrations);
  if (named === undefined) return undefined;
  const edits =
    making.list === undefined ? [] : making.list({ history: shelf.view, after: place.base, made: named.made });
  if (edits === undefined) return undefined;
  const ups = named.creates.flatMap(([up]) => up?.path ?? []);
  if (edits.length === 0 && !isInOrder(shelf, place, ups)) return undefined;
  return { creates: named.creates.flat(), edits, after: place.base, afterwards: making.afterwards };
}

/** The new migrations with their files; the first file of each is the migration itself. */
function madeAt(shelf: Shelf, place: Place, model: string, migrations: readonly NewMigration[]) {
  const { making, files, view } = shelf;
  const folder = making.unit === "folder" ? folderOf(folderOf(place.base)) : folderOf(place.base);
  const common = { folder, history: view, model, takesBack: shelf.takesBack };
  const taken = takenVersions(shelf, folder);
  const made: Made[] = [];
  const creates: (readonly NewFile[])[] = [];
  let version = place.parts.version;
  for (const migration of migrations) {
    const isFree = (parts: NameParts) => {
      if (parts.version !== "" && taken.has(parts.version)) return false;
      if (made.some((other) => other.parts.words === parts.words && other.parts.version === parts.version))
        return false;
      const written = making.write({ ...common, migration, parts }) ?? [];
      return written.every((file) => files.read(file.path).kind === "missing");
    };
    const parts = freeParts({ ...place.parts, ...wordsFor(shelf, migration), version }, isFree);
    const one = parts && { ...common, migration, parts };
    const written = one && making.write(one);
    if (one === undefined || written === undefined || !runsAsAsked(shelf, migration, written)) return undefined;
    version = one.parts.version;
    made.push(one);
    creates.push(written);
  }
  return { made, creates };
}

function freeParts(after: NameParts, isFree: (parts: NameParts) => boolean): NameParts | undefined {
  let parts = after;
  for (let attempt = 1; attempt <= MOST_ATTEMPTS; attempt += 1) {
    parts =
      after.version === ""
        ? { ...after, words: attempt === 1 ? after.words : `${after.words}_${attempt}` }
        : { ...parts, version: nextVersion(parts.version) };
    if (isFree(parts)) return parts;
  }
  return undefined;
}

/** The versions of what stands in the folder, whatever else is in the names. */
function takenVersions({ making, files, taken }: Shelf, folder: string): ReadonlySet<string> {
  const known = taken.get(folder);
  if (known !== undefined) return known;
  const names = files.list(folder).map((entry) => entry.name);
  const versions = new Set(names.flatMap((name) => making.takeApart(name)?.version ?? []));
  taken.set(folder, versions);
  return versions;
}

/** The words of the name, and what stands before them; nothing where the project's names say only the version. */
function wordsFor({ words }: Shelf, migration: NewMigration): Partial<NameParts> {
  if (words.examples.length === 0) return { words: "" };
  return { words: fileWords(migration.words, words.examples), between: words.between };
}

/** Whether the tool would send the new migration outside a transaction where that is asked. */
function runsAsAsked(shelf: Shelf, { outside, up }: NewMigration, written: readonly NewFile[]): boolean {
  if (!outside) return true;
  const [file] = written;
  if (file === undefined) return false;
  const beside = shelf.tool.sidecar?.(file.path);
  const sidecar = written.find((other) => other.path === beside)?.text;
  const runs = shelf.tool.optOut?.({ ...file, sidecar, settings: shelf.settings }) ?? shelf.transaction;
  return runs === "none" || (runs === "implicit" && sentPieces(up).length === 1);
}

/** Whether the tool would apply them in their order, behind the one and before the other that they are to stand between. */
function isInOrder({ tool, view }: Shelf, { base, next }: Place, ups: readonly string[]): boolean {
  const wanted = [base, ...ups, ...(next === undefined ? [] : [next])];
  const supposed = supposedFolder(
    view.path,
    wanted.map((path) => relativeTo(view.path, path)),
  );
  const { files } = tool.arrange(supposed);
  return files.length === wanted.length && files.every((path, index) => path === wanted[index]);
}

function textOf(files: Files, path: string): string {
  const answer = files.read(path);
  return answer.kind === "text" ? answer.text : "";
}

/** The files with the project's line breaks; an edit of a list keeps those that the list has. */
function withLineEnd(found: NewFiles, end: "\r\n" | "\n"): NewFiles {
  if (end === "\n") return found;
  const broken = (text: string) => text.replace(/\r?\n/g, end);
  const creates: readonly NewFile[] = found.creates.map((file) => ({ ...file, text: broken(file.text) }));
  const edits: readonly FileEdit[] = found.edits;
  return { ...found, creates, edits };
}
