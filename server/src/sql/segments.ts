import type { Range } from "../text/range.ts";
import { marksIn } from "./mark.ts";
import { parseCut } from "./parse.ts";
import type { Segment } from "./segment.ts";
import { type Cut, cut, splitMemory } from "./splitter.ts";

/** The segments of a file, in order; none for the empty text. Await `loadParser()` once before. Never throws. */
export function segmentsOf(text: string): readonly Segment[] {
  const memory = splitMemory();
  const segments: Segment[] = [];
  for (let at = 0; at < text.length; ) {
    const piece = cut(text, at, memory);
    segments.push(segmentOf(text.slice(piece.start, piece.end), piece));
    at = piece.end;
  }
  return segments;
}

/** The offset in the file at which each segment starts, in UTF-16 code units. */
export function segmentStarts(segments: readonly Segment[]): number[] {
  let start = 0;
  return segments.map(({ text }) => {
    const own = start;
    start += text.length;
    return own;
  });
}

/** Whether the segment is something that a migration tool or psql sends to the server. */
export function isSent(segment: Segment): boolean {
  return segment.kind === "statement";
}

/** A change of a file: what stands at `range`, in UTF-16 code units of the old file, becomes `text`. */
export interface SegmentsChange {
  readonly range: Range;
  readonly text: string;
}

/**
 * The segments after a change. Segments that the change does not reach are the same objects; only what is new is
 * parsed. The result equals `segmentsOf` of the new text but for ids. Costs the changed statements, plus a step for
 * each segment. Throws a RangeError where the change lies outside the old file.
 */
export function editSegments(segments: readonly Segment[], change: SegmentsChange): readonly Segment[] {
  const starts = segmentStarts(segments);
  const length = (starts.at(-1) ?? 0) + (segments.at(-1)?.text.length ?? 0);
  starts.push(length);
  const { start, end } = change.range;
  if (start < 0 || end < start || end > length) throw new RangeError(`a change at ${start} to ${end} of ${length}`);
  const edit: Edit = { segments, starts, change };
  const result: Segment[] = [];
  for (let next = 0; next <= segments.length; ) {
    const segment = segments[next];
    if (segment !== undefined && (starts[next + 1] ?? length) + segment.lookahead <= start) {
      result.push(segment);
      next++;
      continue;
    }
    const resumed = recut(edit, next, result);
    if (resumed.isBehindChange) return result.concat(segments.slice(resumed.next));
    next = resumed.next;
  }
  return result;
}

/** A change and the file that it changes. */
interface Edit {
  readonly segments: readonly Segment[];
  /** Where each segment starts in the old file, and the old file's length. */
  readonly starts: readonly number[];
  readonly change: SegmentsChange;
}

/** An old segment from which on the old boundaries hold. */
interface Resumption {
  readonly next: number;
  /** Whether the change lies before it, so that all from it on is as it was. */
  readonly isBehindChange: boolean;
}

/**
 * Cuts anew from the old segment `first`, which starts before the change or at it, until a boundary agrees with an
 * old one. The text to cut is joined from old segments, more of them each time it proves too short.
 */
function recut(edit: Edit, first: number, result: Segment[]): Resumption {
  const { segments, starts, change } = edit;
  const origin = starts[first] ?? 0;
  let until = first;
  while (until < segments.length && (starts[until] ?? 0) < change.range.end) until++;
  until = Math.min(until + 1, segments.length);
  let text = editedText(edit, first, until);
  let memory = splitMemory();
  for (let at = 0; at < text.length; ) {
    const piece = cut(text, at, memory);
    if (piece.reach > text.length && until < segments.length) {
      until = Math.min(first + 2 * (until - first), segments.length);
      text = editedText(edit, first, until);
      memory = splitMemory();
      continue;
    }
    result.push(segmentAgain(edit, origin + at, text, piece));
    at = piece.end;
    const resumed = resumptionAt(edit, origin + at);
    if (resumed !== undefined) return resumed;
  }
  return { next: segments.length, isBehindChange: true };
}

/** The new text of the old segments `first` to `until`, which hold the whole change. */
function editedText({ segments, starts, change }: Edit, first: number, until: number): string {
  const origin = starts[first] ?? 0;
  const text = segments
    .slice(first, until)
    .map((segment) => segment.text)
    .join("");
  return text.slice(0, change.range.start - origin) + change.text + text.slice(change.range.end - origin);
}

/** Where the old segments go on, if the boundary at `at` in the new file is one of theirs. */
function resumptionAt({ starts, change }: Edit, at: number): Resumption | undefined {
  const { start, end } = change.range;
  if (at < start + change.text.length) return at <= start ? resumption(starts, at, false) : undefined;
  return resumption(starts, at - change.text.length + (end - start), true);
}

function resumption(starts: readonly number[], at: number, isBehindChange: boolean): Resumption | undefined {
  const next = firstAtOrBehind(starts, at);
  return starts[next] === at ? { next, isBehindChange } : undefined;
}

/** The first index whose start is `at` or greater. */
function firstAtOrBehind(starts: readonly number[], at: number): number {
  let low = 0;
  let high = starts.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((starts[middle] ?? 0) < at) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The segment for a piece at `at` in the new file: the old one where the same text stood there before. */
function segmentAgain({ segments, starts }: Edit, at: number, text: string, piece: Cut): Segment {
  const own = text.slice(piece.start, piece.end);
  const index = firstAtOrBehind(starts, at);
  const old = starts[index] === at ? segments[index] : undefined;
  if (old === undefined || old.text !== own || !isSameRange(old.body, piece.body)) return segmentOf(own, piece);
  const lookahead = piece.reach - piece.end;
  return old.lookahead === lookahead ? old : { ...old, lookahead };
}

function isSameRange(one: Range, other: Range): boolean {
  return one.start === other.start && one.end === other.end;
}

let lastId = 0;

/** A new segment from what was cut. */
function segmentOf(text: string, piece: Cut): Segment {
  const { kind, body, comments, placeholders } = piece;
  const parsed = kind === "statement" ? parseCut(text, piece) : undefined;
  const marks = marksIn(text, comments);
  return { id: ++lastId, text, kind, body, comments, marks, placeholders, parsed, lookahead: piece.reach - piece.end };
}
