import type { Connection } from "vscode-languageserver/node";
import { codeActionsFor } from "../service/code-actions.ts";
import type { EditSupport } from "../service/fix-edit.ts";
import { uriOf } from "./document-path.ts";
import { href } from "./rule-pages.ts";
import { type Session, versionIn } from "./session.ts";

/** Answers requests for quick fixes, suppressions and `source.fixAll.lockkeeper`. */
export function handleCodeActions(connection: Connection, session: Session, support: EditSupport): void {
  connection.onCodeAction(({ textDocument: { uri }, range, context }) => {
    const open = session.get(uri);
    if (open === undefined) return null;
    const { document } = open;
    const asked = { start: document.offsetAt(range.start), end: document.offsetAt(range.end) };
    const { version } = document;
    const { document: source, findings } = session.review(open);
    if (source === undefined) return null;
    const other = (path: string) => {
      const known = session.workspace.documents.get(path);
      return known && { document: known, version: versionIn(session, path) };
    };
    const place = { uri, version, lines: document, support, uriOf, other };
    return codeActionsFor({ ...place, source, findings, href }, asked, context.only);
  });
}
