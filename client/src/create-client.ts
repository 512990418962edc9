import { CancellationError, type Diagnostic, type LogOutputChannel, workspace } from "vscode";
import { LanguageClient, RevealOutputChannelOn, State, TransportKind, vsdiag } from "vscode-languageclient/node";
import { COMMANDS } from "../../shared/src/commands.ts";
import type { InitializationOptions } from "../../shared/src/protocol.ts";
import { SETTING_DEFAULTS } from "../../shared/src/settings.ts";
import { DOCUMENT_SELECTOR } from "./document-selector.ts";
import { ruleAddress } from "./open-rule.ts";
import { SCHEMA_SCHEME } from "./schema-documents.ts";

/**
 * The half of a diff that Git shows has the same path as the file itself, and a schema that we show is made of files:
 * reviewing both would say all things twice.
 */
const REPEATED_SCHEMES = new Set(["git", SCHEMA_SCHEME]);

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
          const report = await survivingFailure(() => next(document, previous, token), previous);
          if (report?.kind === vsdiag.DocumentDiagnosticReportKind.full) report.items.forEach(linkToPage);
          return report;
        },
        async resolveCodeLens(lens, token, next) {
          const resolved = await next(lens, token);
          // The server knows no commands of this editor: its lenses say what is locked, and here lead to what that means.
          if (resolved?.command !== undefined) resolved.command.command = COMMANDS.showLocks.id;
          return resolved;
        },
      },
    },
  );
}

/**
 * The client's library (10.1) never asks for a document again after a pull that failed, or that the server cancelled
 * saying that it need not be repeated. So the first leaves what was shown (the library has logged why), and the second
 * is made a plain cancellation, after which it asks again.
 */
async function survivingFailure<Report>(
  pull: () => Report,
  previous: string | undefined,
): Promise<Awaited<Report> | vsdiag.UnchangedDocumentDiagnosticReport> {
  try {
    return await pull();
  } catch (error) {
    if (error instanceof CancellationError) throw new CancellationError();
    return { kind: vsdiag.DocumentDiagnosticReportKind.unChanged, resultId: previous ?? "" };
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
  const { enable, postgres, inlayHints, codeLens } = SETTING_DEFAULTS;
  return {
    trusted: workspace.isTrusted,
    settings: {
      enable: settings.get("enable", enable),
      postgres: settings.get("postgres", postgres),
      inlayHints: settings.get("inlayHints", inlayHints),
      codeLens: settings.get("codeLens", codeLens),
    },
  };
}

/** The server links a finding's code to a page; here that opens as a preview, as it ships with this extension. */
function linkToPage(diagnostic: Diagnostic): void {
  const { code } = diagnostic;
  if (typeof code === "object") diagnostic.code = { value: code.value, target: ruleAddress(String(code.value)) };
}
