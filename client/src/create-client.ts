import { CancellationError, type Diagnostic, type LogOutputChannel, workspace } from "vscode";
import { LanguageClient, RevealOutputChannelOn, State, TransportKind, vsdiag } from "vscode-languageclient/node";
import type { InitializationOptions } from "../../shared/src/protocol.ts";
import { DOCUMENT_SELECTOR } from "./document-selector.ts";
import { ruleAddress } from "./open-rule.ts";

/** The half of a diff that Git shows has the same path as the file itself: reviewing both would say all things twice. */
const REPEATED_SCHEMES = new Set(["git"]);

/** A client for the language server at `module`, not started yet. It restarts a server that ends unasked, four times. */
export function createClient(module: string, output: LogOutputChannel): LanguageClient {
  return new LanguageClient(
    "lockkeeper",
    "Lockkeeper",
    { module, transport: TransportKind.ipc },
    {
      documentSelector: [...DOCUMENT_SELECTOR],
      outputChannel: output,
      revealOutputChannelOn: RevealOutputChannelOn.Never,
      initializationOptions: initializationOptions(),
      // The server says itself which files it wants watched.
      synchronize: { configurationSection: "lockkeeper" },
      middleware: {
        async provideDiagnostics(document, previous, token, next) {
          const { scheme } = "uri" in document ? document.uri : document;
          if (REPEATED_SCHEMES.has(scheme)) return { kind: vsdiag.DocumentDiagnosticReportKind.full, items: [] };
          const report = await pullAgainIfCancelled(() => next(document, previous, token));
          if (report?.kind === vsdiag.DocumentDiagnosticReportKind.full) report.items.forEach(linkToPage);
          return report;
        },
      },
    },
  );
}

/**
 * A server may cancel a pull and say that it need not be repeated, as the client has cancelled it first. The client's
 * library (10.1) then never asks for that document again; after a plain cancellation it does.
 */
async function pullAgainIfCancelled<Report>(pull: () => Report): Promise<Awaited<Report>> {
  try {
    return await pull();
  } catch (error) {
    throw error instanceof CancellationError ? new CancellationError() : error;
  }
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

/** The server links a finding's code to a page; here that opens as a preview, as it ships with this extension. */
function linkToPage(diagnostic: Diagnostic): void {
  const { code } = diagnostic;
  if (typeof code === "object") diagnostic.code = { value: code.value, target: ruleAddress(String(code.value)) };
}
