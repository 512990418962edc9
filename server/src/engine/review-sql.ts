import type { CatalogReader, Change } from "../catalog/catalog.ts";
import type { FileFacts } from "../project/project.ts";
import type { Segment } from "../sql/segment.ts";
import { isSent, segmentStarts } from "../sql/segments.ts";
import { shiftRange } from "../text/range.ts";
import { draftOver, stillReads } from "./catalog-draft.ts";
import type { EnabledRule } from "./enabled-rules.ts";
import type { Finding } from "./finding.ts";
import { syntaxError } from "./own-rules.ts";
import { replay, type Step } from "./replay.ts";
import type { Conventions, Rule } from "./rule.ts";
import { type RuleReport, runSqlRules, type SegmentPlace, type SegmentReview } from "./run-sql-rules.ts";
import { transactionsOf } from "./transactions.ts";

/** What is kept of a SQL file between two reviews, by segment. */
export interface SqlMemory {
  readonly steps: ReadonlyMap<Segment, Step>;
  readonly reviews: ReadonlyMap<Segment, KeptReview>;
}

interface KeptReview {
  readonly review: SegmentReview;
  readonly place: SegmentPlace;
  readonly rules: readonly EnabledRule[];
  readonly changes: readonly Change[];
}

/** Nothing kept yet. */
export const NO_MEMORY: SqlMemory = { steps: new Map(), reviews: new Map() };

/** A SQL file to review. */
export interface SqlInput {
  readonly segments: readonly Segment[];
  readonly file: FileFacts;
  /** Whether each segment belongs to the migration's way up. */
  readonly isUp: (index: number) => boolean;
  readonly base: CatalogReader;
  /** The schema after the whole history, given what this file changes. */
  readonly finish: (changes: readonly Change[]) => CatalogReader;
  readonly conventions: Conventions;
  readonly rules: readonly EnabledRule[];
  readonly memory: SqlMemory;
  readonly onError: (error: unknown, rule: Rule | undefined, segment: Segment) => void;
}

/** Findings of a SQL file before suppressions, in order of offset, and what to keep for the next review. */
export function reviewSql(input: SqlInput): { readonly findings: readonly Finding[]; readonly memory: SqlMemory } {
  const { segments, base, memory } = input;
  const onReplayError = (error: unknown, segment: Segment) => input.onError(error, undefined, segment);
  const steps = replay(input.file.path, segments, base, memory.steps, input.isUp, onReplayError);
  const end = draftOver(base);
  for (const step of steps) end.apply(step.changes);
  const reviews = reviewSteps(input, steps, input.finish(end.changes()));
  return {
    findings: findingsOf(segments, reviews),
    memory: { steps: new Map(steps.map((step) => [step.segment, step])), reviews },
  };
}

function reviewSteps(input: SqlInput, steps: readonly Step[], final: CatalogReader): Map<Segment, KeptReview> {
  const sent = input.segments.filter((segment, index) => isSent(segment) && input.isUp(index)).length;
  const transactions = transactionsOf(input.segments, input.file, sent);
  const before = draftOver(input.base);
  const reviews = new Map<Segment, KeptReview>();
  steps.forEach(({ segment, changes, counts }, index) => {
    const statement = segment.parsed?.statement;
    if (statement !== undefined && counts) {
      const { file, conventions, rules } = input;
      const place = { file, conventions, transaction: transactions[index] ?? "none", alone: sent === 1 };
      const kept = input.memory.reviews.get(segment);
      const fresh =
        kept !== undefined && kept.changes === changes && kept.rules === rules && samePlace(kept.place, place);
      if (fresh && stillReads(before, kept.review.reads.before) && stillReads(final, kept.review.reads.final)) {
        reviews.set(segment, kept);
      } else {
        const review = runSqlRules(segment, statement, place, { before, changes, final }, rules, input.onError);
        reviews.set(segment, { review, place, rules, changes });
      }
    }
    before.apply(changes);
  });
  return reviews;
}

function samePlace(a: SegmentPlace, b: SegmentPlace): boolean {
  return a.file === b.file && a.transaction === b.transaction && a.alone === b.alone && a.conventions === b.conventions;
}

function findingsOf(segments: readonly Segment[], reviews: ReadonlyMap<Segment, KeptReview>): Finding[] {
  const findings: Finding[] = [];
  const starts = segmentStarts(segments);
  let sent = 0;
  segments.forEach((segment, index) => {
    if (isSent(segment)) sent += 1;
    const start = starts[index] ?? 0;
    const error = segment.parsed?.error;
    if (error !== undefined) findings.push(syntaxFinding(error, start, sent));
    const review = reviews.get(segment)?.review;
    if (review === undefined || review.reports.length === 0) return;
    const here = review.reports.map((report) => findingOf(report, start, sent));
    findings.push(...here.sort((a, b) => a.range.start - b.range.start));
  });
  return findings;
}

function syntaxFinding(
  error: NonNullable<NonNullable<Segment["parsed"]>["error"]>,
  start: number,
  statement: number,
): Finding {
  const { id, group, severity, tag } = syntaxError;
  const message = `Postgres refuses this statement: ${error.message}. It stops reading at the underlined word; the mistake may stand just before it.`;
  return { rule: id, group, severity, tag, message, range: shiftRange(error.range, start), statement, fixes: [] };
}

function findingOf({ enabled, report }: RuleReport, start: number, statement: number): Finding {
  const { rule } = enabled;
  return {
    rule: rule.id,
    group: rule.group,
    severity: enabled.severity ?? report.severity ?? rule.severity,
    tag: report.tag ?? rule.tag,
    message: report.message,
    range: shiftRange(report.range, start),
    statement,
    fixes: (report.fixes ?? []).map(({ title, safe, edits, fileEdits = [], creates = [] }) => ({
      title,
      safe,
      edits: [...fileEdits, ...edits.map((edit) => ({ range: shiftRange(edit.range, start), text: edit.text }))],
      creates,
    })),
  };
}
