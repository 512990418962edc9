import type { NameUse } from "./names/name-use.ts";
import { type NameWalk, NOWHERE } from "./names/name-walk.ts";
import { visit } from "./names/visit.ts";
import { treeOf } from "./parse.ts";
import type { Segment } from "./segment.ts";
import { cut, splitMemory } from "./splitter.ts";

export type * from "./names/name-use.ts";

const NOTHING: readonly NameUse[] = [];
const known = new WeakMap<Segment, readonly NameUse[]>();

/**
 * The names that a segment's statement says, in order: relations, columns, types, routines, constraints. None where it
 * does not parse. The tree is made anew, for it is not kept; the answer is kept for as long as the segment is.
 */
export function namesIn(segment: Segment): readonly NameUse[] {
  const answered = known.get(segment);
  if (answered !== undefined) return answered;
  const found = segment.kind === "statement" ? findNames(segment) : NOTHING;
  known.set(segment, found);
  return found;
}

function findNames({ text }: Segment): readonly NameUse[] {
  const tree = treeOf(text, cut(text, 0, splitMemory()));
  if (tree === undefined) return NOTHING;
  const walk: NameWalk = { source: tree.source, found: [], isBody: false };
  try {
    visit(walk, tree.node, NOWHERE);
  } catch (error) {
    // A tree may be nested more deeply than a walk over it can go; what was found until then stands.
    if (!(error instanceof RangeError)) throw error;
  }
  return walk.found.sort((one, other) => one.range.start - other.range.start);
}
