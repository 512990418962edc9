import type { TextEdit } from "../text/text-edit.ts";
import type { PrismaAttribute, PrismaModel } from "./prisma-schema.ts";

const indexNames: ReadonlySet<string> = new Set(["id", "unique", "index", "fulltext"]);

/**
 * The edit of the model's file that adds an index as an `@@…` line, indented and ended as its other lines are;
 * undefined where the model's closing brace is missing or shares its line. It stands where Prisma's formatter keeps it:
 * behind keys and other indexes, before `@@map` and its like, and set off by a blank line where it is the first.
 */
export function insertIndexLine(text: string, model: PrismaModel, attribute: string): TextEdit | undefined {
  const atBrace = startOfLine(text, model.closeAt);
  if (!model.closed || !isBlank(text, atBrace, model.closeAt)) return undefined;
  const after = model.attributes[model.attributes.findLastIndex(({ name }) => indexNames.has(name)) + 1];
  const lineStart = after && ownsItsLine(text, after) ? startOfLine(text, after.range.start) : atBrace;
  const neighbour = model.attributes.at(-1) ?? model.fields.at(-1);
  const indent = neighbour ? indentAt(text, neighbour.range.start) : "  ";
  const lineBreak = lineBreakBefore(text, lineStart);
  const hasOneBefore = model.attributes.some(({ range }) => range.start < lineStart);
  const isFirst = !hasOneBefore && !isBlank(text, startOfLine(text, lineStart - lineBreak.length), lineStart);
  const added = `${isFirst ? lineBreak : ""}${indent}${attribute}${lineBreak}`;
  return { range: { start: lineStart, end: lineStart }, text: added };
}

/** Whether nothing precedes the attribute on its line and no comment above it would be parted from it. */
function ownsItsLine(text: string, attribute: PrismaAttribute): boolean {
  const start = startOfLine(text, attribute.range.start);
  const lineBreak = lineBreakBefore(text, start);
  const previous = text.slice(startOfLine(text, start - lineBreak.length), start).trim();
  return isBlank(text, start, attribute.range.start) && !previous.startsWith("//") && !previous.endsWith("*/");
}

function isBlank(text: string, start: number, end: number): boolean {
  return text.slice(start, end).trim() === "";
}

function startOfLine(text: string, offset: number): number {
  let start = offset;
  while (start > 0 && text.charAt(start - 1) !== "\n" && text.charAt(start - 1) !== "\r") start -= 1;
  return start;
}

function indentAt(text: string, offset: number): string {
  const start = startOfLine(text, offset);
  let end = start;
  while (end < offset && text.charAt(end).trim() === "") end += 1;
  return text.slice(start, end);
}

function lineBreakBefore(text: string, offset: number): string {
  if (text.startsWith("\r\n", offset - 2)) return "\r\n";
  return text.charAt(offset - 1) === "\r" ? "\r" : "\n";
}
