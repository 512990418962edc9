import { applyStatement } from "../catalog/apply-statement.ts";
import type { CatalogEntry, CatalogReader, Change } from "../catalog/catalog.ts";
import type { Segment } from "../sql/segment.ts";
import { textHash } from "../text/text-hash.ts";
import { type CatalogDraft, draftOver, type Reads, readsAny, recordingReader, stillReads } from "./catalog-draft.ts";
import type { FilePlace, KeptReview } from "./review-sql.ts";
import { sameValue } from "./same-value.ts";

/** What one segment did to the schema, and what that rested on. */
export interface Step {
  readonly segment: Segment;
  readonly reads: Reads;
  readonly changes: readonly Change[];
  /** Whether the segment belongs to the migration's way up, and so changes the schema at all. */
  readonly counts: boolean;
  /** What the rules said of it; gone as soon as the schema before it differs in something that they read. */
  kept: KeptReview | undefined;
}

/** What is kept of a file: where the next replay of it starts from, and the place that its reviews were made in. */
export interface ReplayMemory {
  last: { readonly base: CatalogReader; readonly steps: readonly Step[] } | undefined;
  place: FilePlace | undefined;
}

/** Nothing kept yet. */
export function emptyMemory(): ReplayMemory {
  return { last: undefined, place: undefined };
}

/** A file to replay. */
export interface Replay {
  /** As origins name it. */
  readonly file: string;
  readonly segments: readonly Segment[];
  readonly base: CatalogReader;
  readonly memory: ReplayMemory;
  /** Whether each segment belongs to the migration's way up. */
  isUp(index: number): boolean;
  onError(error: unknown, segment: Segment): void;
}

/** The steps of a file in order, and the schema after them. */
export interface Replayed {
  readonly steps: readonly Step[];
  readonly end: CatalogDraft;
}

const UNCHANGED: readonly Change[] = [];
const NOTHING_READ: Reads = new Map();

/**
 * What each segment does to the schema, in order. A segment whose reads give what they gave before keeps its step, and
 * so its changes' very references: that is how an edit stays local.
 */
export function replay(input: Replay): Replayed {
  const { base, memory } = input;
  const { last } = memory;
  const replayed = last?.base === base ? replayEdit(input, last.steps) : replayAll(input, last?.steps ?? []);
  memory.last = { base, steps: replayed.steps };
  return replayed;
}

/** Calls `visit` for each step with the schema just before it, which is true only during the call. */
export function walk(
  base: CatalogReader,
  steps: readonly Step[],
  visit: (step: Step, before: CatalogReader) => void,
): void {
  const before = draftOver(base);
  for (const step of steps) {
    visit(step, before);
    before.apply(step.changes);
  }
}

/** Another schema before the file: every step is asked whether it still reads the same. */
function replayAll(input: Replay, old: readonly Step[]): Replayed {
  const known = new Map(old.map((step) => [step.segment, step]));
  const end = draftOver(input.base);
  const steps = input.segments.map((segment, index) => {
    const kept = known.get(segment);
    const holds = kept !== undefined && kept.counts === input.isUp(index) && stillReads(end, kept.reads);
    const step = holds ? kept : stepOf(input, segment, index, end);
    forgetReview(step, end);
    end.apply(step.changes);
    return step;
  });
  return { steps, end };
}

/** The same schema before the file: what stands before the edit is as it was, and after it only what reads what changed. */
function replayEdit(input: Replay, old: readonly Step[]): Replayed {
  const { segments } = input;
  const { before, after } = unchanged(input, old);
  const end = draftOver(input.base);
  const steps = old.slice(0, before);
  for (const step of steps) end.apply(step.changes);
  const differing: Differing = new Map();
  for (const gone of old.slice(before, old.length - after)) noteOld(differing, gone.changes);
  segments.slice(before, segments.length - after).forEach((segment, offset) => {
    const step = stepOf(input, segment, before + offset, end);
    applyNew(differing, step.changes, end);
    steps.push(step);
  });
  settle(differing, [...differing.keys()], end);
  for (let index = old.length - after; index < old.length; index += 1) {
    const was = old[index];
    if (was !== undefined) steps.push(replayed(input, was, differing, end));
  }
  return { steps, end };
}

