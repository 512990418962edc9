import type { Connection } from "vscode-languageserver/node";
import { isConfiguration, isPrisma } from "../engine/documents.ts";
import { statementEffects } from "../engine/locks.ts";
import { codeLensesFor, lockSummary } from "../service/code-lens.ts";
import type { Session } from "./session.ts";

/** Answers code lenses: above a migration, what all of it locks and until when. `isWanted` says whether any are shown now. */
export function handleCodeLens(connection: Connection, session: Session, isWanted: () => boolean): void {
  const documentAt = (uri: string) => {
    const open = session.get(uri);
    if (open === undefined || isPrisma(open.path) || isConfiguration(open.path)) return undefined;
    if (session.isWaiting(open)) return undefined;
    return session.workspace.documents.get(open.path);
  };
  connection.onCodeLens(({ textDocument: { uri } }) => {
    const document = isWanted() ? documentAt(uri) : undefined;
    return document === undefined ? [] : codeLensesFor(session.workspace.facts(document), uri);
  });
  connection.onCodeLensResolve((lens) => {
    const document = typeof lens.data === "string" ? documentAt(lens.data) : undefined;
    if (document === undefined) return lens;
    const { workspace } = session;
    const title = lockSummary(statementEffects(workspace, document), workspace.facts(document));
    // No command of its own: a client that has a page on lock modes adds one.
    return { ...lens, command: { title, command: "" } };
  });
}
