import { CommandError } from "./command-error.ts";
import { explain } from "./explain.ts";
import { lint } from "./lint.ts";
import { locks } from "./locks.ts";
import { lsp } from "./lsp.ts";
import { rules } from "./rules.ts";
import { USAGE } from "./usage.ts";

/** The subcommands: each takes the words after its name and resolves to an exit status. */
const COMMANDS: Readonly<Record<string, (args: readonly string[]) => Promise<number>>> = {
  lint,
  locks,
  rules,
  explain,
  lsp,
};

async function run(args: readonly string[]): Promise<number> {
  const [name, ...rest] = args;
  if (name === undefined || name === "--help" || name === "-h" || name === "help") {
    process.stdout.write(USAGE);
    return name === undefined ? 2 : 0;
  }
  const command = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
  if (command === undefined) throw new CommandError(`there is no command ${name}; see lockkeeper --help`);
  if (rest.includes("--help") || rest.includes("-h")) {
    process.stdout.write(USAGE);
    return 0;
  }
  return command(rest);
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
    const message =
      error instanceof CommandError
        ? error.message
        : error instanceof Error
          ? (error.stack ?? error.message)
          : String(error);
    process.stderr.write(`lockkeeper: ${message}\n`);
    process.exitCode = 2;
  },
);
