import type { CatalogReader, Change } from "../catalog/catalog.ts";
import type { FileFacts } from "../project/project.ts";
import type { Segment } from "../sql/segment.ts";
import { isSent } from "../sql/segments.ts";
import { draftOver, stillReads } from "./catalog-draft.ts";
import type { EnabledRule } from "./enabled-rules.ts";
import type { Finding } from "./finding.ts";
import { type PlacedFindings, placeFindings } from "./place-findings.ts";
import { replay, type Step } from "./replay.ts";
import type { Conventions, LineBreak, Rule } from "./rule.ts";
import { runSqlRules, type SegmentPlace, type SegmentReview } from "./run-sql-rules.ts";
import { transactionsOf } from "./transactions.ts";

/** What the rules said of a file's segments at its last review. */
export type KeptReviews = ReadonlyMap<Segment, KeptReview>;

/** What the rules said of a segment, where that still holds, and its findings where they stood last. */
export interface KeptReview {
  readonly review: SegmentReview;
  readonly place: SegmentPlace;
  readonly rules: readonly EnabledRule[];
  readonly changes: readonly Change[];
  placed: PlacedFindings | undefined;
}

/** A SQL file to review. */
export interface SqlInput {
  readonly segments: readonly Segment[];
  readonly file: FileFacts;
  /** Whether each segment belongs to the migration's way up. */
  readonly isUp: (index: number) => boolean;
  readonly base: CatalogReader;
  /** The schema after the whole history, where files follow this one. */
  readonly final: (() => CatalogReader) | undefined;
  readonly conventions: Conventions;
  readonly rules: readonly EnabledRule[];
  /** Steps of earlier replays; this one's are added. */
  readonly steps: Map<Segment, Step>;
  readonly kept: KeptReviews;
  readonly onError: (error: unknown, rule: Rule | undefined, segment: Segment) => void;
}

/** Findings of a SQL file before suppressions, in order of offset, and what to keep for the next review. */
export function reviewSql(input: SqlInput): { readonly findings: readonly Finding[]; readonly kept: KeptReviews } {
  const { segments, base, isUp } = input;
  const sent = segments.filter((segment, index) => isSent(segment) && isUp(index)).length;
  const transactions = transactionsOf(segments, input.file, sent);
  const { file, conventions } = input;
  const shared = { file, conventions, alone: sent === 1, lineBreak: lineBreakOf(segments) };
  const placeOf = (index: number): SegmentPlace => {
    return { ...shared, transaction: transactions[index] ?? "none", next: segments[index + 1] };
  };
  const kept: (KeptReview | undefined)[] = [];
  const { steps, end } = replay({
    file: input.file.path,
    segments,
    base,
    known: input.steps,
    isUp,
    onError: (error, segment) => input.onError(error, undefined, segment),
    visit: (step, index, before) => {
      const old = input.kept.get(step.segment);
      const holds = old !== undefined && stillHolds(old, input, step, placeOf(index));
      kept.push(holds && stillReads(before, old.review.reads.before) ? old : undefined);
    },
  });
  const final = input.final?.() ?? end;
  const reviews = new Map<Segment, KeptReview>();
  const before = draftOver(base);
  let laid = 0;
  steps.forEach((step, index) => {
    const statement = step.segment.parsed?.statement;
    if (statement === undefined || !step.counts) return;
    const old = kept[index];
    if (old !== undefined && stillReads(final, old.review.reads.final)) {
      reviews.set(step.segment, old);
      return;
    }
    for (; laid < index; laid += 1) before.apply(steps[laid]?.changes ?? []);
    reviews.set(step.segment, reviewStep(input, step, { before, final }, placeOf(index)));
  });
  return { findings: placeFindings(segments, reviews), kept: reviews };
}

function stillHolds(old: KeptReview, { rules }: SqlInput, { changes }: Step, place: SegmentPlace): boolean {
  return (
    old.changes === changes &&
    old.rules === rules &&
    old.place.file === place.file &&
    old.place.conventions === place.conventions &&
    old.place.transaction === place.transaction &&
    old.place.alone === place.alone &&
    old.place.next === place.next &&
    old.place.lineBreak === place.lineBreak
  );
}

function reviewStep(
  { rules, onError }: SqlInput,
  { segment, changes }: Step,
  schema: { readonly before: CatalogReader; readonly final: CatalogReader },
  place: SegmentPlace,
): KeptReview {
  const review = runSqlRules(segment, place, { ...schema, changes }, rules, onError);
  return { place, review, rules, changes, placed: undefined };
}

/** What ends the file's first line. */
function lineBreakOf(segments: readonly Segment[]): LineBreak {
  const first = segments.find(({ text }) => text.includes("\n"))?.text ?? "";
  return first.charAt(first.indexOf("\n") - 1) === "\r" ? "\r\n" : "\n";
}
