import { readFileSync } from "node:fs";
import { join } from "node:path";
import { CommandError } from "./command-error.ts";
import { explain } from "./explain.ts";
import { fix } from "./fix.ts";
import { lint } from "./lint.ts";
import { locks } from "./locks.ts";
import { log } from "./log.ts";
import { asksForHelp } from "./options.ts";
import { project } from "./project.ts";
import { rollback } from "./rollback.ts";
import { RULE_PAGES } from "./rule-pages.ts";
import { rules } from "./rules.ts";
import { schema } from "./schema.ts";
import { COMMAND_USAGE, USAGE } from "./usage.ts";

type Name = keyof typeof COMMAND_USAGE;

/** The subcommands: each takes the words after its name and resolves to an exit status. */
const COMMANDS: Readonly<Record<Name, (args: readonly string[]) => Promise<number>>> = {
  lint,
  locks,
  fix,
  rollback,
  schema,
  project,
  rules,
  explain,
  // Loaded only when asked for: it alone brings modules that open sockets and start processes.
  lsp: async (args) => (await import("./lsp.ts")).lsp(args),
};

function isCommand(word: string): word is Name {
  return Object.hasOwn(COMMANDS, word);
}

async function run(args: readonly string[]): Promise<number> {
  const [first, ...rest] = args;
  const asksHelp = first === "help" || first === "--help" || first === "-h";
  const name = first === "help" ? rest[0] : first;
  if (first === undefined) throw new CommandError("name a command; lockkeeper --help lists them");
  if (first === "--version" || first === "-v") return print(`${version()}\n`);
  if (asksHelp && (name === undefined || first !== "help")) return print(USAGE);
  if (name === undefined || !isCommand(name)) {
    throw new CommandError(`there is no command ${name}; lockkeeper --help lists them`);
  }
  if (asksHelp || asksForHelp(rest)) return print(COMMAND_USAGE[name]);
  return COMMANDS[name](rest);
}

function print(text: string): number {
  process.stdout.write(text);
  return 0;
}

function version(): string {
  const manifest: { version?: unknown } = JSON.parse(
    readFileSync(join(RULE_PAGES.packageFolder, "package.json"), "utf8"),
  );
  return String(manifest.version);
}

/** One line, whatever names and text it quotes. */
function errorLine(error: unknown): string {
  if (error instanceof CommandError) return error.message;
  const [what, where] = error instanceof Error ? (error.stack ?? error.message).split("\n", 2) : [String(error)];
  return `internal error, please report it: ${what}${where === undefined ? "" : ` ${where.trim()}`}`;
}

// A reader that closes the pipe early (`| head`) is no failure of ours.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code === "EPIPE") process.exit(0);
  throw error;
});

run(process.argv.slice(2)).then(
  (status) => {
    process.exitCode = status;
  },
  (error: unknown) => {
    log(errorLine(error));
    process.exitCode = 2;
  },
);
