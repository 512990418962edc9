import { setImmediate } from "node:timers/promises";
import { setFlagsFromString } from "node:v8";
import { type Connection, createConnection, ProposedFeatures, StreamMessageReader } from "vscode-languageserver/node";
import { warmUp } from "../service/warm-up.ts";
import { loadParser } from "../sql/parse.ts";
import { serve } from "./serve.ts";
import { wholeMessageWriter } from "./whole-message-writer.ts";

/**
 * Serves on the connection that `connect` makes once the parser is loaded, and warms up until a document is opened.
 * Nothing may listen on the transport before the connection does, or its first message is lost.
 */
export async function startServer(connect: () => Connection): Promise<void> {
  // Each edit is a few milliseconds of code that has run a few times only. Compiled at once by V8's fast compiler in
  // place of being interpreted first, the first edits of a file took a tenth less, and their worst half as long.
  setFlagsFromString("--always-sparkplug");
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
    createConnection(ProposedFeatures.all, new StreamMessageReader(process.stdin), wholeMessageWriter(process.stdout)),
  );
  await gone;
}
