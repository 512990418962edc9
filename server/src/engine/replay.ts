import { applyStatement } from "../catalog/apply-statement.ts";
import type { CatalogReader, Change } from "../catalog/catalog.ts";
import type { Segment } from "../sql/segment.ts";
import { textHash } from "../text/text-hash.ts";
import { type CatalogDraft, draftOver, type Reads, recordingReader, stillReads } from "./catalog-draft.ts";

/** What one segment did to the schema, and what that rested on. */
export interface Step {
  readonly segment: Segment;
  readonly reads: Reads;
  readonly changes: readonly Change[];
  /** Whether the segment belongs to the migration's way up, and so changes the schema at all. */
  readonly counts: boolean;
}

/** A file to replay. */
export interface Replay {
  /** As origins name it. */
  readonly file: string;
  readonly segments: readonly Segment[];
  readonly base: CatalogReader;
  /** Steps of earlier replays by segment; this one's are added. */
  readonly known: Map<Segment, Step>;
  /** Whether each segment belongs to the migration's way up. */
  isUp(index: number): boolean;
  onError(error: unknown, segment: Segment): void;
  /** Called for each segment in order with the schema just before it. */
  visit?(step: Step, index: number, before: CatalogReader): void;
}

const UNCHANGED: readonly Change[] = [];
const NOTHING_READ: Reads = new Map();

/**
 * What each segment does to the schema, in order, and the schema at the end. A segment whose reads give what they gave
 * before keeps its step, and so its changes' very references: that is how an edit stays local.
 */
export function replay(input: Replay): { readonly steps: readonly Step[]; readonly end: CatalogDraft } {
  const { segments, base, known } = input;
  const end = draftOver(base);
  const steps: Step[] = [];
  for (let index = 0; index < segments.length; index += 1) {
    const segment = segments[index];
    if (segment === undefined) continue;
    const counts = input.isUp(index);
    const kept = known.get(segment);
    const fresh = kept !== undefined && kept.counts === counts && stillReads(end, kept.reads);
    const step = fresh ? kept : stepOf(input, segment, counts, end);
    if (!fresh) known.set(segment, step);
    input.visit?.(step, index, end);
    end.apply(step.changes);
    steps.push(step);
  }
  forgetOthers(known, steps);
  return { steps, end };
}

function stepOf(input: Replay, segment: Segment, counts: boolean, before: CatalogReader): Step {
  const statement = segment.parsed?.statement;
  if (statement === undefined || !counts) return { segment, reads: NOTHING_READ, changes: UNCHANGED, counts };
  const reads: Reads = new Map();
  let changes = UNCHANGED;
  try {
    // The text, not the segment's id, so that a file that is read again makes the same objects.
    const origin = { file: input.file, segment: textHash(segment.text) };
    changes = applyStatement(recordingReader(before, reads), statement, origin);
  } catch (error) {
    input.onError(error, segment);
  }
  return { segment, reads, changes, counts };
}

/** Drops what segments that are gone left behind, once that is more than what is there. */
function forgetOthers(known: Map<Segment, Step>, steps: readonly Step[]): void {
  if (known.size <= 2 * steps.length + 100) return;
  known.clear();
  for (const step of steps) known.set(step.segment, step);
}
