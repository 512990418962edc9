import { shiftRange } from "../text/range.ts";
import type { EnabledRule } from "./enabled-rules.ts";
import type { Finding, FindingFix, FindingPlace } from "./finding.ts";
import { type LayoutMemory, layOut } from "./lay-out.ts";
import type { Fix, RelatedPlace, Report } from "./rule.ts";

/** Where a report's ranges begin in the file. */
export interface ReportPlace {
  /** Its offset: 0 where they count from the file's start. */
  readonly start: number;
  /** Which statement it belongs to, from 1. */
  readonly statement: number | undefined;
  /** What its rewrites are laid out over; undefined where it can have none. */
  readonly memory: LayoutMemory | undefined;
}

/** A report whose ranges count from the file's start. */
export const WHOLE_FILE: ReportPlace = { start: 0, statement: undefined, memory: undefined };

/** A report as a finding in the file. */
export function placeReport({ rule, severity }: EnabledRule, report: Report, place: ReportPlace): Finding {
  const { start, statement } = place;
  return {
    rule: rule.id,
    group: rule.group,
    severity: severity ?? report.severity ?? rule.severity,
    tag: report.tag ?? rule.tag,
    message: report.message,
    range: shiftRange(report.range, start),
    statement,
    related: (report.related ?? []).map((related) => placedPlace(related, start)),
    // Placed when somebody asks: every edit moves all findings behind it, and few are ever fixed.
    get fixes() {
      return fixesOf(report, place);
    },
  };
}

function placedPlace({ path, range, message }: RelatedPlace, start: number): FindingPlace {
  return { path, range: path === undefined ? shiftRange(range, start) : range, message };
}

function fixesOf({ fixes = [], rewrites = [] }: Report, { start, memory }: ReportPlace): readonly FindingFix[] {
  const layout = memory?.layout;
  const laidOut = layout === undefined ? [] : rewrites.flatMap((rewrite) => layOut(rewrite, start, layout) ?? []);
  return [...fixes.map((fix) => placedFix(fix, start)), ...laidOut];
}

function placedFix(
  { title, safe, edits, fileEdits = [], creates = [], elsewhere = [] }: Fix,
  start: number,
): FindingFix {
  const here = edits.map((edit) => ({ range: shiftRange(edit.range, start), text: edit.text }));
  return { title, safe, edits: [...fileEdits, ...here], creates, elsewhere };
}
