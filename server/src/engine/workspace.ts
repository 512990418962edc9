import { type Catalog, EMPTY_CATALOG } from "../catalog/catalog.ts";
import type { Config } from "../project/config.ts";
import { detectProject, fileFacts, type Project } from "../project/detect-project.ts";
import type { Files } from "../project/files.ts";
import { folderOf } from "../project/paths.ts";
import type { Engine, FileFacts, History } from "../project/project.ts";
import { isReviewable } from "../project/reviewable-files.ts";
import type { BaselineOptions } from "./baseline.ts";
import { type ConfigSource, type Configurations, configurationsOver } from "./configurations.ts";
import { conventionsFrom, type KnownConventions } from "./conventions.ts";
import { type Document, type DocumentChange, type Documents, documentsOver, isPrisma } from "./documents.ts";
import { errorWords } from "./error-words.ts";
import { createHistories, type Histories, type ReplayFile } from "./histories.ts";
import { type FindMentions, type Sources, sourcesOver } from "./mentions.ts";
import type { ReplayMemory } from "./replay.ts";
import type { Conventions, Rule } from "./rule.ts";
import { type TimelineFile, timelineOf } from "./timeline.ts";
import { noTouches, type Touches } from "./touches.ts";
import { wayUp } from "./way-up.ts";

/** What a workspace is made of. */
export interface WorkspaceOptions extends BaselineOptions {
  readonly files: Files;
  /** Folders that are open, absolute. */
  readonly roots: readonly string[];
  /** Every rule, the engine's own included. */
  readonly rules: readonly Rule[];
  readonly config: ConfigSource;
  /** What the command line or an editor's setting says over the configuration. */
  readonly engine: Engine | undefined;
  readonly postgres: number | undefined;
  /** Paths that exist before the first reviewed file, in order; undefined to take the configuration's and the history's. */
  readonly schema: readonly string[] | undefined;
  /** Review each file alone on top of `schema`. */
  readonly isolated: boolean;
  /** Files named together on a command line: those that belong to no history form one in this order. */
  readonly named: readonly string[];
  /** Whether files will be edited, or are reviewed once each and then forgotten. */
  readonly lifetime: "for-edits" | "for-one-run";
  readonly log: (message: string) => void;
}

/** The files under review with everything that is known and kept about them. */
export interface Workspace {
  readonly options: WorkspaceOptions;
  readonly rules: ReadonlyMap<string, Rule>;
  readonly documents: Documents;
  readonly configurations: Configurations;
  open(path: string, text: string): void;
  change(path: string, changes: readonly DocumentChange[], text: string): void;
  close(path: string): void;
  /**
   * A configuration that is open changed, or what stands on disk at the paths: what was concluded from it is found out
   * anew. What proves to be the same keeps all that rests on it.
   */
  refresh(changed?: readonly string[]): void;
  /** How the file runs. */
  facts(document: Document): FileFacts;
  /** What was found out about the workspace that the path stands in. */
  project(path: string): Project;
  /** The schema before the file, and the whole history around it. */
  around(document: Document, facts: FileFacts): Around;
  /** The files that the path is applied together with, in apply order, itself included. */
  sequence(path: string): readonly string[];
  /** Every file that has to do with the path's history, each with the schema that it starts from. */
  timeline(path: string): readonly TimelineFile[];
  /** The histories of the project that the path stands in. */
  historiesAround(path: string): readonly History[];
  conventions(document: Document, facts: FileFacts): Conventions;
  /** The search for names in the source code around the file's history. */
  mentions(document: Document, facts: FileFacts): FindMentions;
  /** Whether the file's text, as source code or otherwise, was ever asked for. */
  wasRead(path: string): boolean;
}

/** What stands around a file in its history. */
export interface Around {
  readonly base: Catalog;
  /** What is kept of the file, shared between its review and the replay of its history. */
  readonly memory: ReplayMemory;
  /** The schema after the file. */
  readonly after: () => Catalog;
  /** The schema after the whole history, where files follow this one. */
  readonly final: (() => Catalog) | undefined;
}

/** The folder that a path stands in among the open ones; a file outside all of them stands in its own. */
function rootAmong(roots: readonly string[], path: string): string {
  const around = roots.filter((root) => path.startsWith(root.endsWith("/") ? root : `${root}/`));
  return around.sort((a, b) => b.length - a.length)[0] ?? path.slice(0, path.lastIndexOf("/"));
}

/** How far up a configuration is looked for: to the outermost open folder, so that naming a folder inside does not hide it. */
function outermostRoot(roots: readonly string[], path: string): string {
  const around = roots.filter((root) => path.startsWith(root.endsWith("/") ? root : `${root}/`));
  return around.sort((a, b) => a.length - b.length)[0] ?? rootAmong(roots, path);
}

