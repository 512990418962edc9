import { codeLinesOf } from "../engine/code-lines.ts";
import { type Document, isPrisma } from "../engine/documents.ts";
import type { Finding } from "../engine/finding.ts";
import { nextLineStart } from "../text/line-ends.ts";
import type { TextEdit } from "../text/text-edit.ts";

/** A comment on the line before the finding's line of code, at that line's indentation, with a reason to fill in. */
export function suppressOnLine(document: Document, finding: Finding): TextEdit {
  const { text } = document;
  const at = codeLinesOf(document).startOf(finding.range.start);
  let indented = at;
  while (text[indented] === " " || text[indented] === "\t") indented += 1;
  const comment = `${commentMark(document)} lockkeeper-disable-next-line ${finding.rule} -- why this is safe here`;
  return {
    range: { start: at, end: at },
    text: `${text.slice(at, indented)}${comment}${lineBreak(text)}`,
  };
}

/** A comment at the top of the file, after annotations that a migration tool wants on the first lines. */
export function suppressInFile(document: Document, finding: Finding): TextEdit {
  const at = afterLeadingComments(document.text);
  const comment = `${commentMark(document)} lockkeeper-disable-file ${finding.rule} -- why this is safe here`;
  return { range: { start: at, end: at }, text: `${comment}${lineBreak(document.text)}` };
}

function commentMark({ path }: Document): string {
  return isPrisma(path) ? "//" : "--";
}

/** The break that ends the first line. */
function lineBreak(text: string): string {
  const end = nextLineStart(text, 0);
  const [found = "\n"] = /\r?\n$|\r$/.exec(text.slice(Math.max(0, end - 2), end)) ?? [];
  return found;
}

/** Tools read annotations such as `-- +goose Up` and `-- no-transaction` only at the top, so ours goes below them. */
function afterLeadingComments(text: string): number {
  let at = 0;
  while (text.startsWith("--", at)) {
    const next = nextLineStart(text, at);
    if (next === text.length) return at;
    at = next;
  }
  return at;
}
