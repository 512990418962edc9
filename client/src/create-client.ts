import { type Diagnostic, type LogOutputChannel, type Uri, workspace } from "vscode";
import { LanguageClient, RevealOutputChannelOn, State, TransportKind } from "vscode-languageclient/node";
import type { InitializationOptions } from "../../shared/src/protocol.ts";
import { DOCUMENT_SELECTOR } from "./document-selector.ts";
import { ruleAddress } from "./open-rule.ts";

/** What changes on disk, outside of open documents, that the server is told of. */
const WATCHED = ["**/*.{sql,prisma}", "**/lockkeeper.json"];

/** The half of a diff that Git shows has the same path as the file itself: reviewing both would say all things twice. */
const REPEATED_SCHEMES = new Set(["git"]);

/** Makes the watchers that `createClient` hands to the client; they outlive any one client. */
export function createWatchers() {
  return WATCHED.map((pattern) => workspace.createFileSystemWatcher(pattern));
}

/** A client for the language server at `module`, not started yet. It restarts a server that ends unasked, four times. */
export function createClient(
  module: string,
  output: LogOutputChannel,
  watchers: ReturnType<typeof createWatchers>,
): LanguageClient {
  return new LanguageClient(
    "lockkeeper",
    "Lockkeeper",
    { module, transport: TransportKind.ipc },
    {
      documentSelector: [...DOCUMENT_SELECTOR],
      outputChannel: output,
      revealOutputChannelOn: RevealOutputChannelOn.Never,
      initializationOptions: initializationOptions(),
      synchronize: { configurationSection: "lockkeeper", fileEvents: watchers },
      middleware: {
        handleDiagnostics: (uri, diagnostics, next) => next(uri, shown(uri, diagnostics)),
      },
    },
  );
}

/** Lets go of a client in whatever state it is. */
export async function disposeClient(client: LanguageClient): Promise<void> {
  // A client that is starting refuses to stop; `start` then only waits for the start under way.
  if (client.state === State.Starting) await client.start().catch(() => undefined);
  if (client.needsStop()) await client.dispose().catch(() => undefined);
}

function initializationOptions(): InitializationOptions {
  const settings = workspace.getConfiguration("lockkeeper");
  return {
    settings: { enable: settings.get("enable", true), postgres: settings.get<number | null>("postgres", null) },
    trusted: workspace.isTrusted,
  };
}

function shown(uri: Uri, diagnostics: Diagnostic[]): Diagnostic[] {
  if (REPEATED_SCHEMES.has(uri.scheme)) return [];
  for (const diagnostic of diagnostics) {
    const { code } = diagnostic;
    if (typeof code === "object") diagnostic.code = { value: code.value, target: ruleAddress(String(code.value)) };
  }
  return diagnostics;
}
