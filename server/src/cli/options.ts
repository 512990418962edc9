import { parseArgs } from "node:util";
import { SEVERITIES, type Severity } from "../project/config.ts";
import { POSTGRES_VERSIONS } from "../project/postgres-versions.ts";
import { ENGINES, type Engine } from "../project/project.ts";
import { CommandError } from "./command-error.ts";

/** What a command line says, checked. */
export interface CommandOptions<Format extends string = string> {
  /** Words after the command that are no option. */
  readonly words: readonly string[];
  readonly schema: readonly string[];
  readonly isolated: boolean;
  readonly postgres: number | undefined;
  readonly engine: Engine | undefined;
  readonly config: string | undefined;
  readonly noConfig: boolean;
  readonly format: Format;
  readonly failOn: Severity | "never";
  readonly stdio: boolean;
  /** Whether Git may be run. */
  readonly git: boolean;
  /** From where on migrations are reviewed, in place of what the configuration says. */
  readonly since: string | undefined;
  /** Whether nothing is to be written. */
  readonly dryRun: boolean;
  /** Rules that are named, by their ids. */
  readonly rules: readonly string[];
}

/** What most commands print. */
const FORMATS = ["text", "json"] as const;

/** Reads the words after a command that prints text or JSON. Throws a CommandError that says which option is wrong and what to do. */
export function readOptions(args: readonly string[]): CommandOptions<(typeof FORMATS)[number]>;
/** Reads the words after a command that prints in these formats, in the first where none is named. Throws likewise. */
export function readOptions<Format extends string>(
  args: readonly string[],
  formats: readonly [Format, ...Format[]],
): CommandOptions<Format>;
/** Reads the words after a command. */
export function readOptions(
  args: readonly string[],
  formats: readonly [string, ...string[]] = FORMATS,
): CommandOptions {
  const { values, positionals } = parsed(args);
  if (values.config !== undefined && values["no-config"] === true) {
    throw new CommandError("--config and --no-config contradict each other; give one of them");
  }
  return {
    words: positionals,
    schema: values.schema ?? [],
    isolated: values.isolated ?? false,
    postgres: postgresVersion(values.postgres),
    engine: oneOf("--engine", values.engine, ENGINES),
    config: values.config,
    noConfig: values["no-config"] ?? false,
    format: oneOf("--format", values.format, formats) ?? formats[0],
    failOn: oneOf("--fail-on", values["fail-on"], [...SEVERITIES, "never"] as const) ?? "high",
    stdio: values.stdio ?? false,
    git: values.git ?? false,
    since: values.since,
    dryRun: values["dry-run"] ?? false,
    rules: values.rule ?? [],
  };
}

/** Whether `--help` is among the words after a command, whose other options are read by itself. */
export function asksForHelp(args: readonly string[]): boolean {
  return parsed(args).values.help ?? false;
}

function parsed(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        schema: { type: "string", multiple: true },
        isolated: { type: "boolean" },
        postgres: { type: "string" },
        engine: { type: "string" },
        config: { type: "string" },
        "no-config": { type: "boolean" },
        format: { type: "string" },
        "fail-on": { type: "string" },
        stdio: { type: "boolean" },
        git: { type: "boolean" },
        since: { type: "string" },
        "dry-run": { type: "boolean" },
        rule: { type: "string", multiple: true },
        // Language clients add it, so that a server can end with its editor.
        clientProcessId: { type: "string" },
        help: { type: "boolean", short: "h" },
      },
    });
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    // Node's messages go on with what else one could have meant.
    throw new CommandError(`${message.split(/\.\s/, 1)[0]}; lockkeeper --help lists the options`);
  }
}

function postgresVersion(word: string | undefined): number | undefined {
  if (word === undefined) return undefined;
  const version = /^\d{1,3}$/.test(word) ? Number(word) : 0;
  const { oldest, newest } = POSTGRES_VERSIONS;
  if (version >= oldest && version <= newest) return version;
  throw new CommandError(`--postgres ${word} is not a major version from ${oldest} to ${newest}`);
}

function oneOf<Word extends string>(
  option: string,
  word: string | undefined,
  known: readonly Word[],
): Word | undefined {
  if (word === undefined) return undefined;
  const found = known.find((candidate) => candidate === word);
  if (found === undefined) throw new CommandError(`${option} ${word} is not one of ${known.join(", ")}`);
  return found;
}
