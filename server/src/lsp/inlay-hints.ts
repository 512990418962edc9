import type { Connection } from "vscode-languageserver/node";
import type { InlayHintsMode } from "../../../shared/src/settings.ts";
import { isConfiguration, isPrisma } from "../engine/documents.ts";
import { statementEffects } from "../engine/locks.ts";
import { inlayHintsFor } from "../service/inlay-hints.ts";
import type { Session } from "./session.ts";

/** Answers inlay hints: the strongest lock of each statement in sight. `mode` says which of them are wanted now. */
export function handleInlayHints(connection: Connection, session: Session, mode: () => InlayHintsMode): void {
  connection.languages.inlayHint.on(({ textDocument: { uri }, range }) => {
    const open = session.get(uri);
    const document = open && session.workspace.documents.get(open.path);
    if (open === undefined || document === undefined || isPrisma(open.path) || isConfiguration(open.path)) return [];
    if (mode() === "off" || session.isWaiting(open)) return [];
    const inSight = { start: open.document.offsetAt(range.start), end: open.document.offsetAt(range.end) };
    const statements = statementEffects(session.workspace, document, inSight);
    return inlayHintsFor(statements, { text: document.text, lines: open.document }, mode());
  });
}
