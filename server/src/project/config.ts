import type { Range } from "../text/range.ts";
import type { Engine, MigrationTool } from "./project.ts";

/** Severities, gravest first, as `lockkeeper.json` and reports write them. */
export const SEVERITIES = ["critical", "high", "medium", "low", "nit"] as const;

/** How grave a finding is. */
export type Severity = (typeof SEVERITIES)[number];

/** The sets of rules that `extends` names, each holding those before it. */
export const RULE_SETS = ["recommended", "strict", "all"] as const;

/** One of them. */
export type RuleSet = (typeof RULE_SETS)[number];

/** What `lockkeeper.json` says, checked; absent keys are undefined. */
export interface Config {
  /** The file it was read from, absolute, or undefined for the defaults. */
  readonly path: string | undefined;
  /** The folder that it stands in and speaks for, absolute. */
  readonly root: string;
  readonly extends: readonly RuleSet[];
  readonly engine: Engine | undefined;
  readonly postgres: number | undefined;
  /** Folders are absolute. */
  readonly migrations: readonly { readonly folder: string; readonly tool: MigrationTool | undefined }[];
  /** Absolute. */
  readonly schema: readonly string[];
  readonly since: string | undefined;
  /** Patterns of paths relative to `root`, as `globMatcher` reads them. */
  readonly ignore: readonly string[];
  readonly rules: ReadonlyMap<string, RuleSetting>;
  readonly tables: ReadonlyMap<
    string,
    { readonly rows: number | undefined; readonly writesPerSecond: number | undefined }
  >;
}

/** What the configuration says of one rule. */
export interface RuleSetting {
  /** "off", a severity, or undefined to keep the rule's own. */
  readonly severity: Severity | "off" | undefined;
  readonly options: Readonly<Record<string, unknown>>;
}

/** Something wrong in `lockkeeper.json`, with its place in that file's text (UTF-16 offsets). */
export interface ConfigProblem {
  readonly range: Range;
  readonly message: string;
}

/** What the validator must know of each rule to check `rules`. */
export interface RuleSchema {
  readonly id: string;
  readonly options: Readonly<Record<string, OptionSchema>>;
}

/** One option of a rule. */
export interface OptionSchema {
  readonly type: "string" | "number" | "boolean" | "string[]";
  readonly default: unknown;
  readonly description: string;
}
