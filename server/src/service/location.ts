import type { Location, Range as LspRange } from "vscode-languageserver-types";
import type { Document } from "../engine/documents.ts";
import { type LineIndex, lineIndexOf } from "../text/line-index.ts";
import type { Range } from "../text/range.ts";

/** From an absolute path to the URI that the editor knows it by. */
export type UriOf = (path: string) => string;

const indexes = new WeakMap<Document, LineIndex>();

/** The range in lines and characters of its document. */
export function lspRange(document: Document, range: Range): LspRange {
  const lines = indexes.get(document) ?? lineIndexOf(document.text);
  indexes.set(document, lines);
  return { start: lines.positionAt(range.start), end: lines.positionAt(range.end) };
}

/** A place in a document as the editor takes it. */
export function locationOf({ document, range }: { document: Document; range: Range }, uriOf: UriOf): Location {
  return { uri: uriOf(document.path), range: lspRange(document, range) };
}
