import type { Range } from "../text/range.ts";
import type { Tool } from "./mark.ts";
import type { Segment } from "./segment.ts";

/** A comment that a migration tool reads. */
export interface Annotation {
  readonly tool: Tool;
  /** The comment without its dashes and outer blanks: `+goose NO TRANSACTION`. */
  readonly text: string;
  /** The comment, its dashes included; UTF-16 code units from the file's start. */
  readonly range: Range;
  /** The segment that holds it. */
  readonly segmentIndex: number;
}

/** The comments that migration tools read, in the file's order. */
export function annotationsOf(segments: readonly Segment[]): readonly Annotation[] {
  const annotations: Annotation[] = [];
  let start = 0;
  segments.forEach((segment, segmentIndex) => {
    for (const { mark, range } of segment.marks) {
      const absolute = { start: start + range.start, end: start + range.end };
      annotations.push({ tool: mark.tool, text: mark.text, range: absolute, segmentIndex });
    }
    start += segment.text.length;
  });
  return annotations;
}

/** Whether a statement runs when a migration is applied or when it is taken back. */
export type Section = "up" | "down";

/**
 * The part of the file that each segment stands in, as goose's `+goose Up/Down`, sql-migrate's `+migrate Up/Down`
 * and dbmate's `migrate:up/down` divide it. What stands before the first such comment is `up`.
 */
export function sectionsOf(segments: readonly Segment[]): readonly Section[] {
  let current: Section = "up";
  return segments.map((segment) => {
    if (segment.marks.length > 0) current = sectionOpened(segment) ?? current;
    return current;
  });
}

/**
 * For each segment the number of the block that it stands in, between goose's or sql-migrate's `StatementBegin` and
 * `StatementEnd`, whose statements are sent to the server as one; undefined outside.
 */
export function blocksOf(segments: readonly Segment[]): readonly (number | undefined)[] {
  let last = 0;
  let current: number | undefined;
  return segments.map((segment) => {
    const { leading, trailing } = edgesOf(segment);
    if (leading === "begin") {
      last += 1;
      current = last;
    } else if (leading === "end") current = undefined;
    const own = current;
    if (trailing === "end") current = undefined;
    return own;
  });
}

/** The last edge of a block before the segment's statement, and behind it. */
interface Edges {
  readonly leading: "begin" | "end" | undefined;
  readonly trailing: "begin" | "end" | undefined;
}

const NO_EDGES: Edges = { leading: undefined, trailing: undefined };

function edgesOf(segment: Segment): Edges {
  if (segment.marks.length === 0) return NO_EDGES;
  const found = { leading: undefined as Edges["leading"], trailing: undefined as Edges["trailing"] };
  for (const { mark, range } of segment.marks) {
    const edge = /^\+(?:goose|migrate)\s+Statement(Begin|End)\b/i.exec(mark.text)?.[1]?.toLowerCase();
    if (edge !== "begin" && edge !== "end") continue;
    found[range.start < segment.body.end ? "leading" : "trailing"] = edge;
  }
  return found;
}

function sectionOpened(segment: Segment): Section | undefined {
  let section: Section | undefined;
  for (const { mark } of segment.marks) section = mark.section ?? section;
  return section;
}
