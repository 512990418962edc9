import type { FileFacts } from "../project/project.ts";
import { askRules } from "./ask-rules.ts";
import type { Document } from "./documents.ts";
import type { EnabledRule } from "./enabled-rules.ts";
import { errorWords } from "./error-words.ts";
import type { Finding } from "./finding.ts";
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
  return askRules(
    listening,
    ({ rule, options }, report) => {
      for (const drift of drifts) rule.on.drift?.(drift, { file, options, report });
    },
    (error, rule) => workspace.options.log(`${rule.id} failed on ${document.path}: ${errorWords(error)}`),
  );
}
