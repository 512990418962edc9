import { getNodeValue, type Node, type ParseError, printParseErrorCode } from "jsonc-parser";
import { type CheckedProblem, checkValue } from "./check-config.ts";
import {
  type Config,
  type ConfigProblem,
  RULE_SETS,
  type RuleSchema,
  type RuleSetting,
  type Severity,
} from "./config.ts";
import { CONFIG_KEYS, RULE_WORDS } from "./config-keys.ts";
import type { Files } from "./files.ts";
import { type JsonField, jsonFields, readJson } from "./json-nodes.ts";
import { below, folderOf, foldersAbove, insidePath, isWithin } from "./paths.ts";
import { ENGINES, MIGRATION_TOOLS } from "./project.ts";

/** The name of the configuration's file. */
export const CONFIG_NAME = "lockkeeper.json";

/**
 * The `lockkeeper.json` in force for the file: the nearest one above it, as far as the folder that holds `.git`, else
 * `stopAt` (the workspace or working folder), else, for a file outside of that, its own folder. Paths are absolute.
 */
export function findConfig(files: Files, path: string, stopAt: string): string | undefined {
  const above = foldersAbove(path);
  const limit =
    above.find((folder) => exists(files, below(folder, ".git"))) ?? (isWithin(stopAt, path) ? stopAt : folderOf(path));
  for (const folder of above) {
    if (!isWithin(limit, folder)) break;
    const candidate = below(folder, CONFIG_NAME);
    if (exists(files, candidate)) return candidate;
  }
  return undefined;
}

/** A folder and what cannot be read exist too: `.git` is a file in a worktree and a folder elsewhere. */
function exists(files: Files, path: string): boolean {
  return files.read(path).kind !== "missing";
}

/** What holds where there is no `lockkeeper.json`. `root` is the workspace or working folder, absolute. */
export function defaultConfig(root: string): Config {
  return {
    path: undefined,
    root,
    extends: ["recommended"],
    engine: undefined,
    postgres: undefined,
    migrations: [],
    schema: [],
    since: undefined,
    ignore: [],
    rules: new Map(),
    tables: new Map(),
  };
}

/** A larger file is no configuration, in UTF-16 code units. */
const LARGEST = 1024 * 1024;

/** More problems than these tell nobody more. */
const MOST_PROBLEMS = 100;

/** What reading `lockkeeper.json` gave. */
export interface ParsedConfig {
  /** Undefined where the file cannot be used, so that what was in force before stays in force. */
  readonly config: Config | undefined;
  readonly problems: readonly ConfigProblem[];
}

/**
 * Reads the text of a `lockkeeper.json`. Unknown keys, rules and options are reported and left out; everything else
 * that is wrong (syntax, types, words, paths that leave the folder) makes the file unusable. `path` is absolute.
 */
export function parseConfig(text: string, path: string, rules: readonly RuleSchema[]): ParsedConfig {
  const { root, problems } = readChecked(text, rules);
  const shown = problems.slice(0, MOST_PROBLEMS).map(({ range, message }) => ({ range, message }));
  if (root === undefined || problems.some((problem) => problem.fatal)) return { config: undefined, problems: shown };
  return { config: configOf(root, path, rules), problems: shown };
}

function readChecked(
  text: string,
  rules: readonly RuleSchema[],
): { root: Node | undefined; problems: CheckedProblem[] } {
  const whole = { start: 0, end: text.length };
  if (text.length > LARGEST) {
    return {
      root: undefined,
      problems: [{ range: { start: 0, end: 0 }, message: "This is larger than 1 MiB.", fatal: true }],
    };
  }
  const { root, errors, tooDeep } = readJson(text);
  if (tooDeep !== undefined)
    return { root, problems: [{ range: tooDeep, message: "This is nested too deep.", fatal: true }] };
  const problems = errors.slice(0, MOST_PROBLEMS).map((error) => ({
    range: { start: error.offset, end: error.offset + error.length },
    message: syntaxMessage(error.error),
    fatal: true,
  }));
  if (root === undefined) {
    const message = "This is empty: an object is expected, if only {}.";
    return { root, problems: text.trim() !== "" ? problems : [{ range: whole, message, fatal: true }] };
  }
  checkValue(root, { kind: "object", keys: CONFIG_KEYS }, rules, (problem) => problems.push(problem));
  return { root, problems: problems.sort((a, b) => a.range.start - b.range.start) };
}

