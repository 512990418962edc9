import { prismaComments } from "../prisma/prisma-comments.ts";
import type { Segment } from "../sql/segment.ts";
import { nextLineStart } from "../text/line-ends.ts";
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
  return ofWholeFile(all, text);
}

/** Atlas's directive in the comment at the top of a file, which an empty line ends, is for the whole file. */
function ofWholeFile(all: readonly Suppression[], text: string): readonly Suppression[] {
  const first = all.findIndex(({ by }) => by === "atlas");
  if (first < 0) return all;
  const end = headerEnd(text);
  return all.map((one) => (one.by === "atlas" && one.range.end <= end ? { ...one, scope: "file" } : one));
}

/** Where the comment at the top of the text ends; 0 where something else than an empty line follows it. */
function headerEnd(text: string): number {
  let at = 0;
  while (text.startsWith("--", at) || text.startsWith("#", at)) at = nextLineStart(text, at);
  return /^[ \t]*(?:\r?\n|$)/.test(text.slice(at, at + 200)) ? at : 0;
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
