import { maskSecrets } from "../text/secrets.ts";
import type { Evidence } from "./project.ts";

/** A line of a text: offsets in UTF-16 code units, the line's end not counted. */
export interface TextLine {
  /** Counts from 1. */
  readonly number: number;
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** The lines of the text, one after another; `\r\n` and `\n` end a line. */
export function* linesOf(text: string): Generator<TextLine> {
  let number = 1;
  for (let start = 0; start <= text.length; number += 1) {
    const feed = text.indexOf("\n", start);
    const stop = feed < 0 ? text.length : feed;
    const end = stop > start && text[stop - 1] === "\r" ? stop - 1 : stop;
    yield { number, start, end, text: text.slice(start, end) };
    if (feed < 0) return;
    start = feed + 1;
  }
}

/** The first line that the test holds for. */
export function findLine(text: string, test: (line: string) => boolean): TextLine | undefined {
  for (const line of linesOf(text)) if (test(line.text)) return line;
  return undefined;
}

/** What is looked at of a line, and what is shown of it. */
const LONGEST_LOOKED_AT = 4000;
const LONGEST_SHOWN = 200;

/**
 * The line as evidence. A credential in it (`DATABASE_URL=…`) is not repeated; it is looked for before a very long line is
 * cut, for half of an address shows no longer that it holds a password.
 */
export function evidenceOf(path: string, line: TextLine): Evidence {
  const text = maskSecrets(line.text.trim().slice(0, LONGEST_LOOKED_AT)).slice(0, LONGEST_SHOWN);
  return { path, line: line.number, text };
}

/** How the text ends its lines. */
export function lineEnd(text: string): "\r\n" | "\n" {
  const feed = text.indexOf("\n");
  return feed > 0 && text[feed - 1] === "\r" ? "\r\n" : "\n";
}
