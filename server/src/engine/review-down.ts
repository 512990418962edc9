import type { FileFacts } from "../project/project.ts";
import type { Document } from "./documents.ts";
import { downOf } from "./down-check.ts";
import type { EnabledRule } from "./enabled-rules.ts";
import { errorWords } from "./error-words.ts";
import type { Finding } from "./finding.ts";
import { placeReport, WHOLE_FILE } from "./place-report.ts";
import type { Report } from "./rule.ts";
import type { Workspace } from "./workspace.ts";

/** Findings about whether a way back restores the schema, before suppressions. */
export function reviewDown(
  workspace: Workspace,
  document: Document,
  file: FileFacts,
  rules: readonly EnabledRule[],
): readonly Finding[] {
  const listening = rules.filter(({ rule }) => rule.on.down !== undefined);
  const down = listening.length === 0 ? undefined : downOf(workspace, document, file);
  if (down === undefined) return [];
  return listening.flatMap((enabled) => {
    const findings: Finding[] = [];
    const report = (said: Report) => void findings.push(placeReport(enabled, said, WHOLE_FILE));
    try {
      enabled.rule.on.down?.(down, { file, options: enabled.options, report });
    } catch (error) {
      workspace.options.log(`${enabled.rule.id} failed on ${document.path}: ${errorWords(error)}`);
    }
    return findings;
  });
}
