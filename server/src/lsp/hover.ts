import type { Connection, Hover } from "vscode-languageserver/node";
import { isConfiguration, isPrisma } from "../engine/documents.ts";
import { statementEffects } from "../engine/locks.ts";
import { hoverFor } from "../service/hover.ts";
import { joinHovers } from "../service/join-hovers.ts";
import { nameHoverAt } from "../service/name-hover.ts";
import { LOCKS_PAGE } from "./rule-pages.ts";
import type { OpenDocument, Session } from "./session.ts";

/** Answers hovers: what is named under the cursor, and what the statement there locks and for how long. */
export function handleHover(connection: Connection, session: Session): void {
  connection.onHover(({ textDocument: { uri }, position }) => {
    const open = session.get(uri);
    const document = open && session.workspace.documents.get(open.path);
    if (open === undefined || document === undefined || isConfiguration(open.path)) return null;
    if (session.isWaiting(open)) return null;
    const offset = open.document.offsetAt(position);
    const name = nameHoverAt(session.workspace, document, offset);
    return joinHovers(name, isPrisma(open.path) ? undefined : statementHover(session, open, offset)) ?? null;
  });
}

function statementHover({ workspace }: Session, open: OpenDocument, offset: number): Hover | undefined {
  const document = workspace.documents.get(open.path);
  const [found] = document ? statementEffects(workspace, document, { start: offset, end: offset }) : [];
  if (document === undefined || found === undefined) return undefined;
  const { root } = workspace.configurations.configFor(open.path);
  return hoverFor({ ...found, file: workspace.facts(document), root, locksPage: LOCKS_PAGE }, open.document);
}
