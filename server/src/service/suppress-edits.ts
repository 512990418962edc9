import type { Finding } from "../engine/finding.ts";
import type { TextEdit } from "../text/text-edit.ts";

/** The text that suppressions are written into. */
export interface SuppressibleText {
  readonly uri: string;
  readonly text: string;
}

/** A comment on the line before the finding, at that line's indentation, with a reason to fill in. */
export function suppressOnLine(document: SuppressibleText, finding: Finding): TextEdit {
  const { text } = document;
  const lineStart = text.lastIndexOf("\n", finding.range.start - 1) + 1;
  let at = lineStart;
  while (text[at] === " " || text[at] === "\t") at += 1;
  const comment = `${commentMark(document)} lockkeeper-disable-next-line ${finding.rule} -- why this is safe here`;
  return {
    range: { start: lineStart, end: lineStart },
    text: `${text.slice(lineStart, at)}${comment}${lineBreak(text)}`,
  };
}

/** A comment at the top of the file, after annotations that a migration tool wants on the first lines. */
export function suppressInFile(document: SuppressibleText, finding: Finding): TextEdit {
  const at = afterLeadingComments(document.text);
  const comment = `${commentMark(document)} lockkeeper-disable-file ${finding.rule} -- why this is safe here`;
  return { range: { start: at, end: at }, text: `${comment}${lineBreak(document.text)}` };
}

function commentMark(document: SuppressibleText): string {
  return document.uri.endsWith(".prisma") ? "//" : "--";
}

function lineBreak(text: string): string {
  const feed = text.indexOf("\n");
  return feed > 0 && text[feed - 1] === "\r" ? "\r\n" : "\n";
}

/** Tools read annotations such as `-- +goose Up` and `-- no-transaction` only at the top, so ours goes below them. */
function afterLeadingComments(text: string): number {
  let at = 0;
  while (text.startsWith("--", at)) {
    const feed = text.indexOf("\n", at);
    if (feed < 0) return 0;
    at = feed + 1;
  }
  return at;
}
