import { startOnStdio } from "../lsp/start-server.ts";
import { CommandError } from "./command-error.ts";
import { readOptions } from "./options.ts";

/** `lockkeeper lsp --stdio`: the language server on standard input and output, until the editor ends it. */
export async function lsp(args: readonly string[]): Promise<number> {
  const { stdio, words } = readOptions(args);
  if (!stdio || words.length > 0) throw new CommandError("lsp speaks over standard input and output only: add --stdio");
  await startOnStdio();
  return 0;
}
