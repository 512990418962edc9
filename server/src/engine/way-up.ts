import type { FileFacts } from "../project/project.ts";
import { sectionsOf } from "../sql/sections.ts";
import type { Segment } from "../sql/segment.ts";

/** Whether the segment of each index belongs to the migration's way up: neither in a down file nor in a down section. */
export function wayUp(segments: readonly Segment[], { direction }: FileFacts): (index: number) => boolean {
  if (direction === "down") return () => false;
  const sections = sectionsOf(segments);
  return (index) => sections[index] !== "down";
}
