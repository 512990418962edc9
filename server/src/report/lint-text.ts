import type { Finding } from "../engine/finding.ts";
import type { Review } from "../engine/review.ts";
import { SEVERITIES } from "../project/config.ts";
import { escapeTerminal } from "../text/escape-terminal.ts";
import { type LineIndex, lineIndexOf } from "../text/line-index.ts";
import { type Naming, summaryOf } from "./lint-json.ts";
import { oneBased } from "./one-based.ts";

/** Findings as a person reads them in a terminal: place, severity and rule, the line with carets, the message, the fixes. */
export function lintText(reviews: readonly Review[], naming: Naming): string {
  const blocks = reviews.flatMap((review) => {
    const lines = lineIndexOf(review.document?.text ?? "");
    return review.findings.map((finding) => findingText(review, finding, lines, naming));
  });
  return [...blocks, summaryText(reviews)].join("\n\n");
}

function findingText({ path, document }: Review, finding: Finding, lines: LineIndex, naming: Naming): string {
  const text = document?.text ?? "";
  const place = oneBased(lines, finding.range.start);
  const head = `${escapeTerminal(naming.path(path))}:${place.line}:${place.column}  ${finding.severity}  ${finding.rule}`;
  const shown = underlined(text, finding);
  const fixes = finding.fixes.map((fix) => `  Fix: ${escapeTerminal(fix.title)}${fix.safe ? "" : " (read it first)"}`);
  return [head, ...shown, `  ${escapeTerminal(finding.message)}`, ...fixes].join("\n");
}

const WIDEST = 160;

/** The finding's first line with carets under it; nothing for an empty file. */
function underlined(text: string, { range }: Finding): string[] {
  const lineStart = Math.max(text.lastIndexOf("\n", range.start - 1), text.lastIndexOf("\r", range.start - 1)) + 1;
  const rest = text.slice(lineStart, lineStart + WIDEST);
  const line = rest.split(/[\r\n]/, 1)[0] ?? "";
  const column = range.start - lineStart;
  if (line.trim() === "" || column >= line.length) return [];
  const length = Math.max(1, Math.min(range.end - range.start, line.length - column));
  const before = escapeTerminal(line.slice(0, column));
  const marked = escapeTerminal(line.slice(column, column + length));
  const after = escapeTerminal(line.slice(column + length));
  return [`  | ${before}${marked}${after}`, `  | ${" ".repeat(before.length)}${"^".repeat(marked.length)}`];
}

function summaryText(reviews: readonly Review[]): string {
  const summary = summaryOf(reviews);
  const counts = SEVERITIES.filter((severity) => summary[severity] > 0).map(
    (severity) => `${summary[severity]} ${severity}`,
  );
  const found = counts.length === 0 ? "nothing found" : counts.join(", ");
  const hidden = summary.suppressed === 0 ? "" : `, ${summary.suppressed} suppressed`;
  return `${plural(summary.files, "file")}, ${plural(summary.statements, "statement")}: ${found}${hidden}`;
}

function plural(count: number, word: string): string {
  return `${count} ${word}${count === 1 ? "" : "s"}`;
}
