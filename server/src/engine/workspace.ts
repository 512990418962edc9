import { type Catalog, EMPTY_CATALOG } from "../catalog/catalog.ts";
import type { Config } from "../project/config.ts";
import { detectProject, fileFacts, type Project } from "../project/detect-project.ts";
import type { Files } from "../project/files.ts";
import type { Engine, FileFacts } from "../project/project.ts";
import { sectionsOf } from "../sql/sections.ts";
import { type ConfigSource, type Configurations, configurationsOver } from "./configurations.ts";
import { conventionsFrom } from "./conventions.ts";
import { type Document, type DocumentChange, type Documents, documentsOver } from "./documents.ts";
import { errorWords } from "./error-words.ts";
import { createHistories, type Histories, type ReplayFile } from "./histories.ts";
import type { SqlMemory } from "./review-sql.ts";
import type { Conventions, Rule } from "./rule.ts";

/** What a workspace is made of. */
export interface WorkspaceOptions {
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
  /** Something on disk, in a configuration or in the settings changed: what was concluded from it is found out anew. */
  refresh(): void;
  /** How the file runs. */
  facts(document: Document): FileFacts;
  /** The schema before the file, and the whole history around it. */
  around(document: Document, facts: FileFacts): Around;
  conventions(document: Document, around: Around): Conventions;
  readonly memory: Map<string, SqlMemory>;
}

/** What stands around a file in its history. */
export interface Around {
  readonly base: Catalog;
  /** The schema after the files that follow, given the schema after this one. */
  finish(end: Catalog): Catalog;
  readonly hasLater: boolean;
  /** Documents of the whole history, this file's included. */
  documents(): readonly Document[];
}

/** The folder that a path stands in among the open ones; a file outside all of them stands in its own. */
function rootAmong(roots: readonly string[], path: string): string {
  const around = roots.filter((root) => path.startsWith(root.endsWith("/") ? root : `${root}/`));
  return around.sort((a, b) => b.length - a.length)[0] ?? path.slice(0, path.lastIndexOf("/"));
}

/** A workspace over files. */
export function createWorkspace(options: WorkspaceOptions): Workspace {
  const documents = documentsOver(options.files);
  const rootOf = (path: string) => rootAmong(options.roots, path);
  const configurations = configurationsOver(documents.files, rootOf, options.config, options.rules);
  const histories = createHistories((error, path) =>
    options.log(`The schema after ${path} is incomplete: ${errorWords(error)}`),
  );
  const state: State = { options, documents, configurations, histories, projects: new Map(), conventions: new Map() };
  const memory = new Map<string, SqlMemory>();
  return {
    options,
    memory,
    documents,
    configurations,
    rules: new Map(options.rules.map((rule) => [rule.id, rule])),
    open: documents.open,
    change: documents.change,
    close: (path) => {
      documents.close(path);
      documents.forget(path);
      memory.delete(path);
    },
    refresh: () => {
      documents.forget();
      configurations.refresh();
      state.projects.clear();
      state.conventions.clear();
    },
    facts: (document) => factsOf(state, document),
    around: (document, facts) => aroundOf(state, document, facts),
    conventions: (document, around) => conventionsOf(state, document, around),
  };
}

interface State {
  readonly options: WorkspaceOptions;
  readonly documents: Documents;
  readonly configurations: Configurations;
  readonly histories: Histories;
  readonly projects: Map<Config, Project>;
  readonly conventions: Map<string, Conventions>;
}

function projectOf(state: State, path: string): Project {
  const config = state.configurations.configFor(path);
  const known = state.projects.get(config);
  if (known !== undefined) return known;
  const project = detectProject(state.documents.files, config.root, overridden(config, state.options));
  state.projects.set(config, project);
  return project;
}

/** What a command line or a setting says wins over the file. */
function overridden(config: Config, { engine, postgres }: WorkspaceOptions): Config {
  return { ...config, engine: engine ?? config.engine, postgres: postgres ?? config.postgres };
}

function factsOf(state: State, document: Document): FileFacts {
  return fileFacts(projectOf(state, document.path), document.path, document.text);
}

/** The files of the history that the path stands in, in apply order, itself included. */
function historyOf(state: State, path: string): readonly string[] {
  const { isolated, schema, named } = state.options;
  if (isolated) return [path];
  const { histories } = projectOf(state, path);
  const found = histories.find(({ files }) => files.includes(path));
  if (found === undefined) {
    const inNone = named.filter(
      (other) => !histories.some(({ files, down }) => files.includes(other) || down.includes(other)),
    );
    return inNone.includes(path) ? inNone : [path];
  }
  return schema === undefined ? found.files : found.files.filter((file) => file === path || named.includes(file));
}

function replayFile(state: State, path: string): ReplayFile[] {
  const document = state.documents.get(path);
  if (document === undefined) return [];
  const facts = factsOf(state, document);
  if (facts.engine.name !== "postgres") return [];
  const sections = sectionsOf(document.segments);
  return [{ document, path: facts.path, isUp: (index) => facts.direction === "up" && sections[index] !== "down" }];
}

function aroundOf(state: State, document: Document, facts: FileFacts): Around {
  const config = state.configurations.configFor(document.path);
  const files = historyOf(state, document.path);
  const position = files.indexOf(document.path);
  const slot = facts.folder ?? (state.options.isolated ? document.path : "");
  const replayed = (paths: readonly string[]) => paths.flatMap((path) => replayFile(state, path));
  const given = (state.options.schema ?? config.schema).filter((path) => path !== document.path);
  const start = state.histories.through("schema", replayed(given), EMPTY_CATALOG);
  const base = state.histories.through(slot, replayed(files.slice(0, position)), start);
  const later = files.slice(position + 1);
  return {
    base,
    hasLater: later.length > 0,
    finish: (end) => state.histories.through(slot, replayed(later), end),
    documents: () => files.flatMap((path) => state.documents.get(path) ?? []),
  };
}

/** Habits are read once a history, and again only when files on disk change: an edit does not change them. */
function conventionsOf(state: State, document: Document, around: Around): Conventions {
  const key = historyOf(state, document.path)[0] ?? document.path;
  const known = state.conventions.get(key) ?? conventionsFrom(around.documents());
  state.conventions.set(key, known);
  return known;
}
