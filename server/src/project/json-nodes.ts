import { type Node, type ParseError, parseTree } from "jsonc-parser";
import type { Range } from "../text/range.ts";

/** How deep brackets may stand in brackets: the parser calls itself for each, so that more could end its stack. */
const DEEPEST = 64;

/** A value of a JSON file with its place, or what kept it from being read. */
export interface JsonText {
  /** Undefined where there is no value at all, or where it is nested too deep to be read. */
  readonly root: Node | undefined;
  readonly errors: readonly ParseError[];
  /** The bracket that stands too deep. */
  readonly tooDeep: Range | undefined;
}

/** Reads JSON with comments and trailing commas. */
export function readJson(text: string): JsonText {
  const tooDeep = deepBracket(text);
  if (tooDeep !== undefined) return { root: undefined, errors: [], tooDeep };
  const errors: ParseError[] = [];
  const root = parseTree(text, errors, { allowTrailingComma: true });
  return { root, errors, tooDeep: undefined };
}

/** One `"key": value` of an object. */
export interface JsonField {
  readonly name: string;
  readonly key: Node;
  readonly value: Node;
}

/** The fields of an object in the order written; a field that is still being typed and has no value is left out. */
export function jsonFields(node: Node): readonly JsonField[] {
  if (node.type !== "object") return [];
  return (node.children ?? []).flatMap((property) => {
    const [key, value] = property.children ?? [];
    return key === undefined || value === undefined ? [] : [{ name: String(key.value), key, value }];
  });
}

/** Where the node stands, in UTF-16 offsets of the text. */
export function nodeRange(node: Node): Range {
  return { start: node.offset, end: node.offset + node.length };
}

/** The first bracket that stands too deep; brackets in strings and comments are not looked at. */
function deepBracket(text: string): Range | undefined {
  let depth = 0;
  for (let at = 0; at < text.length; at += 1) {
    const char = text[at];
    if (char === '"') at = stringEnd(text, at);
    else if (char === "/") at = commentEnd(text, at);
    else if (char === "{" || char === "[") depth += 1;
    else if (char === "}" || char === "]") depth -= 1;
    if (depth > DEEPEST) return { start: at, end: at + 1 };
  }
  return undefined;
}

/** The closing quote, or the end of the line where a string is not closed, as the parser has it. */
function stringEnd(text: string, start: number): number {
  for (let at = start + 1; at < text.length; at += 1) {
    const char = text[at];
    if (char === '"' || char === "\n" || char === "\r") return at;
    if (char === "\\") at += 1;
  }
  return text.length;
}

function commentEnd(text: string, start: number): number {
  const closing = text[start + 1] === "/" ? "\n" : "*/";
  if (text[start + 1] !== "/" && text[start + 1] !== "*") return start;
  const end = text.indexOf(closing, start + 2);
  return end < 0 ? text.length : end + closing.length - 1;
}
