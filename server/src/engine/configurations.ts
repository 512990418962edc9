import type { Config, ConfigProblem } from "../project/config.ts";
import { defaultConfig, findConfig, parseConfig } from "../project/configuration.ts";
import type { Files, FileText } from "../project/files.ts";
import type { Rule } from "./rule.ts";

/** Where configuration comes from: `lockkeeper.json` found by walking up, one named file, or none. */
export type ConfigSource =
  | { readonly kind: "found" }
  | { readonly kind: "file"; readonly path: string }
  | { readonly kind: "none" };

/** The configuration of each file. */
export interface Configurations {
  /** What is in force for the file: what `lockkeeper.json` says, its last good state where it is broken, or the defaults. */
  configFor(path: string): Config;
  /** What is wrong in a `lockkeeper.json`. */
  problemsIn(path: string): readonly ConfigProblem[];
  /** Whether the configuration file at the path can be used: an unknown key is a problem, but leaves the rest in force. */
  isUsable(path: string): boolean;
  /** The `lockkeeper.json` that the file's configuration comes from, broken or not. */
  configPathFor(path: string): string | undefined;
  /** Reads again what changed; the last good states stay known. */
  refresh(): void;
}

interface Parsed {
  readonly config: Config | undefined;
  readonly problems: readonly ConfigProblem[];
}

/** A file that is there and cannot be read is broken; one that is gone is none. */
function unread(answer: Exclude<FileText, { kind: "text" }>): Parsed {
  if (answer.kind === "missing") return { config: undefined, problems: [] };
  const message = `This configuration is not read: ${answer.reason}.`;
  return { config: undefined, problems: [{ range: { start: 0, end: 0 }, message }] };
}

/** The folders that a file's configuration speaks for where there is none, and where walking up ends. */
export interface ConfigFolders {
  rootOf(path: string): string;
  limitOf(path: string): string;
}

/** Configurations read through `files`. */
export function configurationsOver(
  files: Files,
  { rootOf, limitOf }: ConfigFolders,
  source: ConfigSource,
  rules: readonly Rule[],
): Configurations {
  const parsed = new Map<string, Parsed>();
  const lastGood = new Map<string, Config>();
  const texts = new Map<string, string>();
  const checked = new Set<string>();
  const found = new Map<string, string | undefined>();
  const looked = new Map<string, FileText>();
  // Each file asks in all the folders above it, most of which another file has asked in.
  const look: Files = {
    list: files.list,
    read: (path) => {
      const known = looked.get(path) ?? files.read(path);
      looked.set(path, known);
      return known;
    },
  };
  const defaults = new Map<string, Config>();
  const read = (path: string): Parsed => {
    const known = parsed.get(path);
    if (known !== undefined && checked.has(path)) return known;
    checked.add(path);
    const answer = files.read(path);
    if (known !== undefined && answer.kind === "text" && texts.get(path) === answer.text) return known;
    if (answer.kind === "text") texts.set(path, answer.text);
    else texts.delete(path);
    const result = answer.kind === "text" ? parseConfig(answer.text, path, rules) : unread(answer);
    parsed.set(path, result);
    if (result.config !== undefined) lastGood.set(path, result.config);
    return result;
  };
  const configPathFor = (path: string): string | undefined => {
    if (source.kind !== "found") return source.kind === "file" ? source.path : undefined;
    const folder = path.slice(0, path.lastIndexOf("/"));
    if (!found.has(folder)) found.set(folder, findConfig(look, path, limitOf(path)));
    return found.get(folder);
  };
  const defaultFor = (root: string): Config => {
    const known = defaults.get(root) ?? defaultConfig(root);
    defaults.set(root, known);
    return known;
  };
  return {
    configPathFor,
    problemsIn: (path) => read(path).problems,
    isUsable: (path) => read(path).config !== undefined,
    configFor: (path) => {
      const at = configPathFor(path);
      if (at === undefined) return defaultFor(rootOf(path));
      return read(at).config ?? lastGood.get(at) ?? defaultFor(at.slice(0, at.lastIndexOf("/")));
    },
    refresh: () => {
      checked.clear();
      found.clear();
      looked.clear();
    },
  };
}
