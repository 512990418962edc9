import { createConnection, ProposedFeatures } from "vscode-languageserver/node";
import { startServer } from "./start-server.ts";

// The entry that an editor's client starts; the transport (`--node-ipc`, `--stdio`) is read from the arguments.
void startServer(() => createConnection(ProposedFeatures.all));
