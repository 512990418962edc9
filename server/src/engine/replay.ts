import { applyStatement } from "../catalog/apply-statement.ts";
import type { CatalogReader, Change } from "../catalog/catalog.ts";
import type { Segment } from "../sql/segment.ts";
import { draftOver, type Reads, recordingReader, stillReads } from "./catalog-draft.ts";

/** What one segment did to the schema, and what that rested on. */
export interface Step {
  readonly segment: Segment;
  readonly reads: Reads;
  readonly changes: readonly Change[];
  /** Whether the segment belongs to the migration's way up, and so changes the schema at all. */
  readonly counts: boolean;
}

const UNCHANGED: readonly Change[] = [];

/**
 * What each segment does to the schema, in order. A segment whose reads give what they gave before keeps its step,
 * and so its changes' very references: that is how an edit stays local.
 */
export function replay(
  file: string,
  segments: readonly Segment[],
  base: CatalogReader,
  previous: ReadonlyMap<Segment, Step>,
  isUp: (index: number) => boolean,
  onError: (error: unknown, segment: Segment) => void,
): readonly Step[] {
  const draft = draftOver(base);
  return segments.map((segment, index) => {
    const counts = isUp(index);
    const kept = previous.get(segment);
    if (kept !== undefined && kept.counts === counts && stillReads(draft, kept.reads)) {
      draft.apply(kept.changes);
      return kept;
    }
    const reads: Reads = new Map();
    let changes = UNCHANGED;
    const statement = segment.parsed?.statement;
    if (statement !== undefined && counts) {
      try {
        changes = applyStatement(recordingReader(draft, reads), statement, { file, segment: segment.id });
      } catch (error) {
        onError(error, segment);
      }
      draft.apply(changes);
    }
    return { segment, reads, changes, counts };
  });
}
