import { maskedComplaint } from "../sql/secrets.ts";
import type { Segment, SyntaxErrorAt } from "../sql/segment.ts";
import { isSent } from "../sql/segments.ts";
import { shiftRange } from "../text/range.ts";
import type { Finding } from "./finding.ts";
import type { LayoutMemory } from "./lay-out.ts";
import { syntaxError } from "./own-rules.ts";
import { placeReport } from "./place-report.ts";
import type { RuleReport } from "./run-sql-rules.ts";
import type { Step } from "./step.ts";

/** A segment's findings where it stood in the file at one review: they are made anew only when it has moved. */
export interface PlacedFindings {
  readonly start: number;
  readonly statement: number;
  readonly findings: readonly Finding[];
}

/** The findings of each segment with ranges from the file's start, in order of offset. */
export function placeFindings(steps: readonly Step[], memory: LayoutMemory): readonly Finding[] {
  const all: Finding[] = [];
  let start = 0;
  let statement = 0;
  for (const { segment, kept } of steps) {
    if (isSent(segment)) statement += 1;
    const error = segment.parsed?.error;
    if (error !== undefined) all.push(syntaxFinding(error, segment, start, statement));
    if (kept !== undefined && kept.review.reports.length > 0) {
      if (kept.placed?.start !== start || kept.placed.statement !== statement) {
        kept.placed = { start, statement, findings: placed(kept.review.reports, { start, statement, memory }) };
      }
      for (const finding of kept.placed.findings) all.push(finding);
    }
    start += segment.text.length;
  }
  return all;
}

interface Place {
  readonly start: number;
  readonly statement: number;
  readonly memory: LayoutMemory;
}

function placed(reports: readonly RuleReport[], place: Place): readonly Finding[] {
  return reports
    .map(({ enabled, report }) => placeReport(enabled, report, place))
    .sort((a, b) => a.range.start - b.range.start);
}

/** Looking for passwords in a statement takes longer than all else here, and its complaint stays as long as it does. */
const complaints = new WeakMap<Segment, string>();

function syntaxFinding(error: SyntaxErrorAt, segment: Segment, start: number, statement: number): Finding {
  const { id, group, severity, tag } = syntaxError;
  const complaint = complaints.get(segment) ?? maskedComplaint(error.message, error.range, segment);
  complaints.set(segment, complaint);
  const message = `Postgres refuses this statement: ${complaint}. It stops reading at the underlined word; the mistake may stand just before it.`;
  const range = shiftRange(error.range, start);
  return { rule: id, group, severity, tag, message, range, statement, related: [], fixes: [] };
}
