import {
  type Diagnostic,
  type DiagnosticRelatedInformation,
  DiagnosticSeverity,
  DiagnosticTag,
} from "vscode-languageserver-types";
import type { Document } from "../engine/documents.ts";
import type { Finding, FindingPlace } from "../engine/finding.ts";
import type { Severity } from "../project/config.ts";
import type { LineIndex } from "../text/line-index.ts";
import { lspRange, type UriOf } from "./location.ts";

/** What an editor shows for each severity. */
const EDITOR_SEVERITY: Readonly<Record<Severity, DiagnosticSeverity>> = {
  critical: DiagnosticSeverity.Error,
  high: DiagnosticSeverity.Error,
  medium: DiagnosticSeverity.Warning,
  low: DiagnosticSeverity.Information,
  nit: DiagnosticSeverity.Hint,
};

/** Where a client is shown other places that a finding has to do with. */
export interface RelatedPlaces {
  /** The URI of the file that the findings stand in. */
  readonly uri: string;
  readonly uriOf: UriOf;
  /** Another file as it is now; what cannot be read any more is left out. */
  document(path: string): Document | undefined;
}

/**
 * The findings of a file as diagnostics. `href` gives the address of a rule's page; without `places` the client is told of
 * no other place.
 */
export function diagnosticsOf(
  findings: readonly Finding[],
  lines: LineIndex,
  href: (rule: string) => string | undefined,
  places?: RelatedPlaces,
): Diagnostic[] {
  return findings.map((finding) => {
    const address = href(finding.rule);
    const related = places === undefined ? [] : relatedIn(finding.related, lines, places);
    return {
      range: { start: lines.positionAt(finding.range.start), end: lines.positionAt(finding.range.end) },
      severity: EDITOR_SEVERITY[finding.severity],
      code: finding.rule,
      source: "lockkeeper",
      message: finding.message,
      ...(address === undefined ? {} : { codeDescription: { href: address } }),
      ...(finding.rule === "unused-suppression" ? { tags: [DiagnosticTag.Unnecessary] } : {}),
      ...(related.length === 0 ? {} : { relatedInformation: related }),
    };
  });
}

function relatedIn(
  related: readonly FindingPlace[],
  lines: LineIndex,
  { uri, uriOf, document }: RelatedPlaces,
): DiagnosticRelatedInformation[] {
  return related.flatMap(({ path, range, message }) => {
    if (path === undefined) {
      const own = { start: lines.positionAt(range.start), end: lines.positionAt(range.end) };
      return [{ location: { uri, range: own }, message }];
    }
    const other = document(path);
    return other === undefined ? [] : [{ location: { uri: uriOf(path), range: lspRange(other, range) }, message }];
  });
}
