import { setImmediate } from "node:timers/promises";
import {
  type Connection,
  createConnection,
  ProposedFeatures,
  StreamMessageReader,
  StreamMessageWriter,
} from "vscode-languageserver/node";
import { warmUp } from "../service/warm-up.ts";
import { loadParser } from "../sql/parse.ts";
import { serve } from "./serve.ts";

/**
 * Serves on the connection that `connect` makes once the parser is loaded, and warms up until a document is opened.
 * Nothing may listen on the transport before the connection does, or its first message is lost.
 */
export async function startServer(connect: () => Connection): Promise<void> {
  await loadParser();
  const connection = connect();
  const session = serve(connection);
  connection.listen();
  await warmUp(
    () => setImmediate(),
    () => session.isIdle(),
  );
}

/** Starts the server on standard input and output; resolves when the client has gone. */
export async function startOnStdio(): Promise<void> {
  const gone = new Promise<void>((resolve) => process.stdin.once("end", resolve));
  await startServer(() =>
    createConnection(
      ProposedFeatures.all,
      new StreamMessageReader(process.stdin),
      new StreamMessageWriter(process.stdout),
    ),
  );
  await gone;
}
