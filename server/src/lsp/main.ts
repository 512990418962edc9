import { createConnection, ProposedFeatures } from "vscode-languageserver/node";
import { loadParser } from "../sql/parse.ts";
import { serve } from "./serve.ts";

/** The entry that an editor's client starts; the transport (`--node-ipc`, `--stdio`) is read from the arguments. */
async function main(): Promise<void> {
  await loadParser();
  const connection = createConnection(ProposedFeatures.all);
  serve(connection);
  connection.listen();
}

void main();
