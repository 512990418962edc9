import type { FileFacts } from "../project/project.ts";
import type { Document } from "./documents.ts";
import type { EnabledRule } from "./enabled-rules.ts";
import { errorWords } from "./error-words.ts";
import type { Finding } from "./finding.ts";
import { placeReport, WHOLE_FILE } from "./place-report.ts";
import type { Report } from "./rule.ts";
import { driftsOf } from "./schema-drift.ts";
import type { Workspace } from "./workspace.ts";

/** Findings about where a file that says a schema again differs from the history beside it, before suppressions. */
export function reviewDrift(
  workspace: Workspace,
  document: Document,
  file: FileFacts,
  rules: readonly EnabledRule[],
): readonly Finding[] {
  const listening = rules.filter(({ rule }) => rule.on.drift !== undefined);
  if (listening.length === 0) return [];
  const drifts = driftsOf(workspace, document, file);
  return listening.flatMap((enabled) => {
    const findings: Finding[] = [];
    const report = (said: Report) => void findings.push(placeReport(enabled, said, WHOLE_FILE));
    try {
      for (const drift of drifts) enabled.rule.on.drift?.(drift, { file, options: enabled.options, report });
    } catch (error) {
      workspace.options.log(`${enabled.rule.id} failed on ${document.path}: ${errorWords(error)}`);
    }
    return findings;
  });
}
