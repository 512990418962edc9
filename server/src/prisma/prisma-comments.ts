import type { Range } from "../text/range.ts";

const QUOTE = 34;
const SLASH = 47;
const STAR = 42;
const BACKSLASH = 92;

/** The comments of a Prisma schema in order, marks included. What stands in a string is none; a string ends with its line. */
export function prismaComments(text: string): readonly Range[] {
  const comments: Range[] = [];
  const lastBlockEnd = text.lastIndexOf("*/");
  let at = 0;
  while (at < text.length) {
    const code = text.charCodeAt(at);
    const next = text.charCodeAt(at + 1);
    if (code === QUOTE) at = stringEnd(text, at + 1);
    else if (code === SLASH && next === SLASH) {
      const end = contentEnd(text, at);
      comments.push({ start: at, end });
      at = end;
    } else if (code === SLASH && next === STAR && lastBlockEnd >= at + 2) {
      const end = text.indexOf("*/", at + 2) + 2;
      comments.push({ start: at, end });
      at = end;
    } else at += 1;
  }
  return comments;
}

function stringEnd(text: string, from: number): number {
  for (let at = from; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === QUOTE) return at + 1;
    if (isLineBreak(code)) return at;
    if (code === BACKSLASH && !isLineBreak(text.charCodeAt(at + 1))) at += 1;
  }
  return text.length;
}

function contentEnd(text: string, from: number): number {
  let at = from;
  while (at < text.length && !isLineBreak(text.charCodeAt(at))) at += 1;
  return at;
}

function isLineBreak(code: number): boolean {
  return code === 10 || code === 13;
}
