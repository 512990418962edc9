import { parseArgs } from "node:util";
import { SEVERITIES, type Severity } from "../project/config.ts";
import { POSTGRES_VERSIONS } from "../project/postgres-versions.ts";
import { ENGINES, type Engine } from "../project/project.ts";
import { CommandError } from "./command-error.ts";

/** What a command line says, checked. */
export interface CommandOptions {
  /** Words after the command that are no option. */
  readonly words: readonly string[];
  readonly schema: readonly string[];
  readonly isolated: boolean;
  readonly postgres: number | undefined;
  readonly engine: Engine | undefined;
  readonly config: string | undefined;
  readonly noConfig: boolean;
  readonly format: string;
  readonly failOn: Severity | "never";
  readonly stdio: boolean;
  readonly help: boolean;
}

/** Reads the words after the command. Throws a CommandError that says which option is wrong and what to do. */
export function readOptions(args: readonly string[], formats: readonly string[]): CommandOptions {
  const { values, positionals } = parsed(args);
  const format = values.format ?? formats[0] ?? "text";
  if (!formats.includes(format)) throw new CommandError(`--format ${format} is not one of ${formats.join(", ")}`);
  return {
    words: positionals,
    schema: values.schema ?? [],
    isolated: values.isolated ?? false,
    postgres: postgresVersion(values.postgres),
    engine: oneOf("--engine", values.engine, ENGINES),
    config: values.config,
    noConfig: values["no-config"] ?? false,
    format,
    failOn: oneOf("--fail-on", values["fail-on"], [...SEVERITIES, "never"] as const) ?? "high",
    stdio: values.stdio ?? false,
    help: values.help ?? false,
  };
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
        help: { type: "boolean", short: "h" },
      },
    });
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    throw new CommandError(`${message.split(". ")[0]}; see lockkeeper --help`);
  }
}

function postgresVersion(word: string | undefined): number | undefined {
  if (word === undefined) return undefined;
  const version = Number(word);
  const { oldest, newest } = POSTGRES_VERSIONS;
  if (Number.isInteger(version) && version >= oldest && version <= newest) return version;
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
