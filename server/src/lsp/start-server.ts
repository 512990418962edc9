import {
  createConnection,
  ProposedFeatures,
  StreamMessageReader,
  StreamMessageWriter,
} from "vscode-languageserver/node";
import { loadParser } from "../sql/parse.ts";
import { serve } from "./serve.ts";

/** Starts the server on standard input and output; resolves when the client has gone. */
export async function startOnStdio(): Promise<void> {
  await loadParser();
  const connection = createConnection(
    ProposedFeatures.all,
    new StreamMessageReader(process.stdin),
    new StreamMessageWriter(process.stdout),
  );
  serve(connection);
  connection.listen();
  await new Promise<void>((resolve) => process.stdin.once("end", resolve));
}
