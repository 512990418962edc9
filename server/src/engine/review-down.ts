import type { FileFacts } from "../project/project.ts";
import { askRules } from "./ask-rules.ts";
import type { Document } from "./documents.ts";
import { downOf } from "./down-check.ts";
import type { EnabledRule } from "./enabled-rules.ts";
import { errorWords } from "./error-words.ts";
import type { Finding } from "./finding.ts";
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
  return askRules(
    listening,
    ({ rule, options }, report) => rule.on.down?.(down, { file, options, report }),
    (error, rule) => workspace.options.log(`${rule.id} failed on ${document.path}: ${errorWords(error)}`),
  );
}
