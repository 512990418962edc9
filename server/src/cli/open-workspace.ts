import { existsSync, statSync } from "node:fs";
import { relative, resolve, sep } from "node:path";
import { createWorkspace, type Workspace } from "../engine/workspace.ts";
import { reviewableFiles } from "../project/reviewable-files.ts";
import { ALL_RULES } from "../service/all-rules.ts";
import { workspaceFiles } from "../service/workspace-files.ts";
import { loadParser } from "../sql/parse.ts";
import { CommandError } from "./command-error.ts";
import type { CommandOptions } from "./options.ts";

/** A workspace for the paths of a command line, and the files to review in it. */
export interface OpenedWorkspace {
  readonly workspace: Workspace;
  /** Absolute, each once, in the order given, folders expanded in order of name. */
  readonly paths: readonly string[];
}

/** Opens the workspace that the command line names. Throws a CommandError for a path that does not exist. */
export async function openWorkspace(options: CommandOptions): Promise<OpenedWorkspace> {
  await loadParser();
  const words = (options.words.length > 0 ? options.words : ["."]).map(existing);
  const folder = posix(process.cwd());
  const roots = [folder, ...words.filter((path) => statSync(path).isDirectory())];
  const files = workspaceFiles([folder]);
  const paths: string[] = [];
  const workspace = createWorkspace({
    files,
    roots,
    rules: ALL_RULES,
    config: configSource(options),
    engine: options.engine,
    postgres: options.postgres,
    schema: options.schema.length > 0 ? options.schema.map(existing) : undefined,
    isolated: options.isolated,
    named: paths,
    lifetime: "for-one-run",
    log: (message) => process.stderr.write(`lockkeeper: ${message}\n`),
  });
  const found = words.flatMap((word) => {
    const { configFor } = workspace.configurations;
    return reviewableFiles(files, [word], configFor(statSync(word).isDirectory() ? `${word}/` : word)).files;
  });
  paths.push(...new Set(found));
  checkConfig(workspace, options);
  return { workspace, paths };
}

function existing(word: string): string {
  const path = resolve(word);
  if (!existsSync(path)) throw new CommandError(`${word} does not exist; name a file or a folder that does`);
  return posix(path);
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

/** A path as reports name it: relative to the working directory, with `/`. */
export function reportPath(path: string): string {
  return posix(relative(process.cwd(), path)) || ".";
}
