import type { Range } from "../text/range.ts";
import { type Mark, markOf, type Tool } from "./annotation.ts";
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
    for (const { mark, range } of marksIn(segment)) {
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
    for (const { mark } of marksIn(segment)) current = mark.section ?? current;
    return current;
  });
}

/** Every comment with a section ends the statement before it, so all of a segment's marks lead its statement. */
function* marksIn(segment: Segment): Generator<{ mark: Mark; range: Range }> {
  for (const { range, style } of segment.comments) {
    const mark = style === "line" ? markOf(segment.text.slice(range.start, range.end)) : undefined;
    if (mark !== undefined) yield { mark, range };
  }
}