/** A step behind the edit: itself, or made anew where it read something that now differs. */
function replayed(input: Replay, was: Step, differing: Differing, end: CatalogDraft): Step {
  if (differing.size === 0) {
    end.apply(was.changes);
    return was;
  }
  if (!readsAny(was.reads, differing)) {
    if (was.kept !== undefined && readsAny(was.kept.review.reads.before, differing)) was.kept = undefined;
    end.apply(was.changes);
    for (const { key } of was.changes) differing.delete(key);
    return was;
  }
  const made = stepFor(input, was.segment, was.counts, end);
  const step = { ...made, changes: made.changes.map((change) => asItWas(change, was.changes)) };
  noteOld(differing, was.changes);
  applyNew(differing, step.changes, end);
  settle(
    differing,
    [...was.changes, ...step.changes].map(({ key }) => key),
    end,
  );
  return step;
}

/** The change with the very entry that the step made before, where the new one holds the same: so a change does not spread. */
function asItWas(change: Change, old: readonly Change[]): Change {
  const before = old.find(({ key }) => key === change.key);
  return before !== undefined && sameValue(before.entry, change.entry) ? before : change;
}

/** Keys under which the schema, at one place of the file, is not what it was before the edit, with what it was. */
type Differing = Map<string, CatalogEntry | undefined>;

function noteOld(differing: Differing, changes: readonly Change[]): void {
  for (const { key, entry } of changes) differing.set(key, entry);
}

function applyNew(differing: Differing, changes: readonly Change[], end: CatalogDraft): void {
  for (const { key } of changes) if (!differing.has(key)) differing.set(key, end.get(key));
  end.apply(changes);
}

/** Forgets keys under which old and new have come to be the same. */
function settle(differing: Differing, keys: readonly string[], end: CatalogReader): void {
  for (const key of keys) if (differing.has(key) && differing.get(key) === end.get(key)) differing.delete(key);
}

/** How many steps at the start and at the end of the file are for the same segments as before. */
function unchanged(
  { segments, isUp }: Replay,
  old: readonly Step[],
): { readonly before: number; readonly after: number } {
  const most = Math.min(segments.length, old.length);
  const isSame = (index: number, step: Step | undefined) =>
    step?.segment === segments[index] && step?.counts === isUp(index);
  let before = 0;
  while (before < most && isSame(before, old[before])) before += 1;
  let after = 0;
  while (after < most - before && isSame(segments.length - 1 - after, old[old.length - 1 - after])) after += 1;
  return { before, after };
}

function forgetReview(step: Step, before: CatalogReader): void {
  if (step.kept !== undefined && !stillReads(before, step.kept.review.reads.before)) step.kept = undefined;
}

function stepOf(input: Replay, segment: Segment, index: number, before: CatalogReader): Step {
  return stepFor(input, segment, input.isUp(index), before);
}

function stepFor({ file, onError }: Replay, segment: Segment, counts: boolean, before: CatalogReader): Step {
  const statement = segment.parsed?.statement;
  if (statement === undefined || !counts) {
    return { segment, reads: NOTHING_READ, changes: UNCHANGED, counts, kept: undefined };
  }
  const reads: Reads = new Map();
  let changes = UNCHANGED;
  try {
    // The text, not the segment's id, so that a file that is read again makes the same objects.
    const origin = { file, segment: textHash(segment.text) };
    changes = applyStatement(recordingReader(before, reads), statement, origin);
  } catch (error) {
    onError(error, segment);
  }
  return { segment, reads, changes, counts, kept: undefined };
}
