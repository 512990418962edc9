import type { Connection } from "vscode-languageserver/node";
import { isConfiguration } from "../engine/documents.ts";
import { documentSymbolsOf } from "../service/document-symbols.ts";
import { workspaceSymbolsFor } from "../service/workspace-symbols.ts";
import { uriOf } from "./document-path.ts";
import type { Session } from "./session.ts";

/** Answers with a document's outline, and with what the histories of the workspace make. */
export function handleSymbols(connection: Connection, session: Session): void {
  connection.onDocumentSymbol(({ textDocument: { uri } }) => {
    const open = session.get(uri);
    const document = open && session.workspace.documents.get(open.path);
    return document === undefined || isConfiguration(document.path) ? null : documentSymbolsOf(document);
  });
  connection.onWorkspaceSymbol(({ query }) => {
    const { workspace } = session;
    return workspaceSymbolsFor(workspace, workspace.options.roots, query, uriOf);
  });
}
