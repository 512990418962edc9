import type { Connection } from "vscode-languageserver/node";
import { isConfiguration, isPrisma } from "../engine/documents.ts";
import { statementEffects } from "../engine/locks.ts";
import { hoverFor } from "../service/hover.ts";
import type { Session } from "./session.ts";

/** Answers hovers: what the statement under the cursor locks, and for how long. */
export function handleHover(connection: Connection, session: Session): void {
  connection.onHover(({ textDocument: { uri }, position }) => {
    const open = session.get(uri);
    const document = open && session.workspace.documents.get(open.path);
    if (open === undefined || document === undefined || isPrisma(open.path) || isConfiguration(open.path)) return null;
    const offset = open.document.offsetAt(position);
    const [found] = statementEffects(session.workspace, document, { start: offset, end: offset });
    if (found === undefined) return null;
    const { workspace } = session;
    const { root } = workspace.configurations.configFor(open.path);
    return hoverFor({ ...found, file: workspace.facts(document), root }, open.document) ?? null;
  });
}
