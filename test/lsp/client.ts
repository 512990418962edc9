import { spawn } from "node:child_process";
import { PassThrough } from "node:stream";
import {
  type ClientCapabilities,
  createConnection,
  createProtocolConnection,
  type Diagnostic,
  DiagnosticRefreshRequest,
  DidChangeTextDocumentNotification,
  DidOpenTextDocumentNotification,
  type DocumentDiagnosticReport,
  DocumentDiagnosticRequest,
  InitializedNotification,
  InitializeRequest,
  type ProtocolConnection,
  PublishDiagnosticsNotification,
  type PublishDiagnosticsParams,
  type Range,
  ShutdownRequest,
  StreamMessageReader,
  StreamMessageWriter,
} from "vscode-languageserver/node";
import { serve } from "../../server/src/lsp/serve.ts";
import { loadParser } from "../../server/src/sql/parse.ts";
import type { InitializationOptions } from "../../shared/src/protocol.ts";
import { bundle } from "../support/bundle.ts";

/** How the server under test runs: in this process, as the bundle for VS Code, as the command for other editors. */
export const BACKENDS = ["in-band", "dist/server.js --stdio", "dist/cli.mjs lsp --stdio"] as const;

/** One of them. */
export type Backend = (typeof BACKENDS)[number];

/** A client as an editor would be one. */
export interface TestClient {
  readonly connection: ProtocolConnection;
  open(uri: string, text: string, languageId?: string): Promise<void>;
  change(uri: string, version: number, range: Range | undefined, text: string): Promise<void>;
  pull(uri: string, previousResultId?: string): Promise<DocumentDiagnosticReport>;
  /** The findings of a document by a pull, in order. */
  diagnostics(uri: string): Promise<Diagnostic[]>;
  /** The next push that `accept` takes. */
  pushed(accept: (params: PublishDiagnosticsParams) => boolean): Promise<PublishDiagnosticsParams>;
  stop(): Promise<void>;
}

/** What a client with every ability that we use says it can do. */
export const PULLS: ClientCapabilities = {
  textDocument: { diagnostic: { dynamicRegistration: false }, hover: { contentFormat: ["markdown"] } },
  workspace: { diagnostics: { refreshSupport: true }, workspaceFolders: true },
};

/** Starts a server and shakes hands with it, with `root` as its one folder. */
export async function startClient(
  backend: Backend,
  root: string,
  capabilities: ClientCapabilities = PULLS,
  initializationOptions: InitializationOptions = {},
): Promise<TestClient> {
  const { connection, end } = backend === "in-band" ? await inBand() : spawned(backend);
  connection.onRequest(DiagnosticRefreshRequest.type, () => undefined);
  connection.listen();
  const workspaceFolders = [{ uri: root, name: "test" }];
  await connection.sendRequest(InitializeRequest.type, {
    processId: null,
    rootUri: root,
    workspaceFolders,
    capabilities,
    initializationOptions,
  });
  await connection.sendNotification(InitializedNotification.type, {});
  const pull = (uri: string, previousResultId?: string) =>
    connection.sendRequest(DocumentDiagnosticRequest.type, {
      textDocument: { uri },
      ...(previousResultId === undefined ? {} : { previousResultId }),
    });
  return {
    connection,
    pull,
    open: (uri, text, languageId = "sql") =>
      connection.sendNotification(DidOpenTextDocumentNotification.type, {
        textDocument: { uri, languageId, version: 1, text },
      }),
    change: (uri, version, range, text) =>
      connection.sendNotification(DidChangeTextDocumentNotification.type, {
        textDocument: { uri, version },
        contentChanges: [range === undefined ? { text } : { range, text }],
      }),
    diagnostics: async (uri) => {
      const report = await pull(uri);
      if (report.kind !== "full") throw new Error(`expected a full report, got ${report.kind}`);
      return report.items;
    },
    pushed: (accept) =>
      new Promise((resolve) => {
        const listening = connection.onNotification(PublishDiagnosticsNotification.type, (params) => {
          if (!accept(params)) return;
          listening.dispose();
          resolve(params);
        });
      }),
    stop: async () => {
      await connection.sendRequest(ShutdownRequest.type);
      end();
      connection.dispose();
    },
  };
}

async function inBand(): Promise<{ connection: ProtocolConnection; end: () => void }> {
  await loadParser();
  const [up, down] = [new PassThrough(), new PassThrough()];
  const server = createConnection(new StreamMessageReader(up), new StreamMessageWriter(down));
  serve(server);
  server.listen();
  const connection = createProtocolConnection(new StreamMessageReader(down), new StreamMessageWriter(up));
  return { connection, end: () => server.dispose() };
}

function spawned(backend: Backend): { connection: ProtocolConnection; end: () => void } {
  const args = backend.startsWith("dist/server.js")
    ? [bundle("server.js"), "--stdio"]
    : [bundle("cli.mjs"), "lsp", "--stdio"];
  const child = spawn(process.execPath, args, { stdio: ["pipe", "pipe", "inherit"] });
  const connection = createProtocolConnection(
    new StreamMessageReader(child.stdout),
    new StreamMessageWriter(child.stdin),
  );
  return { connection, end: () => child.kill() };
}
