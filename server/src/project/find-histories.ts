import type { Config } from "./config.ts";
import { byCodeUnit, folderOf, isWithin, nameOf, relativeTo } from "./paths.ts";
import type { Evidence, History } from "./project.ts";
import { supposedFolder } from "./supposed-folder.ts";
import { DETECTED_TOOLS, toolNamed } from "./tools/all-tools.ts";
import { plain } from "./tools/plain.ts";
import type { Setting, Tool } from "./tools/tool.ts";
import type { FolderView, Tree } from "./tree.ts";

/** A history with what is needed to say how one of its files runs. */
export interface KnownHistory {
  readonly history: History;
  readonly tool: Tool;
  /** The texts of the files that stand beside migrations and say how they run, by path. */
  readonly sidecars: ReadonlyMap<string, string>;
  /** What configurations around the folder say of how the tool runs it. */
  readonly settings: readonly Setting[];
}

/** The histories of a workspace: those that the configuration names, else those that are found. */
export function findHistories(tree: Tree, config: Config): readonly KnownHistory[] {
  if (config.migrations.length > 0) return configured(tree, config);
  const claimed = new Set<string>();
  const found: KnownHistory[] = [];
  for (const folder of tree.folders.values()) {
    if (claimed.has(folder.path)) continue;
    const known = recognise(folder);
    if (known === undefined) continue;
    found.push(known);
    for (const path of foldersOf(known.history)) claimed.add(path);
  }
  return found;
}

function configured(tree: Tree, config: Config): readonly KnownHistory[] {
  return config.migrations.flatMap(({ folder, tool }) => {
    const view = tree.folders.get(folder);
    if (view === undefined) return [];
    if (tool !== undefined) return [arranged(view, toolNamed(tool), [])];
    return [recognise(view) ?? arranged(view, plain, [])];
  });
}

function recognise(folder: FolderView): KnownHistory | undefined {
  if (folder.files.length === 0 && folder.folders.length === 0) return undefined;
  for (const tool of DETECTED_TOOLS) {
    const evidence = tool.marks(folder);
    if (evidence.length === 0) continue;
    const known = arranged(folder, tool, evidence);
    if (known.history.files.length > 0 || known.history.down.length > 0) return known;
  }
  return undefined;
}

function arranged(folder: FolderView, tool: Tool, evidence: readonly Evidence[]): KnownHistory {
  const { files, down } = tool.arrange(folder);
  const settings = tool.settings?.(folder) ?? [];
  const history: History = {
    folder: folder.path,
    tool: tool.name,
    evidence: [...evidence, ...settings.map((setting) => setting.evidence)],
    transaction: tool.habit?.(settings) ?? tool.transaction,
    files,
    down,
  };
  return { history, tool, sidecars: sidecarTexts(folder, tool, [...files, ...down]), settings };
}

function sidecarTexts(folder: FolderView, tool: Tool, files: readonly string[]): ReadonlyMap<string, string> {
  const texts = new Map<string, string>();
  for (const path of new Set(files.map((file) => tool.sidecar?.(file)))) {
    if (path === undefined) continue;
    const parent = folderOf(path);
    const holder = parent === folder.path ? folder : folder.folder(nameOf(parent));
    if (holder?.files.includes(nameOf(path))) texts.set(path, holder.read(nameOf(path)));
  }
  return texts;
}

/** The folders from the history's own down to those that its files stand in. */
function foldersOf(history: History): ReadonlySet<string> {
  const folders = new Set([history.folder]);
  for (const path of [...history.files, ...history.down]) {
    for (let folder = folderOf(path); !folders.has(folder); folder = folderOf(folder)) folders.add(folder);
  }
  return folders;
}

/**
 * The history that applies the file. One that is not on disk yet belongs where its tool would take a file of that
 * name; a tool that keeps a list of its files (a journal, a plan) takes none that is not in it.
 */
export function historyOf(histories: readonly KnownHistory[], path: string): KnownHistory | undefined {
  const listed = histories.find(({ history }) => history.files.includes(path) || history.down.includes(path));
  if (listed !== undefined) return listed;
  return histories.find(({ history, tool }) => {
    if (!isWithin(history.folder, path)) return false;
    const { files, down } = tool.arrange(supposedFolder(history.folder, [relativeTo(history.folder, path)]));
    return files.includes(path) || down.includes(path);
  });
}

/** Histories by folder, as a person would list them. */
export function byFolder(histories: readonly KnownHistory[]): readonly History[] {
  return histories.map(({ history }) => history).sort((a, b) => byCodeUnit(a.folder, b.folder));
}
