import { accessSync, constants, existsSync, statSync } from "node:fs";
import { relative, resolve, sep } from "node:path";
import { baselineOf } from "../engine/baseline.ts";
import type { Git } from "../engine/git.ts";
import { createWorkspace, type Workspace } from "../engine/workspace.ts";
import type { Files } from "../project/files.ts";
import { reviewableFiles } from "../project/reviewable-files.ts";
import { ALL_RULES } from "../service/all-rules.ts";
import { workspaceFiles } from "../service/workspace-files.ts";
import { loadParser } from "../sql/parse.ts";
import { CommandError } from "./command-error.ts";
import { log } from "./log.ts";
import type { CommandOptions } from "./options.ts";

/** A workspace for the paths of a command line, and the files to review in it. */
export interface OpenedWorkspace {
  readonly workspace: Workspace;
  /** Absolute, each once, in the order given, folders expanded in order of name. */
  readonly paths: readonly string[];
}

/** Says that files will change while the workspace is open: what stands over the disk. */
export interface WillChange {
  over(disk: Files): Files;
}

/** Opens the workspace that the command line names. Throws a CommandError for a path that cannot be used. */
export async function openWorkspace(options: CommandOptions, changes?: WillChange): Promise<OpenedWorkspace> {
  await loadParser();
  const words = (options.words.length > 0 ? options.words : ["."]).map(existing);
  const roots = [posix(process.cwd()), ...words.filter(isOpenFolder)];
  const disk = workspaceFiles(roots);
  const files = changes?.over(disk) ?? disk;
  const schema: string[] = [];
  const paths: string[] = [];
  const workspace = createWorkspace({
    files,
    roots,
    rules: ALL_RULES,
    config: configSource(options),
    engine: options.engine,
    postgres: options.postgres,
    schema: options.schema.length > 0 ? schema : undefined,
    isolated: options.isolated,
    named: paths,
    since: options.since,
    git: options.git ? await gitOfMachine() : undefined,
    lifetime: changes === undefined ? "for-one-run" : "for-edits",
    log,
  });
  checkConfig(workspace, options);
  paths.push(...expanded(workspace, words));
  schema.push(...options.schema.flatMap((word) => schemaFiles(workspace, word)));
  for (const path of paths) sayUnknownSince(workspace, path);
  return { workspace, paths };
}

/** Loaded only when asked for: it alone starts processes. */
async function gitOfMachine(): Promise<Git> {
  return (await import("../lsp/ask-git.ts")).askGit();
}

const said = new WeakSet<object>();

/** What a baseline means must be known, or all of a long history is reviewed and nobody knows why. */
function sayUnknownSince(workspace: Workspace, path: string): void {
  const project = workspace.project(path);
  if (said.has(project)) return;
  said.add(project);
  const { since, older } = baselineOf(project, workspace.options);
  if (since === undefined || older !== undefined) return;
  const ask = workspace.options.git === undefined ? "; add --git if it is a revision" : "";
  log(`since ${JSON.stringify(since)} is no migration here and no date${ask}; all migrations are reviewed`);
}

/** The files that paths stand for, each once: folders' files in order of name, but for what the configuration ignores. */
function expanded({ documents, configurations }: Workspace, paths: readonly string[]): readonly string[] {
  const found = paths.flatMap((path) => {
    const config = configurations.configFor(isOpenFolder(path) ? `${path}/` : path);
    return reviewableFiles(documents.files, [path], config).files;
  });
  return [...new Set(found)];
}

/** The files of one `--schema`, each of which must be text: what is left out of it would be missing from every review. */
function schemaFiles(workspace: Workspace, word: string): readonly string[] {
  const files = expanded(workspace, [existing(word)]);
  for (const path of files) {
    const answer = workspace.documents.files.read(path);
    if (answer.kind === "text") continue;
    const reason = answer.kind === "unreadable" ? answer.reason : "it is gone";
    throw new CommandError(`--schema ${word} cannot be used: ${reason}; name text files of SQL`);
  }
  return files;
}

function existing(word: string): string {
  if (word === "") throw new CommandError("a path is empty; name a file or a folder that exists");
  const path = resolve(word);
  if (word.includes("\0") || !existsSync(path))
    throw new CommandError(`${word} does not exist; name a file or a folder that does`);
  return posix(path);
}

/** Whether the path is a folder. Throws a CommandError where it is one that nobody may look into. */
function isOpenFolder(path: string): boolean {
  if (!statSync(path).isDirectory()) return false;
  try {
    accessSync(path, constants.R_OK | constants.X_OK);
    return true;
  } catch {
    throw new CommandError(`${reportPath(path)} cannot be opened; ask for the right to read it`);
  }
}

function posix(path: string): string {
  return sep === "/" ? path : path.split(sep).join("/");
}

function configSource({ config, noConfig }: CommandOptions): Workspace["options"]["config"] {
  if (noConfig) return { kind: "none" };
  return config === undefined ? { kind: "found" } : { kind: "file", path: existing(config) };
}

function checkConfig({ configurations }: Workspace, { config }: CommandOptions): void {
  if (config === undefined || configurations.isUsable(existing(config))) return;
  const [problem] = configurations.problemsIn(existing(config));
  throw new CommandError(`${config} cannot be used: ${problem?.message ?? "it cannot be read"}`);
}

/** The path that a word names, as configurations are looked up by it: a folder ends with a slash. */
export function workspacePath(word: string): string {
  const path = existing(word);
  return isOpenFolder(path) ? `${path}/` : path;
}

/** A path as reports name it: relative to the working directory, with `/`. */
export function reportPath(path: string): string {
  return posix(relative(process.cwd(), path)) || ".";
}