/** "CommaExpected" as "Comma expected." */
function syntaxMessage(code: ParseError["error"]): string {
  const name = printParseErrorCode(code);
  if (name === "InvalidSymbol") return "This is not JSON.";
  const words = name.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`).trim();
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}.`;
}

function configOf(root: Node, path: string, rules: readonly RuleSchema[]): Config {
  const fields = new Map(jsonFields(root).map((field) => [field.name, field.value]));
  const list = (name: string) => fields.get(name)?.children ?? [];
  const defaults = defaultConfig(folderOf(path));
  return {
    path,
    root: defaults.root,
    extends: fields.has("extends")
      ? list("extends").flatMap((node) => wordOf(node, RULE_SETS) ?? [])
      : defaults.extends,
    engine: wordOf(fields.get("engine"), ENGINES),
    postgres: numberOf(fields.get("postgres")),
    migrations: list("migrations").flatMap((node) => historyOf(node, defaults.root)),
    schema: list("schema").flatMap((node) => placed(stringOf(node), defaults.root)),
    since: stringOf(fields.get("since")),
    ignore: list("ignore").flatMap((node) => stringOf(node) ?? []),
    rules: new Map(fieldsAt(fields, "rules").flatMap((field) => ruleEntry(field, rules))),
    tables: new Map(fieldsAt(fields, "tables").map(tableEntry)),
  };
}

function fieldsAt(fields: ReadonlyMap<string, Node>, name: string): readonly JsonField[] {
  const node = fields.get(name);
  return node === undefined ? [] : jsonFields(node);
}

function historyOf(node: Node, root: string): Config["migrations"] {
  const fields = new Map(jsonFields(node).map((field) => [field.name, field.value]));
  const tool = wordOf(fields.get("tool"), MIGRATION_TOOLS);
  return placed(stringOf(fields.get("folder")), root).map((folder) => ({ folder, tool }));
}

/** The absolute path of a relative one, as a list that is empty where there is none inside the root. */
function placed(path: string | undefined, root: string): readonly string[] {
  const inside = path === undefined ? undefined : insidePath(path);
  return inside === undefined ? [] : [below(root, inside)];
}

function ruleEntry(field: JsonField, rules: readonly RuleSchema[]): [string, RuleSetting][] {
  const rule = rules.find((candidate) => candidate.id === field.name);
  if (rule === undefined) return [];
  const [word, options] = field.value.type === "array" ? (field.value.children ?? []) : [field.value];
  const severity: Severity | "off" | undefined = wordOf(word, RULE_WORDS);
  const known =
    options === undefined ? [] : jsonFields(options).filter((option) => Object.hasOwn(rule.options, option.name));
  return [
    [
      field.name,
      { severity, options: Object.fromEntries(known.map((option) => [option.name, getNodeValue(option.value)])) },
    ],
  ];
}

function tableEntry(field: JsonField): [string, { rows: number | undefined; writesPerSecond: number | undefined }] {
  const facts = new Map(jsonFields(field.value).map((fact) => [fact.name, fact.value]));
  return [field.name, { rows: numberOf(facts.get("rows")), writesPerSecond: numberOf(facts.get("writesPerSecond")) }];
}

function stringOf(node: Node | undefined): string | undefined {
  return typeof node?.value === "string" ? node.value : undefined;
}

function numberOf(node: Node | undefined): number | undefined {
  return typeof node?.value === "number" ? node.value : undefined;
}

function wordOf<Word extends string>(node: Node | undefined, words: readonly Word[]): Word | undefined {
  return words.find((word) => word === node?.value);
}
