import type { Segment } from "../sql/segment.ts";
import { segmentStarts } from "../sql/segments.ts";
import type { Range } from "../text/range.ts";

/** The first line of the segment of that index, without what leads it: offsets in the file. Empty where there is no such segment. */
export function firstLine(segments: readonly Segment[], index: number): Range {
  const segment = segments[index];
  if (segment === undefined) return { start: 0, end: 0 };
  const start = (segmentStarts(segments)[index] ?? 0) + segment.body.start;
  const [line = ""] = segment.text.slice(segment.body.start, segment.body.end).split(/[\r\n]/, 1);
  return { start, end: start + line.trimEnd().length };
}
