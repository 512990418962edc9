import type { Finding, FindingPlace } from "../engine/finding.ts";
import { SEVERITIES } from "../project/config.ts";
import { escapeTerminal } from "../text/escape-terminal.ts";
import { type LineIndex, lineIndexOf } from "../text/line-index.ts";
import type { Range } from "../text/range.ts";
import { type Naming, summaryOf } from "./lint-json.ts";
import { oneBased } from "./one-based.ts";
import type { Paint } from "./paint.ts";
import { plural } from "./plural.ts";
import type { ReportedReview } from "./reported-review.ts";
import { sourceLine } from "./source-line.ts";

/** Findings as a person reads them in a terminal: place, severity and rule, the line with carets, the message, the fixes. */
export function lintText(reviews: readonly ReportedReview[], naming: Naming, paint: Paint): string {
  const blocks = reviews.flatMap((review) => {
    if (review.findings.length === 0) return [];
    const source = {
      path: escapeTerminal(naming.path(review.path)),
      text: review.document?.text ?? "",
      lines: lineIndexOf(review.document?.text ?? ""),
      secrets: review.secrets,
    };
    return review.findings.map((finding) => findingText(source, finding, { naming, paint }));
  });
  return [...blocks, summaryText(reviews)].join("\n\n");
}

interface Source {
  readonly path: string;
  readonly text: string;
  readonly lines: LineIndex;
  readonly secrets: readonly Range[];
}

/** How findings are named and painted. */
interface Style {
  readonly naming: Naming;
  readonly paint: Paint;
}

function findingText(source: Source, finding: Finding, { naming, paint }: Style): string {
  const { line, column } = oneBased(source.lines, finding.range.start);
  const { severity, rule, message } = finding;
  const place = paint("place", `${source.path}:${line}:${column}`);
  const head = `${place}  ${paint(severity, severity)}  ${paint("rule", rule)}`;
  const fixes = finding.fixes.map((fix) => {
    const title = `Fix: ${escapeTerminal(fix.title)}${fix.safe ? "" : " (read it first)"}`;
    return `  ${paint("fix", title)}`;
  });
  const related = finding.related.map((place) => {
    const { line, column } = oneBased(linesOf(place, source, naming), place.range.start);
    const path = place.path === undefined ? source.path : escapeTerminal(naming.path(place.path));
    return `  ${paint("quiet", `${path}:${line}:${column}`)}  ${escapeTerminal(place.message)}`;
  });
  const said = `  ${escapeTerminal(message)}`;
  return [head, ...underlined(source, finding, paint), said, ...related, ...fixes].join("\n");
}

function linesOf({ path }: FindingPlace, source: Source, naming: Naming): LineIndex {
  return path === undefined ? source.lines : lineIndexOf(naming.text(path));
}

/** The finding's first line with carets under it; nothing for an empty file. */
function underlined({ text, lines, secrets }: Source, { range, severity }: Finding, paint: Paint): string[] {
  const shown = sourceLine(text, range, lines, secrets);
  if (shown === undefined) return [];
  const bar = paint("quiet", "  |");
  const carets = paint(severity, "^".repeat(shown.marked.length));
  return [`${bar} ${shown.before}${shown.marked}${shown.after}`, `${bar} ${" ".repeat(shown.before.length)}${carets}`];
}

function summaryText(reviews: readonly ReportedReview[]): string {
  const summary = summaryOf(reviews);
  const counts = SEVERITIES.filter((severity) => summary[severity] > 0).map(
    (severity) => `${summary[severity]} ${severity}`,
  );
  const found = counts.length === 0 ? "nothing found" : counts.join(", ");
  const hidden = summary.suppressed === 0 ? "" : `, ${summary.suppressed} suppressed`;
  return `${plural(summary.files, "file")}, ${plural(summary.statements, "statement")}: ${found}${hidden}`;
}
