import type { CatalogReader, Change } from "../catalog/catalog.ts";
import type { FileFacts } from "../project/project.ts";
import type { Segment } from "../sql/segment.ts";
import { isSent } from "../sql/segments.ts";
import { draftOver, stillReads } from "./catalog-draft.ts";
import type { EnabledRule } from "./enabled-rules.ts";
import type { Finding } from "./finding.ts";
import { type PlacedFindings, placeFindings } from "./place-findings.ts";
import { replay, type Step } from "./replay.ts";
import type { Conventions, Rule, SqlContext } from "./rule.ts";
import { runSqlRules, type SegmentReview } from "./run-sql-rules.ts";
import { transactionsOf } from "./transactions.ts";

/** What the rules said of a file's segments at its last review. */
export type KeptReviews = ReadonlyMap<Segment, KeptReview>;

/** What the rules said of a segment, where that still holds, and its findings where they stood last. */
export interface KeptReview {
  readonly review: SegmentReview;
  readonly file: FileFacts;
  readonly conventions: Conventions;
  readonly transaction: SqlContext["transaction"];
  readonly alone: boolean;
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
      const holds = old !== undefined && stillHolds(old, input, step, transactions[index], sent === 1);
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
    reviews.set(step.segment, reviewStep(input, step, { before, final }, transactions[index] ?? "none", sent === 1));
  });
  return { findings: placeFindings(segments, reviews), kept: reviews };
}

function stillHolds(
  old: KeptReview,
  { file, conventions, rules }: SqlInput,
  { changes }: Step,
  transaction: SqlContext["transaction"] | undefined,
  alone: boolean,
): boolean {
  return (
    old.changes === changes &&
    old.file === file &&
    old.conventions === conventions &&
    old.rules === rules &&
    old.transaction === transaction &&
    old.alone === alone
  );
}

function reviewStep(
  input: SqlInput,
  { segment, changes }: Step,
  schema: { readonly before: CatalogReader; readonly final: CatalogReader },
  transaction: SqlContext["transaction"],
  alone: boolean,
): KeptReview {
  const { file, conventions, rules } = input;
  const place = { file, conventions, transaction, alone };
  const review = runSqlRules(segment, place, { ...schema, changes }, rules, input.onError);
  return { ...place, review, rules, changes, placed: undefined };
}
