import type { Connection } from "vscode-languageserver/node";
import { codeActionsFor } from "../service/code-actions.ts";
import { uriOf } from "./document-path.ts";
import { href } from "./rule-pages.ts";
import type { Session } from "./session.ts";

/** Answers requests for quick fixes, suppressions and `source.fixAll.lockkeeper`. */
export function handleCodeActions(connection: Connection, session: Session): void {
  connection.onCodeAction(({ textDocument: { uri }, range, context }) => {
    const open = session.get(uri);
    if (open === undefined) return null;
    const { document } = open;
    const asked = { start: document.offsetAt(range.start), end: document.offsetAt(range.end) };
    const { version } = document;
    const { document: source, findings } = session.review(open);
    if (source === undefined) return null;
    return codeActionsFor({ uri, version, source, lines: document, findings, uriOf, href }, asked, context.only);
  });
}
