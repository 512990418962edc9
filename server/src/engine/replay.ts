import { applyStatement } from "../catalog/apply-statement.ts";
import { type Catalog, type CatalogReader, type Change, withChanges } from "../catalog/catalog.ts";
import { endsWithSession } from "../catalog/keys.ts";
import { brokenTable } from "../sql/broken-table.ts";
import type { Segment } from "../sql/segment.ts";
import { textHash } from "../text/text-hash.ts";
import { draftOver, type Reads, recordingReader, stillReads } from "./catalog-draft.ts";
import type { Layout } from "./lay-out.ts";
import { differenceOf, haveCommon, type Patch, patchedCatalog } from "./patched-catalog.ts";
import type { FilePlace } from "./review-sql.ts";
import { sameValue } from "./same-value.ts";
import type { Step } from "./step.ts";
import { type Flow, passed, type StepAt, type Stretch, stretchesOf } from "./stretches.ts";

/** What is kept of a file: its last replay, and what its reviews were made in. */
export interface ReplayMemory {
  last: Replayed | undefined;
  place: FilePlace | undefined;
  /** The schema after the history that the reviews were made in. */
  final: Catalog | undefined;
  /** The file as rewrites are laid out over it. */
  layout: Layout | undefined;
}

/** Nothing kept yet. */
export function emptyMemory(): ReplayMemory {
  return { last: undefined, place: undefined, final: undefined, layout: undefined };
}

/** A file to replay. */
export interface Replay {
  /** As origins name it. */
  readonly file: string;
  readonly segments: readonly Segment[];
  readonly base: Catalog;
  readonly memory: ReplayMemory;
  /** Whether each segment belongs to the migration's way up; the same function for the same segments. */
  readonly isUp: (index: number) => boolean;
  onError(error: unknown, segment: Segment): void;
}

/** A file as it was replayed. */
export interface Replayed extends Pick<Replay, "file" | "segments" | "base" | "isUp"> {
  readonly stretches: readonly Stretch[];
  /** Those of all stretches, in order. */
  readonly steps: readonly Step[];
  /** The schema after the last statement, with its session's settings and temporary objects. */
  readonly inSession: Catalog;
  /** The schema that the file leaves behind. */
  readonly end: Catalog;
}

const UNCHANGED: readonly Change[] = [];
const NOTHING_READ: Reads = new Map();

/**
 * What each segment does to the schema, in order. A segment whose reads give what they gave before keeps its step, and
 * so its changes' very references: that is how an edit stays local.
 */
