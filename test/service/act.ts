import type { CodeAction, TextDocumentEdit, TextEdit } from "vscode-languageserver-types";
import { review } from "../../server/src/engine/review.ts";
import { codeActionsFor } from "../../server/src/service/code-actions.ts";
import type { EditSupport } from "../../server/src/service/fix-edit.ts";
import { lineIndexOf } from "../../server/src/text/line-index.ts";
import { applyEdits } from "../../server/src/text/text-edit.ts";
import { ROOT, workspaceOver } from "../engine/review-text.ts";

/** A marked text in a history: `$0` is the cursor, or `$0` and `$1` the ends of a selection. */
export interface Marked {
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

/** Takes the marks out. */
export function unmark(marked: string): Marked {
  const start = marked.indexOf("$0");
  const text = marked.replace("$0", "");
  const end = text.indexOf("$1");
  return { text: text.replace("$1", ""), start, end: end < 0 ? start : end };
}

/** Files around the one that is asked about, by their path in the project. */
export type Around = Readonly<Record<string, string>>;

/** The actions at the mark. */
export function actionsAt(
  marked: string,
  path: string,
  around: Around,
  only?: readonly string[],
  support: Partial<EditSupport> = {},
): CodeAction[] {
  const { text, start, end } = unmark(marked);
  const workspace = workspaceOver({ ...around, [path]: text });
  const { document: source, findings } = review(workspace, `${ROOT}/${path}`);
  if (source === undefined) throw new Error(`${path} was not read`);
  const document = {
    uri: `file://${ROOT}/${path}`,
    version: 7,
    source,
    lines: lineIndexOf(text),
    findings,
    support: { creates: true, annotates: true, ...support },
    other: (absolute: string) => {
      const known = workspace.documents.get(absolute);
      return known && { document: known, version: null };
    },
    uriOf: (absolute: string) => `file://${absolute}`,
    href: (rule: string) => `https://lockkeeper.example/${rule}`,
  };
  return codeActionsFor(document, { start, end }, only);
}

/** The text after the action's edits of the file; lines and characters are counted here anew. */
export function afterAction(marked: string, action: CodeAction): string {
  const { text } = unmark(marked);
  const changes = (action.edit?.documentChanges ?? []) as TextDocumentEdit[];
  const edits = changes.filter((change) => change.textDocument?.version === 7).flatMap(({ edits: all }) => all);
  return applyEdits(
    text,
    edits.map((edit) => placed(text, edit as TextEdit)),
  );
}

function placed(text: string, { range, newText }: TextEdit) {
  const starts = [0, ...[...text.matchAll(/\r\n|\r|\n/g)].map((found) => found.index + found[0].length)];
  const offset = ({ line, character }: { line: number; character: number }) =>
    (starts[line] ?? text.length) + character;
  return { range: { start: offset(range.start), end: offset(range.end) }, text: newText };
}
