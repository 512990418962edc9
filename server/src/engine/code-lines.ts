import { prismaComments } from "../prisma/prisma-comments.ts";
import { tokenize } from "../sql/lexer.ts";
import type { Segment } from "../sql/segment.ts";
import { segmentStarts } from "../sql/segments.ts";
import { lineStart, nextLineStart } from "../text/line-ends.ts";
import { firstEndingAfter, type Range, shiftRange } from "../text/range.ts";
import { type Document, isPrisma } from "./documents.ts";

/**
 * The lines of a file as its code has them: a line break inside a string, a function's body or a block comment ends no
 * line of code. Offsets count from the file's start.
 */
export interface CodeLines {
  /** The start of the line of code at the offset: a comment on a line of its own can be put in front of it. */
  startOf(offset: number): number;
  /** From the first code on a line after the offset's own to the end of its line; empty at the file's end where none follows. */
  after(offset: number): Range;
  /** The end of the statement at the offset. */
  statementEnd(offset: number): number;
}

/** Where lines of code start and end in the document. */
export function codeLinesOf(document: Document): CodeLines {
  const { text, segments } = document;
  const starts = segmentStarts(segments);
  const comments = isPrisma(document.path) ? prismaComments(text) : segments.flatMap(commentsFrom(starts));
  const tokenOver = isPrisma(document.path)
    ? (offset: number) => covering(comments, offset)
    : (offset: number) => dividedToken(segments, starts, offset);
  const known = new Map<number, Range>();
  const lineEnd = (offset: number): number => {
    let end = nextLineStart(text, offset);
    for (let token = tokenOver(end); token !== undefined; token = tokenOver(end)) end = nextLineStart(text, token.end);
    return end;
  };
  return {
    startOf: (offset) => {
      let start = lineStart(text, offset);
      for (let token = tokenOver(start); token !== undefined; token = tokenOver(start)) {
        start = lineStart(text, token.start);
      }
      return start;
    },
    after: (offset) => {
      const first = nextLineStart(text, offset);
      const code = codeFrom(text, comments, first, known);
      const range = typeof code === "number" ? { start: code, end: code < text.length ? lineEnd(code) : code } : code;
      known.set(first, range);
      return range;
    },
    statementEnd: (offset) => {
      const index = lastAtOrBefore(starts, offset);
      const segment = segments[index];
      return segment === undefined ? offset : Math.max(offset, (starts[index] ?? 0) + segment.body.end);
    },
  };
}

function commentsFrom(starts: readonly number[]): (segment: Segment, index: number) => Range[] {
  return ({ comments }, index) => {
    const by = starts[index] ?? 0;
    return comments.map(({ range }) => shiftRange(range, by));
  };
}

/** The first offset that is neither blank nor in a comment, or what is known already of a line that is passed on the way. */
function codeFrom(
  text: string,
  comments: readonly Range[],
  from: number,
  known: ReadonlyMap<number, Range>,
): number | Range {
  let at = from;
  for (let next = firstEndingAfter(comments, from); at < text.length; ) {
    const answer = known.get(at);
    if (answer !== undefined) return answer;
    const comment = comments[next];
    if (comment !== undefined && at >= comment.start) {
      at = Math.max(at, comment.end);
      next += 1;
    } else if (text.charCodeAt(at) <= 32) at += 1;
    else return at;
  }
  return text.length;
}

const dividedTokens = new WeakMap<Segment, readonly Range[]>();

/** The token that a line break divides and that the offset stands inside of. */
function dividedToken(segments: readonly Segment[], starts: readonly number[], offset: number): Range | undefined {
  const index = lastAtOrBefore(starts, offset);
  const segment = segments[index];
  if (segment === undefined) return undefined;
  const tokens = dividedTokens.get(segment) ?? dividedIn(segment);
  dividedTokens.set(segment, tokens);
  const by = starts[index] ?? 0;
  const token = covering(tokens, offset - by);
  return token && shiftRange(token, by);
}

/** COPY's data stand behind the body and are no tokens. */
function dividedIn({ text, body }: Segment): readonly Range[] {
  return tokenize(text, 0, body.end).filter(
    ({ kind, start, end }) => kind !== "lineComment" && /[\r\n]/.test(text.slice(start, end)),
  );
}

/** The range that the offset stands inside of, not at an end of. Ranges are in order and do not overlap. */
function covering(ranges: readonly Range[], offset: number): Range | undefined {
  const range = ranges[firstEndingAfter(ranges, offset)];
  return range !== undefined && range.start < offset ? range : undefined;
}

/** The index of the last start that is not behind the offset; -1 where there is none. */
function lastAtOrBefore(starts: readonly number[], offset: number): number {
  let low = 0;
  let high = starts.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((starts[middle] ?? 0) > offset) high = middle;
    else low = middle + 1;
  }
  return low - 1;
}