export function replay(input: Replay): Replayed {
  const { file, segments, base, memory, isUp } = input;
  // Entries hold the name of the file that made them.
  const last = memory.last?.file === file ? memory.last : undefined;
  if (last?.base === base && last.segments === segments && last.isUp === isUp) return last;
  const flow: Flow = { now: base, was: last?.base ?? base, differing: last && differenceOf(base, last.base) };
  const stretches = last === undefined ? inPlaceOf([], 0, segments.length, input, flow) : again(input, last, flow);
  const here = { file, segments, base, isUp, stretches, steps: stepsOf(stretches, last), inSession: flow.now };
  memory.last = { ...here, end: endOf(here, last, flow.differing) };
  return memory.last;
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

/** The steps of all stretches; the very array of before where they are the same. */
function stepsOf(stretches: readonly Stretch[], last: Replayed | undefined): readonly Step[] {
  const isSame = stretches.length === last?.stretches.length;
  if (isSame && stretches.every(({ steps }, index) => steps === last.stretches[index]?.steps)) return last.steps;
  return stretches.flatMap(({ steps }) => steps);
}

/** The stretches that the edit does not reach as they are, those around it anew. */
function again(input: Replay, last: Replayed, flow: Flow): readonly Stretch[] {
  const { before, after } = unchanged(input, last);
  const behind = last.steps.length - after;
  const shift = input.segments.length - last.steps.length;
  const found: Stretch[] = [];
  const reached: Stretch[] = [];
  let from = 0;
  let start = 0;
  const remake = (until: number) => {
    if (reached.length > 0 || until > from) found.push(...inPlaceOf(reached.splice(0), from, until, input, flow));
    from = until;
  };
  for (const stretch of last.stretches) {
    const size = stretch.steps.length;
    const isBefore = start + size <= before;
    if (!isBefore && start < behind) reached.push(stretch);
    else {
      if (!isBefore) remake(start + shift);
      const whole = passed(stretch, flow);
      if (whole !== undefined) found.push(whole);
      else found.push(...inPlaceOf([stretch], from, from + size, input, flow));
      from += size;
    }
    start += size;
  }
  remake(input.segments.length);
  return found;
}

/** How many steps at the start and at the end of the file are for the same segments as before. */
function unchanged(input: Replay, last: Replayed): { readonly before: number; readonly after: number } {
  const { segments, isUp } = input;
  const { steps } = last;
  if (segments === last.segments && isUp === last.isUp) return { before: steps.length, after: 0 };
  const most = Math.min(segments.length, steps.length);
  const isSame = (index: number, step: Step | undefined) =>
    step?.segment === segments[index] && step?.counts === isUp(index);
  let before = 0;
  while (before < most && isSame(before, steps[before])) before += 1;
  let after = 0;
  while (after < most - before && isSame(segments.length - 1 - after, steps[steps.length - 1 - after])) after += 1;
  return { before, after };
}

/** The segments from one index to another anew, in place of old stretches: a step that still reads the same stays. */
function inPlaceOf(
  old: readonly Stretch[],
  from: number,
  until: number,
  input: Replay,
  flow: Flow,
): readonly Stretch[] {
  const doubt = doubtFrom(flow);
  const next = inOrder(
    old.flatMap(({ steps }) => steps),
    doubt,
  );
  const stepAt: StepAt = (offset, before) => {
    const index = from + offset;
    const segment = input.segments[index];
    if (segment === undefined) throw new RangeError(`no segment ${index} of ${input.segments.length}`);
    const counts = input.isUp(index);
    const kept = next(segment);
    if (kept?.counts === counts && doubt.stillReads(before, kept.reads)) {
      if (kept.kept !== undefined && !doubt.stillReads(before, kept.kept.review.reads.before)) kept.kept = undefined;
      return kept;
    }
    const made = stepFor(input, segment, counts, before);
    const step = { ...made, changes: made.changes.map((change) => asItWas(change, kept?.changes ?? UNCHANGED)) };
    doubt.note([...step.changes, ...(kept?.changes ?? UNCHANGED)]);
    return step;
  };
  return stretchesOf(until - from, stepAt, old, flow);
}

/**
 * Gives for each segment in turn the step that was its own, in the order of before; those that it passes over are gone.
 * Two statements of the same words may be one segment, and still are two steps.
 */
function inOrder(steps: readonly Step[], doubt: Doubt): (segment: Segment) => Step | undefined {
  const places = new Map<Segment, number[]>();
  for (const [index, { segment }] of steps.entries()) {
    const known = places.get(segment);
    if (known === undefined) places.set(segment, [index]);
    else known.push(index);
  }
  let at = 0;
  return (segment) => {
    const place = places.get(segment)?.find((index) => index >= at);
    if (place === undefined) return undefined;
    for (; at < place; at += 1) doubt.note(steps[at]?.changes ?? UNCHANGED);
    at = place + 1;
    return steps[place];
  };
}

/** What may not be as it was at the place that a replay has come to. */
interface Doubt {
  stillReads(before: CatalogReader, reads: Reads): boolean;
  note(changes: readonly Change[]): void;
}

/** In doubt is what differs before the steps, and what is noted: what those change that are gone or made anew. All where nothing is known. */
function doubtFrom({ differing }: Flow): Doubt {
  if (differing === undefined) return { stillReads, note: () => undefined };
  const keys = new Set(differing.keys());
  return {
    note: (changes) => {
      for (const { key } of changes) keys.add(key);
    },
    stillReads: (before, reads) => !haveCommon(keys, reads) || stillReads(before, reads),
  };
}

/** The change with the very entry that the step made before, where the new one holds the same: so a change does not spread. */
function asItWas(change: Change, old: readonly Change[]): Change {
  const before = old.find(({ key }) => key === change.key);
  return before !== undefined && sameValue(before.entry, change.entry) ? before : change;
}

function stepFor({ file, onError }: Replay, segment: Segment, counts: boolean, before: CatalogReader): Step {
  const statement = segment.parsed?.statement ?? brokenTable(segment);
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

/** Each file has a session of its own, so that no file starts with another's settings and temporary objects. */
function endOf(here: Omit<Replayed, "end">, last: Replayed | undefined, differing: Patch | undefined): Catalog {
  const { inSession, stretches } = here;
  const lasting = differing && withoutSession(differing);
  if (last !== undefined && lasting !== undefined) {
    if (last.end === last.inSession && lasting === differing) return inSession;
    const end = patchedCatalog(last.end, lasting);
    if (end !== undefined) return end;
  }
  const gone = new Set(stretches.flatMap(({ ofSession }) => ofSession));
  const changes = [...gone].map((key) => ({ key, entry: undefined }));
  return withChanges(inSession, changes);
}

function withoutSession(patch: Patch): Patch {
  let isLasting = true;
  for (const key of patch.keys()) if (endsWithSession(key)) isLasting = false;
  return isLasting ? patch : new Map([...patch].filter(([key]) => !endsWithSession(key)));
}
