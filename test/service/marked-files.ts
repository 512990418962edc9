import type { Location } from "vscode-languageserver-types";
import type { Document } from "../../server/src/engine/documents.ts";
import type { Workspace } from "../../server/src/engine/workspace.ts";
import { ROOT, workspaceOver } from "../engine/review-text.ts";

/** A workspace whose files were marked where the cursor stands. */
export interface Marked {
  readonly workspace: Workspace;
  readonly document: Document;
  readonly offset: number;
  /** The text of each file, without the mark. */
  readonly texts: Readonly<Record<string, string>>;
}

const CARET = "/*caret*/";

/** The files, of which one holds the cursor. */
export function markedFiles(files: Readonly<Record<string, string>>): Marked {
  const texts = Object.fromEntries(Object.entries(files).map(([path, text]) => [path, text.replace(CARET, "")]));
  const [path, marked] = Object.entries(files).find(([, text]) => text.includes(CARET)) ?? [];
  if (path === undefined || marked === undefined) throw new Error("no file holds the cursor");
  const workspace = workspaceOver(texts);
  const document = workspace.documents.get(`${ROOT}/${path}`);
  if (document === undefined) throw new Error(`${path} was not read`);
  return { workspace, document, offset: marked.indexOf(CARET), texts };
}

/** The same files with the cursor before the n-th place, from 0, where `word` stands in the file. */
export function caretAt(
  files: Readonly<Record<string, string>>,
  path: string,
  word: string,
  nth = 0,
): Readonly<Record<string, string>> {
  const text = files[path] ?? "";
  let at = -1;
  for (let count = 0; count <= nth; count += 1) at = text.indexOf(word, at + 1);
  if (at < 0) throw new Error(`${path} has no ${word}`);
  return { ...files, [path]: text.slice(0, at) + CARET + text.slice(at) };
}

/** URIs as an editor has them. */
export const uriOf = (path: string) => `file://${path}`;

/** A place as `path:line word`, the line from 1. */
export function place({ texts }: Marked, { uri, range }: Location): string {
  const path = uri.slice(`file://${ROOT}/`.length);
  const line = texts[path]?.split("\n")[range.start.line] ?? "";
  const end = range.end.line === range.start.line ? range.end.character : line.length;
  return `${path}:${range.start.line + 1} ${line.slice(range.start.character, end)}`;
}
