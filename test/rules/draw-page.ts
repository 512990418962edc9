import type { Finding } from "../../server/src/engine/finding.ts";
import type { Rule } from "../../server/src/engine/rule.ts";
import { lineIndexOf } from "../../server/src/text/line-index.ts";
import { applyEdits } from "../../server/src/text/text-edit.ts";

/** The lines under a page's title: what the rule's metadata says. */
export function drawHeader(rule: Rule): string {
  const words = [
    `severity ${rule.severity}`,
    rule.tag,
    rule.set === "recommended" ? "on by default" : `off by default, on with \`${rule.set}\``,
    ...(rule.fixable ? ["has a fix"] : []),
  ];
  const lines = [`**${rule.title}** (${words.join(", ")}).`, rule.why, rule.remedy];
  if (rule.sources.length > 0) lines.push(`Elsewhere: ${rule.sources.map((source) => `\`${source}\``).join(", ")}.`);
  if (rule.references.length > 0) lines.push(`The manual: ${rule.references.map((url) => `<${url}>`).join(", ")}.`);
  return lines.join("\n\n");
}

/** Findings as text: the lines with carets, then the message; a line that several findings share is drawn for each. */
export function drawFindings(text: string, findings: readonly Finding[]): string {
  return ["```text", ...findings.map((finding) => drawFinding(text, finding)), "```"].join("\n");
}

function drawFinding(text: string, finding: Finding): string {
  const lines = lineIndexOf(text);
  const { start, end } = finding.range;
  const first = lines.positionAt(start);
  const last = lines.positionAt(end);
  const rows: string[] = [];
  for (let line = first.line; line <= last.line; line += 1) {
    const code = text.split("\n")[line] ?? "";
    const from = line === first.line ? first.character : code.length - code.trimStart().length;
    const to = line === last.line ? last.character : code.trimEnd().length;
    rows.push(code, `${" ".repeat(from)}${"^".repeat(Math.max(1, to - from))}`);
  }
  return [...rows, `${finding.severity}: ${finding.message}`, ""].join("\n");
}

/** The text after the first fix of each finding, under the fixes' titles; empty where there is none. */
export function drawFixes(language: string, text: string, findings: readonly Finding[]): string {
  const fixes = findings.flatMap((finding) => finding.fixes.slice(0, 1));
  if (fixes.length === 0) return "";
  const titles = [...new Set(fixes.map(({ title }) => title))].map((title) => `*${title}*`).join("; ");
  const edits = fixes
    .flatMap((fix) => fix.edits)
    .filter((edit, index, all) => index === all.findIndex((other) => same(edit, other)));
  const creates = fixes
    .flatMap((fix) => fix.creates)
    .map((file) => `Creates \`${file.path}\`:\n\n\`\`\`\n${file.text}\`\`\``);
  return [
    `After the fix ${titles}:`,
    `\`\`\`${language}\n${applyEdits(text, edits).trimEnd()}\n\`\`\``,
    ...creates,
  ].join("\n\n");
}

function same(a: Finding["fixes"][number]["edits"][number], b: typeof a): boolean {
  return a.range.start === b.range.start && a.range.end === b.range.end && a.text === b.text;
}
