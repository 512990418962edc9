import { type Diagnostic, DiagnosticSeverity, DiagnosticTag } from "vscode-languageserver-types";
import type { Finding } from "../engine/finding.ts";
import type { Severity } from "../project/config.ts";
import type { LineIndex } from "../text/line-index.ts";

/** What an editor shows for each severity. */
const EDITOR_SEVERITY: Readonly<Record<Severity, DiagnosticSeverity>> = {
  critical: DiagnosticSeverity.Error,
  high: DiagnosticSeverity.Error,
  medium: DiagnosticSeverity.Warning,
  low: DiagnosticSeverity.Information,
  nit: DiagnosticSeverity.Hint,
};

/** The findings of a file as diagnostics. `href` gives the address of a rule's page. */
export function diagnosticsOf(
  findings: readonly Finding[],
  lines: LineIndex,
  href: (rule: string) => string | undefined,
): Diagnostic[] {
  return findings.map((finding) => {
    const address = href(finding.rule);
    return {
      range: { start: lines.positionAt(finding.range.start), end: lines.positionAt(finding.range.end) },
      severity: EDITOR_SEVERITY[finding.severity],
      code: finding.rule,
      source: "lockkeeper",
      message: finding.message,
      ...(address === undefined ? {} : { codeDescription: { href: address } }),
      ...(finding.rule === "unused-suppression" ? { tags: [DiagnosticTag.Unnecessary] } : {}),
    };
  });
}
