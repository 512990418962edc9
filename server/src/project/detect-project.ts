import { appliedWith } from "./applied-with.ts";
import type { Config } from "./config.ts";
import { type EngineSources, engineOf, type NamedVersion, versionsBeside, workspaceEngine } from "./engine-facts.ts";
import { engineMarks } from "./engine-marks.ts";
import type { Files } from "./files.ts";
import { byFolder, findHistories, historyOf, type KnownHistory } from "./find-histories.ts";
import { passedOver } from "./passed-over.ts";
import { folderOf, nameOf, relativeTo } from "./paths.ts";
import type { EngineFacts, FileFacts, History, MigrationTool, TransactionHabit, WayOut } from "./project.ts";
import { hasWayBack } from "./taken-back.ts";
import { toolWords } from "./tool-words.ts";
import { isDownName } from "./tools/plain.ts";
import { readTree } from "./tree.ts";

/** A workspace as it was found at one moment. */
export interface Project {
  /** Absolute. */
  readonly root: string;
  readonly config: Config;
  /** The engine of the workspace as a whole; each file has its own. */
  readonly engine: EngineFacts;
  /** Versions of Postgres that something names and that were not taken for the workspace's. */
  readonly otherVersions: readonly NamedVersion[];
  /** By folder. */
  readonly histories: readonly History[];
}

/** What `fileFacts` needs and nobody else. */
interface Details {
  readonly known: readonly KnownHistory[];
  readonly files: Files;
  readonly sources: EngineSources;
  /** The facts last given for a path, kept over detections of the same files so that equal facts stay one value. */
  readonly given: Map<string, FileFacts>;
  /** The texts that the facts of this detection were given for. */
  readonly texts: Map<string, string>;
}

const detailsOf = new WeakMap<Project, Details>();
const givenOver = new WeakMap<Files, Map<string, FileFacts>>();

/**
 * Finds out about the workspace below `root` (absolute): its histories of migrations, its engines. Runs and connects to
 * nothing; what cannot be read is as if it were not there.
 */
export function detectProject(files: Files, root: string, config: Config): Project {
  const tree = readTree(files, root);
  const known = findHistories(tree, config);
  const sources: EngineSources = { root, config, marks: engineMarks(tree) };
  const engine = workspaceEngine(sources, known);
  const otherVersions = versionsBeside(sources, engine);
  const project: Project = { root, config, engine, otherVersions, histories: byFolder(known) };
  const given = givenOver.get(files) ?? new Map<string, FileFacts>();
  givenOver.set(files, given);
  detailsOf.set(project, { known, files, sources, given, texts: new Map() });
  return project;
}

/**
 * How the file at the absolute path runs, given its text. The same value as before where nothing of it changed, so that
 * what was concluded from it need not be concluded again.
 */
export function fileFacts(project: Project, path: string, text: string): FileFacts {
  const details = detailsOf.get(project);
  if (details === undefined) return factsOf(project, { known: [], sources: { ...project, marks: [] } }, path, text);
  const before = details.given.get(path);
  if (before !== undefined && details.texts.get(path) === text) return before;
  const facts = factsOf(project, details, path, text);
  const kept = before !== undefined && JSON.stringify(before) === JSON.stringify(facts) ? before : facts;
  details.given.set(path, kept);
  details.texts.set(path, text);
  return kept;
}

function factsOf(
  project: Project,
  { known, sources }: Pick<Details, "known" | "sources">,
  path: string,
  text: string,
): FileFacts {
  const history = historyOf(known, path);
  const common = {
    path: relativeTo(project.root, path),
    engine: engineOf(sources, path, text, history),
    direction: directionOf(history, path),
  };
  if (history === undefined) {
    const over = passedOver(known, path);
    const facts = {
      tool: undefined,
      folder: undefined,
      transaction: "none",
      optsOut: false,
      wayOut: undefined,
    } as const;
    return { ...common, ...facts, ...(over && { passedOver: over }) };
  }
  const { tool, sidecars, settings } = history;
  const habit = history.history.transaction;
  const sidecar = tool.sidecar === undefined ? undefined : sidecars.get(tool.sidecar(path));
  const file = { path, text, sidecar, settings };
  const outside = tool.optOut?.(file);
  const hasDown = hasWayBack(history.history, path);
  const together = appliedWith(history.history, path).map((other) => relativeTo(project.root, other));
  return {
    ...common,
    ...(hasDown !== undefined && { hasDown }),
    ...(together.length > 0 && { together }),
    tool: tool.name,
    folder: history.history.folder,
    transaction: outside ?? habit,
    optsOut: outside !== undefined,
    wayOut: outside === undefined && habit !== "none" ? tool.wayOut?.(file) : wayOutStill(tool.name, outside ?? habit),
  };
}

/** A history with the files that it was found in, for what looks at more of them than was looked at to find it. */
export interface HistoryOnDisk {
  /** Undefined for a file that belongs to no history. */
  readonly known: KnownHistory | undefined;
  readonly files: Files;
}

/** The history that applies the file at the absolute path, and the files around it; undefined for a project not found here. */
export function historyOnDisk(project: Project, path: string): HistoryOnDisk | undefined {
  const details = detailsOf.get(project);
  return details && { known: historyOf(details.known, path), files: details.files };
}

/** A file that has left its tool's transaction and is sent as one query is one transaction again with two statements. */
function wayOutStill(tool: MigrationTool, transaction: TransactionHabit): WayOut | undefined {
  if (transaction !== "implicit") return undefined;
  return {
    says: `${toolWords(tool)} sends this file as one query, so this statement must be the only one of its file`,
    edits: [],
    creates: [],
    alone: true,
  };
}

function directionOf(history: KnownHistory | undefined, path: string): FileFacts["direction"] {
  if (history?.history.files.includes(path)) return "up";
  if (history?.history.down.includes(path)) return "down";
  return isDownName(nameOf(path)) || nameOf(folderOf(path)) === "revert" ? "down" : "up";
}

/** The history's files that opt out of its habit, read from `files`. Absolute paths in apply order. */
export function filesOutside(project: Project, files: Files, history: History): readonly string[] {
  return history.files.filter((path) => {
    const answer = files.read(path);
    return answer.kind === "text" && fileFacts(project, path, answer.text).optsOut;
  });
}
