import type { Catalog, Change } from "../catalog/catalog.ts";
import type { FileFacts } from "../project/project.ts";
import type { Segment } from "../sql/segment.ts";
import { isSent } from "../sql/segments.ts";
import { draftOver } from "./catalog-draft.ts";
import type { EnabledRule } from "./enabled-rules.ts";
import { finalOf } from "./final-schema.ts";
import type { Finding } from "./finding.ts";
import type { Layout } from "./lay-out.ts";
import type { FindMentions } from "./mentions.ts";
import { type PlacedFindings, placeFindings } from "./place-findings.ts";
import { type ReplayMemory, replay } from "./replay.ts";
import { reviewMigration } from "./review-migration.ts";
import type { Conventions, LineBreak, Rule } from "./rule.ts";
import { runSqlRules, type SegmentPlace, type SegmentReview } from "./run-sql-rules.ts";
import type { TableSizes } from "./table-sizes.ts";
import { transactionsOf } from "./transactions.ts";

/** What the rules said of a segment, what that rested on besides the schema, and its findings where they stood last. */
export interface KeptReview {
  readonly review: SegmentReview;
  readonly place: FilePlace;
  readonly transaction: SegmentPlace["transaction"];
  readonly next: Segment | undefined;
  placed: PlacedFindings | undefined;
}

/** What is the same for all segments of a file; one value for as long as nothing of it changes. */
export type FilePlace = Omit<SegmentPlace, "transaction" | "next"> & { readonly rules: readonly EnabledRule[] };

/** A SQL file to review. */
export interface SqlInput {
  readonly segments: readonly Segment[];
  readonly file: FileFacts;
  /** Whether each segment belongs to the migration's way up. */
  readonly isUp: (index: number) => boolean;
  readonly base: Catalog;
  /** The schema after the whole history, where files follow this one. */
  readonly final: (() => Catalog) | undefined;
  readonly conventions: Conventions;
  readonly mentions: FindMentions;
  readonly tableSizes: TableSizes;
  /** The files of migrations right behind this one. */
  readonly later: Layout["later"];
  readonly rules: readonly EnabledRule[];
  readonly memory: ReplayMemory;
  readonly onError: (error: unknown, rule: Rule | undefined, segment: Segment) => void;
}

/** Findings of a SQL file before suppressions, in order of offset. */
export function reviewSql(input: SqlInput): readonly Finding[] {
  const { segments, base, isUp, file, memory } = input;
  const onError = (error: unknown, segment: Segment) => input.onError(error, undefined, segment);
  const { stretches, steps, inSession } = replay({ file: file.path, segments, base, memory, isUp, onError });
  const sent = segments.filter((segment, index) => isSent(segment) && isUp(index)).length;
  const transactions = transactionsOf(segments, file, sent);
  const { rules, conventions, mentions, tableSizes } = input;
  const lineBreak = lineBreakOf(segments);
  const place = placeIn(memory, { file, conventions, mentions, tableSizes, rules, alone: sent === 1, lineBreak });
  const final = finalOf(input.final ?? (() => inSession), memory);
  let index = -1;
  for (const stretch of stretches) {
    const before = draftOver(stretch.base);
    const isSameFinal = final.isSameIn(stretch);
    let laid = 0;
    stretch.steps.forEach((step, offset) => {
      index += 1;
      const { segment, kept } = step;
      if (segment.parsed?.statement === undefined || !step.counts) return;
      const transaction = transactions[index] ?? "none";
      const next = segments[index + 1];
      const isHere = kept?.place === place && kept.transaction === transaction && kept.next === next;
      if (isHere && (isSameFinal || final.stillReads(kept.review.reads.final))) return;
      for (; laid < offset; laid += 1) before.apply(stretch.steps[laid]?.changes ?? UNCHANGED);
      const schema = { before, changes: step.changes, final };
      const review = runSqlRules(segment, { ...place, transaction, next }, schema, rules, input.onError);
      step.kept = { place, transaction, next, review, placed: undefined };
      stretch.read = {};
    });
  }
  final.done();
  memory.layout = { file, segments, transactions, isUp, lineBreak: place.lineBreak, later: input.later };
  const found = placeFindings(steps, memory);
  const ofMigration = reviewMigration({
    ...{ ...input, steps, transactions, final, lineBreak: place.lineBreak },
    isFollowed: input.final !== undefined,
  });
  return ofMigration.length === 0 ? found : [...found, ...ofMigration].sort((a, b) => a.range.start - b.range.start);
}

const UNCHANGED: readonly Change[] = [];

/** The place as it was at the last review where nothing of it has changed, so that one comparison tells. */
function placeIn(memory: ReplayMemory, now: FilePlace): FilePlace {
  const { place: last } = memory;
  const isSame =
    last?.rules === now.rules &&
    last.file === now.file &&
    last.conventions === now.conventions &&
    last.mentions === now.mentions &&
    last.tableSizes === now.tableSizes &&
    last.alone === now.alone &&
    last.lineBreak === now.lineBreak;
  const place = isSame ? last : now;
  memory.place = place;
  return place;
}

/** What ends the file's first line. */
export function lineBreakOf(segments: readonly Segment[]): LineBreak {
  const first = segments.find(({ text }) => text.includes("\n"))?.text ?? "";
  return first.charAt(first.indexOf("\n") - 1) === "\r" ? "\r\n" : "\n";
}