/** A workspace over files. */
export function createWorkspace(options: WorkspaceOptions): Workspace {
  const documents = documentsOver(options.files, options.lifetime);
  const rootOf = (path: string) => rootAmong(options.roots, path);
  const limitOf = (path: string) => outermostRoot(options.roots, path);
  const configurations = configurationsOver(documents.files, { rootOf, limitOf }, options.config, options.rules);
  const projects = new Map<Config, KnownProject>();
  const replayFiles: FactsSource["replayFiles"] = new Map();
  const source = { options, documents, configurations, projects, replayFiles };
  const histories = createHistories({
    lifetime: options.lifetime,
    file: (path) => replayFile(source, path),
    onError: (error, path) => options.log(`The schema after ${path} is incomplete: ${errorWords(error)}`),
  });
  const touches = noTouches();
  const state: State = { ...source, histories, conventions: new Map(), settled: new Set(), touches, bases: new Map() };
  const sources = sourcesOver(options.files);
  return {
    options,
    documents,
    configurations,
    rules: new Map(options.rules.map((rule) => [rule.id, rule])),
    open: (path, text) => {
      touches.note(path);
      documents.open(path, text);
    },
    change: (path, changes, text) => {
      touches.note(path);
      documents.change(path, changes, text);
    },
    close: (path) => {
      touches.note(path);
      documents.close(path);
      documents.reread([path]);
    },
    refresh: (changed = []) => {
      const isOnlyCode = changed.length > 0 && changed.every((path) => isOnlySource(state, sources, path));
      sources.reread(changed);
      if (isOnlyCode) return;
      touches.note();
      documents.reread(changed);
      configurations.refresh();
      state.projects.clear();
      state.replayFiles.clear();
      state.settled.clear();
    },
    facts: (document) => factsOf(state, document),
    project: (path) => projectOf(state, path).project,
    around: (document, facts) => aroundOf(state, document, facts),
    sequence: (path) => historyOf(state, path),
    timeline: (path) => timelineAround(state, path),
    historiesAround: (path) => projectOf(state, path).project.histories,
    conventions: (document, facts) => conventionsOf(state, document, facts),
    mentions: ({ path }, { folder }) => {
      const { root, histories: found } = projectOf(state, path).project;
      return sources.around(
        root,
        folder ?? folderOf(path),
        found.map((history) => history.folder),
      );
    },
    wasRead: (path) => documents.wasRead(path) || sources.wasRead(path),
  };
}

/** Source code that says nothing of the project; nothing rests on it but where names stand. */
function isOnlySource({ documents }: FactsSource, sources: Sources, path: string): boolean {
  return sources.wasRead(path) && !documents.wasRead(path);
}

interface FactsSource {
  readonly options: WorkspaceOptions;
  readonly documents: Documents;
  readonly configurations: Configurations;
  readonly projects: Map<Config, KnownProject>;
  readonly replayFiles: Map<string, { readonly document: Document; readonly file: ReplayFile | undefined }>;
}

interface State extends FactsSource {
  readonly histories: Histories;
  readonly conventions: Map<string, KnownConventions>;
  /** The keys of those that were looked at since something last changed on disk. */
  readonly settled: Set<string>;
  readonly touches: Touches;
  /** The schema before each file that was asked for, and what it was found under. */
  readonly bases: Map<string, KnownBase>;
}

/** The schema before a file, true for as long as nothing else has changed. */
interface KnownBase {
  readonly touched: number;
  readonly files: readonly string[];
  readonly config: Config;
  readonly base: Catalog;
}

/** A project with what is asked of it for each file. */
interface KnownProject {
  readonly project: Project;
  /** The history that each path stands in, down files included. */
  readonly histories: ReadonlyMap<string, History>;
  /** Files named together that stand in no history: they form one. */
  readonly loose: readonly string[];
  /** Loose SQL files by folder, where a file's neighbours were asked for. */
  readonly besides: Map<string, readonly string[]>;
}

function projectOf(state: FactsSource, path: string): KnownProject {
  const config = state.configurations.configFor(path);
  const known = state.projects.get(config) ?? knownProject(state, config);
  state.projects.set(config, known);
  return known;
}

function knownProject({ documents, options }: FactsSource, config: Config): KnownProject {
  const project = detectProject(documents.files, config.root, overridden(config, options));
  const histories = new Map<string, History>();
  for (const history of project.histories) {
    for (const file of [...history.files, ...history.down]) histories.set(file, history);
  }
  return { project, histories, loose: options.named.filter((path) => !histories.has(path)), besides: new Map() };
}

/** What a command line or a setting says wins over the file, which then is no evidence of it. */
function overridden(config: Config, { engine, postgres }: WorkspaceOptions): Config {
  const path = engine === undefined && postgres === undefined ? config.path : undefined;
  return { ...config, path, engine: engine ?? config.engine, postgres: postgres ?? config.postgres };
}

function factsOf(state: FactsSource, document: Document): FileFacts {
  return fileFacts(projectOf(state, document.path).project, document.path, document.text);
}

