import type { FileFacts } from "../project/project.ts";
import { sectionsOf } from "../sql/sections.ts";
import type { Segment } from "../sql/segment.ts";

const upOf = new WeakMap<readonly Segment[], (index: number) => boolean>();
const never = () => false;

/**
 * Whether the segment of each index belongs to the migration's way up: neither in a down file nor in a down section.
 * The same function for the same segments.
 */
export function wayUp(segments: readonly Segment[], { direction }: FileFacts): (index: number) => boolean {
  if (direction === "down") return never;
  const known = upOf.get(segments);
  if (known !== undefined) return known;
  const sections = sectionsOf(segments);
  const isUp = (index: number) => sections[index] !== "down";
  upOf.set(segments, isUp);
  return isUp;
}
