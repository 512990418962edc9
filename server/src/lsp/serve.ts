import {
  CodeActionKind,
  type Connection,
  type InitializeParams,
  type InitializeResult,
  TextDocumentSyncKind,
} from "vscode-languageserver/node";
import type { InitializationOptions } from "../../../shared/src/protocol.ts";
import { SETTING_DEFAULTS, type Settings } from "../../../shared/src/settings.ts";
import type { Git } from "../engine/git.ts";
import { FIX_ALL } from "../service/code-actions.ts";
import type { EditSupport } from "../service/fix-edit.ts";
import { askGit } from "./ask-git.ts";
import { handleCodeActions } from "./code-actions.ts";
import { handleCodeLens } from "./code-lens.ts";
import { handleDiagnostics } from "./diagnostics.ts";
import { folderPathOf } from "./document-path.ts";
import { handleHover } from "./hover.ts";
import { handleInlayHints } from "./inlay-hints.ts";
import { handleNames, NAME_CAPABILITIES } from "./names.ts";
import { handleReading } from "./reading.ts";
import { createSession, type Session } from "./session.ts";
import { handleShowSchema } from "./show-schema.ts";
import { watchFiles } from "./watch-files.ts";
import { handleWriteRollback } from "./write-rollback.ts";

/** What the handlers know of the client. */
export interface Client {
  readonly pullsDiagnostics: boolean;
  readonly refreshesDiagnostics: boolean;
  readonly refreshesHints: boolean;
  readonly refreshesLenses: boolean;
  readonly watchesFiles: boolean;
  readonly changesFolders: boolean;
  /** Whether it shows the places that a diagnostic is related to. */
  readonly showsRelated: boolean;
  readonly edits: EditSupport;
}

/** Speaks the language server protocol on the connection, which the caller makes and starts to listen on; returns what is open on it. */
export function serve(connection: Connection): Session {
  const session = createSession((message) => connection.console.error(message));
  let roots: readonly string[] = [];
  let settings: Partial<Settings> = {};
  let git: Git | undefined;
  const configure = () => session.configure({ roots, postgres: settings.postgres ?? undefined, git });

  connection.onInitialize((params: InitializeParams): InitializeResult => {
    const options: InitializationOptions = params.initializationOptions ?? {};
    roots = foldersOf(params);
    settings = options.settings ?? {};
    git = options.trusted === true ? askGit() : undefined;
    configure();
    const client = clientOf(params);
    const diagnostics = handleDiagnostics(connection, session, client);
    handleReading(connection, session, client, diagnostics.refresh);
    handleHover(connection, session);
    handleNames(connection, session);
    handleShowSchema(connection, session);
    handleWriteRollback(connection, session);
    handleCodeActions(connection, session, client.edits);
    handleInlayHints(connection, session, () => settings.inlayHints ?? SETTING_DEFAULTS.inlayHints);
    handleCodeLens(connection, session, () => settings.codeLens ?? SETTING_DEFAULTS.codeLens);
    connection.onInitialized(() => {
      if (client.watchesFiles) void watchFiles(connection);
      if (!client.changesFolders) return;
      connection.workspace.onDidChangeWorkspaceFolders(({ added, removed }) => {
        const gone = new Set(removed.map(({ uri }) => folderPathOf(uri)));
        roots = [...roots.filter((root) => !gone.has(root)), ...added.map(({ uri }) => folderPathOf(uri))];
        configure();
        diagnostics.refresh();
      });
    });
    connection.onDidChangeConfiguration((change: { settings?: { lockkeeper?: Partial<Settings> } | null }) => {
      settings = change.settings?.lockkeeper ?? settings;
      configure();
      diagnostics.refresh();
    });
    return { capabilities: capabilities(client), serverInfo: { name: "lockkeeper" } };
  });
  return session;
}

function foldersOf({ workspaceFolders, rootUri }: InitializeParams): readonly string[] {
  if (workspaceFolders != null && workspaceFolders.length > 0)
    return workspaceFolders.map(({ uri }) => folderPathOf(uri));
  return rootUri == null ? [] : [folderPathOf(rootUri)];
}

function clientOf({ capabilities: { textDocument, workspace } }: InitializeParams): Client {
  return {
    pullsDiagnostics: textDocument?.diagnostic !== undefined,
    refreshesDiagnostics: workspace?.diagnostics?.refreshSupport === true,
    refreshesHints: workspace?.inlayHint?.refreshSupport === true,
    refreshesLenses: workspace?.codeLens?.refreshSupport === true,
    watchesFiles: workspace?.didChangeWatchedFiles?.dynamicRegistration === true,
    changesFolders: workspace?.workspaceFolders === true,
    showsRelated:
      textDocument?.publishDiagnostics?.relatedInformation === true ||
      textDocument?.diagnostic?.relatedInformation === true,
    edits: {
      creates: workspace?.workspaceEdit?.resourceOperations?.includes("create") === true,
      annotates: workspace?.workspaceEdit?.changeAnnotationSupport !== undefined,
    },
  };
}

function capabilities(client: Client): InitializeResult["capabilities"] {
  return {
    textDocumentSync: { openClose: true, change: TextDocumentSyncKind.Incremental },
    hoverProvider: true,
    ...NAME_CAPABILITIES,
    inlayHintProvider: true,
    codeLensProvider: { resolveProvider: true },
    codeActionProvider: { codeActionKinds: [CodeActionKind.QuickFix, FIX_ALL] },
    ...(client.pullsDiagnostics
      ? { diagnosticProvider: { identifier: "lockkeeper", interFileDependencies: true, workspaceDiagnostics: false } }
      : {}),
    workspace: { workspaceFolders: { supported: true, changeNotifications: true } },
  };
}
