import type { Finding, FindingPlace } from "../engine/finding.ts";
import type { Review } from "../engine/review.ts";
import type { Edit } from "../engine/rule.ts";
import { SEVERITIES, type Severity } from "../project/config.ts";
import { type LineIndex, lineIndexOf } from "../text/line-index.ts";
import { oneBased } from "./one-based.ts";
import { printJson } from "./print-json.ts";

/** How findings are named for readers: paths relative to the working directory, rules' pages as addresses. */
export interface Naming {
  path(absolute: string): string;
  href(rule: string): string;
  /** The text of another file, for the lines of places in it; empty where it cannot be read. */
  text(absolute: string): string;
}

/** How many of each severity, and how many were suppressed. */
export type Summary = { readonly files: number; readonly statements: number; readonly suppressed: number } & Readonly<
  Record<Severity, number>
>;

/** The counts over all reviews. */
export function summaryOf(reviews: readonly Review[]): Summary {
  const findings = reviews.flatMap((review) => review.findings);
  const count = (severity: Severity) => findings.filter((finding) => finding.severity === severity).length;
  return {
    files: reviews.length,
    statements: reviews.reduce((sum, { statements }) => sum + statements, 0),
    critical: count("critical"),
    high: count("high"),
    medium: count("medium"),
    low: count("low"),
    nit: count("nit"),
    suppressed: reviews.reduce((sum, { suppressed }) => sum + suppressed, 0),
  };
}

/** The document that `lint --format json` prints. */
export function lintJson(reviews: readonly Review[], naming: Naming): string {
  const files = reviews.map((review) => fileJson(review, naming));
  return printJson({ version: 1, files, summary: summaryOf(reviews) });
}

function fileJson({ path, facts, document, findings }: Review, naming: Naming): object {
  const lines = lineIndexOf(document?.text ?? "");
  return {
    path: naming.path(path),
    engine: facts?.engine.name ?? null,
    postgres: facts?.engine.name === "postgres" ? facts.engine.version : null,
    tool: facts?.tool ?? null,
    findings: findings.map((finding) => findingJson(finding, path, lines, naming)),
  };
}

function findingJson(finding: Finding, path: string, lines: LineIndex, naming: Naming): object {
  const edits = (of: readonly Edit[]) => of.map((edit) => editJson(path, edit, naming));
  return {
    rule: finding.rule,
    group: finding.group,
    severity: finding.severity,
    tag: finding.tag,
    message: finding.message,
    href: naming.href(finding.rule),
    start: oneBased(lines, finding.range.start),
    end: oneBased(lines, finding.range.end),
    statement: finding.statement ?? null,
    related: finding.related.map((place) => relatedJson(place, path, lines, naming)),
    fixes: finding.fixes.map((fix) => ({
      title: fix.title,
      safe: fix.safe,
      edits: [...edits(fix.edits), ...fix.elsewhere.map((edit) => editJson(edit.path, edit, naming))],
      creates: fix.creates.map((file) => ({ path: naming.path(file.path), text: file.text })),
    })),
  };
}

function editJson(path: string, { range, text }: Edit, naming: Naming): object {
  return { path: naming.path(path), start: range.start, end: range.end, text };
}

function relatedJson({ path, range, message }: FindingPlace, own: string, lines: LineIndex, naming: Naming): object {
  const index = path === undefined || path === own ? lines : lineIndexOf(naming.text(path));
  return {
    path: naming.path(path ?? own),
    start: oneBased(index, range.start),
    end: oneBased(index, range.end),
    message,
  };
}

/** Whether any finding is at least as grave as the threshold. */
export function reaches(reviews: readonly Review[], threshold: Severity | "never"): boolean {
  if (threshold === "never") return false;
  const limit = SEVERITIES.indexOf(threshold);
  return reviews.some(({ findings }) => findings.some(({ severity }) => SEVERITIES.indexOf(severity) <= limit));
}
