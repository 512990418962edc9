import { isUtf8 } from "node:buffer";
import type { FileText } from "./files.ts";

/**
 * The text of a file's bytes: UTF-8, or UTF-16 where a byte-order mark says so (some Windows editors and PowerShell's
 * `>` write it). The mark is taken off. A NUL character or bytes that are no such text make the file unreadable.
 */
export function decodeText(bytes: Uint8Array): FileText {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return decodeAs("utf-16le", bytes);
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return decodeAs("utf-16be", bytes);
  const zero = bytes.indexOf(0);
  if (zero >= 0) return { kind: "unreadable", reason: `it is not text: byte ${zero + 1} is NUL` };
  if (!isUtf8(bytes)) {
    return {
      kind: "unreadable",
      reason: `it is not UTF-8: line ${firstBadLine(bytes)} holds bytes of another encoding`,
    };
  }
  return { kind: "text", text: new TextDecoder("utf-8").decode(bytes) };
}

function decodeAs(encoding: "utf-16le" | "utf-16be", bytes: Uint8Array): FileText {
  try {
    const text = new TextDecoder(encoding, { fatal: true }).decode(bytes);
    if (!text.includes("\0")) return { kind: "text", text };
    return { kind: "unreadable", reason: "it is not text: it holds a NUL character" };
  } catch {
    return { kind: "unreadable", reason: "it begins like UTF-16 and is not" };
  }
}

/** Counts from 1. A line feed is never a part of a longer UTF-8 sequence, so that lines can be judged one by one. */
function firstBadLine(bytes: Uint8Array): number {
  let line = 1;
  let start = 0;
  for (;;) {
    const end = bytes.indexOf(0x0a, start);
    if (!isUtf8(bytes.subarray(start, end < 0 ? bytes.length : end)) || end < 0) return line;
    line += 1;
    start = end + 1;
  }
}
