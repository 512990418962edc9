import { Buffer } from "node:buffer";
import type { Token } from "./lexer.ts";

/** What lowering needs beside the parser's tree: the words themselves and where they stand. */
export interface StatementSource {
  /** The segment's whole text. */
  readonly text: string;
  /** The tokens of the statement's body, comments left out. Offsets count from the segment's start. */
  readonly tokens: readonly Token[];
  /** From the parser's location, in UTF-8 bytes from the start of what was parsed, to UTF-16 code units from the segment's start. */
  offsetAt(byte: number): number;
}

/** The source of one statement, of which `parsed` went to the parser and stands at `start` in the segment. */
export function statementSource(
  text: string,
  tokens: readonly Token[],
  parsed: string,
  start: number,
): StatementSource {
  return { text, tokens, offsetAt: byteToOffset(parsed, start) };
}

/** How many code units lie between two remembered places; a look-up walks at most this far. */
const STRIDE = 64;

/** A function from UTF-8 bytes in `parsed` to UTF-16 code units, plus `start`. Bytes beyond the end give the end. */
function byteToOffset(parsed: string, start: number): (byte: number) => number {
  let marks: Uint32Array | undefined;
  const isAscii = Buffer.byteLength(parsed) === parsed.length;
  return (byte) => {
    if (isAscii) return start + Math.min(Math.max(byte, 0), parsed.length);
    marks ??= byteMarks(parsed);
    return start + walk(parsed, marks, byte);
  };
}

/** The byte at which every 64th code unit starts. */
function byteMarks(text: string): Uint32Array {
  const marks = new Uint32Array(Math.floor(text.length / STRIDE) + 1);
  let byte = 0;
  for (let index = 0; index < text.length; index++) {
    if (index % STRIDE === 0) marks[index / STRIDE] = byte;
    byte += bytesOf(text, index);
  }
  if (text.length % STRIDE === 0) marks[text.length / STRIDE] = byte;
  return marks;
}

/** The code unit at which `byte` starts: a search among the marks, then a short walk. */
function walk(text: string, marks: Uint32Array, byte: number): number {
  let low = 0;
  let high = marks.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((marks[middle] ?? 0) <= byte) low = middle;
    else high = middle - 1;
  }
  let at = marks[low] ?? 0;
  let index = low * STRIDE;
  while (index < text.length && (at < byte || bytesOf(text, index) === 0)) at += bytesOf(text, index++);
  return index;
}

/** UTF-8 bytes of the code unit: a surrogate pair counts all four at its first half; a lone half becomes U+FFFD, three bytes. */
function bytesOf(text: string, index: number): number {
  const code = text.charCodeAt(index);
  if (code < 0x80) return 1;
  if (code < 0x800) return 2;
  if (code < 0xd800 || code > 0xdfff) return 3;
  if (code < 0xdc00) return isLowHalf(text.charCodeAt(index + 1)) ? 4 : 3;
  return index > 0 && isHighHalf(text.charCodeAt(index - 1)) ? 0 : 3;
}

function isLowHalf(code: number): boolean {
  return code >= 0xdc00 && code <= 0xdfff;
}

function isHighHalf(code: number): boolean {
  return code >= 0xd800 && code <= 0xdbff;
}
