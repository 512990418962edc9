import type { TextDocumentPositionParams } from "vscode-languageserver/node";
import { type Document, isConfiguration } from "../engine/documents.ts";
import type { Session } from "./session.ts";

/** A place in an open SQL or Prisma document: the document as the engine has it, and an offset in it. */
export interface NamedPlace {
  readonly document: Document;
  readonly offset: number;
}

/** The place that a request is about; undefined where nothing of it is known. */
export function namedPlace(
  { get, workspace }: Session,
  { textDocument: { uri }, position }: TextDocumentPositionParams,
): NamedPlace | undefined {
  const open = get(uri);
  if (open === undefined || isConfiguration(open.path)) return undefined;
  const document = workspace.documents.get(open.path);
  return document && { document, offset: open.document.offsetAt(position) };
}