/** The files of the history that the path stands in, in apply order, itself included. */
function historyOf(state: State, path: string): readonly string[] {
  const { isolated, schema, named } = state.options;
  if (isolated) return [path];
  const { histories, loose } = projectOf(state, path);
  const found = histories.get(path);
  if (found === undefined) return loose.includes(path) ? loose : besides(state, path);
  if (!found.files.includes(path)) return [path];
  return schema === undefined ? found.files : found.files.filter((file) => file === path || named.includes(file));
}

/** More loose files than these in one folder are no set of scripts that belong together. */
const MOST_LOOSE = 200;

/** The loose SQL files of the file's folder, in order of name, as `lint` of that folder takes them. Read once a detection. */
function besides(state: FactsSource, path: string): readonly string[] {
  const folder = path.slice(0, path.lastIndexOf("/") + 1);
  const { histories, besides: known } = projectOf(state, path);
  const found = known.get(folder) ?? looseFiles(state.documents, folder, histories);
  known.set(folder, found);
  return state.options.named.length === 0 && found.includes(path) ? found : [path];
}

function looseFiles({ files }: Documents, folder: string, histories: ReadonlyMap<string, History>): readonly string[] {
  const names = files.list(folder).filter(({ name, kind }) => kind === "file" && isReviewable(name) && !isPrisma(name));
  const loose = names.map(({ name }) => folder + name).filter((path) => !histories.has(path));
  return loose.length <= MOST_LOOSE ? loose : [];
}

/**
 * The file as histories replay it; undefined where it cannot be read or is for another engine. An edit asks for all
 * files of a history, so it is kept for as long as the text and the projects are the same.
 */
function replayFile(state: FactsSource, path: string): ReplayFile | undefined {
  const document = state.documents.get(path);
  if (document === undefined) return undefined;
  const known = state.replayFiles.get(path);
  if (known?.document === document) return known.file;
  const facts = factsOf(state, document);
  const isPostgres = facts.engine.name === "postgres";
  const file = isPostgres ? { document, path: facts.path, isUp: wayUp(document.segments, facts) } : undefined;
  if (state.options.lifetime === "for-edits") state.replayFiles.set(path, { document, file });
  return file;
}

function aroundOf(state: State, { path }: Document, facts: FileFacts): Around {
  const files = historyOf(state, path);
  const slot = slotOf(state, path, facts);
  const base = baseOf(state, path, files, slot);
  const isLast = files.at(-1) === path;
  return {
    base,
    memory: state.histories.memory(slot, path),
    after: () => state.histories.through(slot, [path], base),
    final: isLast ? undefined : () => state.histories.through(slot, files.slice(files.indexOf(path)), base),
  };
}

/** The schema before the file; while nothing but the file itself changes, it is not asked of its history again. */
function baseOf(state: State, path: string, files: readonly string[], slot: string): Catalog {
  const config = state.configurations.configFor(path);
  const touched = state.touches.besides(path);
  const known = state.bases.get(path);
  if (known?.touched === touched && known.files === files && known.config === config) return known.base;
  const given = (state.options.schema ?? config.schema).filter((other) => other !== path);
  const start = state.histories.through("schema", given, EMPTY_CATALOG);
  const base = state.histories.through(slot, files.slice(0, files.indexOf(path)), start);
  if (state.options.lifetime === "for-edits") state.bases.set(path, { touched, files, config, base });
  return base;
}

function timelineAround(state: State, path: string): readonly TimelineFile[] {
  const history = projectOf(state, path).histories.get(path);
  const files = history === undefined || state.options.isolated ? historyOf(state, path) : history.files;
  const given = state.options.schema ?? state.configurations.configFor(path).schema;
  const file = (each: string) => {
    const document = state.documents.get(each);
    const facts = document && factsOf(state, document);
    if (document === undefined || facts?.engine.name !== "postgres") return undefined;
    return { document, facts, slot: slotOf(state, each, facts) };
  };
  const schema = given.filter((each) => !files.includes(each));
  return timelineOf({ histories: state.histories, file }, { schema, files, down: history?.down ?? [] });
}

/** The name that replays of a file are kept under. */
function slotOf({ options }: State, path: string, { folder }: FileFacts): string {
  return folder ?? (options.isolated ? path : "");
}

/** Habits are read once a history, and again only when files on disk change: an edit does not change them. */
function conventionsOf(state: State, document: Document, facts: FileFacts): Conventions {
  const key = facts.folder ?? document.path;
  const paths = facts.folder === undefined ? [document.path] : historyOf(state, document.path);
  const known = state.conventions.get(key);
  if (known !== undefined && (state.settled.has(key) || known.stillHold(paths))) {
    state.settled.add(key);
    return known.conventions;
  }
  const read = conventionsFrom(paths, state.documents);
  state.conventions.set(key, read);
  state.settled.add(key);
  return read.conventions;
}
