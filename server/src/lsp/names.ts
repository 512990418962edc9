import type { Connection, ServerCapabilities } from "vscode-languageserver/node";
import { handleCompletion } from "./completion.ts";
import { handleDefinition } from "./definition.ts";
import { handleReferences } from "./references.ts";
import { handleRename } from "./rename.ts";
import type { Session } from "./session.ts";
import { handleSymbols } from "./symbols.ts";

/** What a client is told of these verbs. */
export const NAME_CAPABILITIES: ServerCapabilities = {
  definitionProvider: true,
  referencesProvider: true,
  renameProvider: { prepareProvider: true },
  documentSymbolProvider: true,
  workspaceSymbolProvider: true,
  completionProvider: { triggerCharacters: [".", '"'] },
};

/** Answers what an editor asks about names: where they are made and used, what they may be, how to change them. */
export function handleNames(connection: Connection, session: Session): void {
  handleDefinition(connection, session);
  handleReferences(connection, session);
  handleRename(connection, session);
  handleSymbols(connection, session);
  handleCompletion(connection, session);
}
