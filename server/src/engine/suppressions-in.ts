import { prismaComments } from "../prisma/prisma-comments.ts";
import type { Segment } from "../sql/segment.ts";
import { shiftRange } from "../text/range.ts";
import { type Suppression, suppressionIn } from "../text/suppression-comment.ts";
import { type Document, isPrisma } from "./documents.ts";

/** The suppression comments of a file in order, with ranges from its start. */
export function suppressionsIn({ path, text, segments }: Document): readonly Suppression[] {
  if (isPrisma(path)) {
    return prismaComments(text).flatMap(({ start, end }) => suppressionIn(text.slice(start, end), start) ?? []);
  }
  const all: Suppression[] = [];
  let start = 0;
  for (const segment of segments) {
    if (segment.comments.length > 0) {
      for (const suppression of ofSegment(segment)) all.push(moved(suppression, start));
    }
    start += segment.text.length;
  }
  return all;
}

const known = new WeakMap<Segment, readonly Suppression[]>();

function ofSegment(segment: Segment): readonly Suppression[] {
  const kept = known.get(segment);
  if (kept !== undefined) return kept;
  const found = segment.comments.flatMap(
    ({ range }) => suppressionIn(segment.text.slice(range.start, range.end), range.start) ?? [],
  );
  known.set(segment, found);
  return found;
}

function moved(suppression: Suppression, by: number): Suppression {
  return {
    ...suppression,
    range: shiftRange(suppression.range, by),
    rules: suppression.rules.map(({ name, range }) => ({ name, range: shiftRange(range, by) })),
  };
}
