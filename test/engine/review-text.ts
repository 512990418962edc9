import { type Review, review } from "../../server/src/engine/review.ts";
import type { Rule } from "../../server/src/engine/rule.ts";
import { createWorkspace, type Workspace } from "../../server/src/engine/workspace.ts";
import { ALL_RULES } from "../../server/src/service/all-rules.ts";
import { lineIndexOf } from "../../server/src/text/line-index.ts";
import { memoryFiles } from "../support/memory-files.ts";

/** The folder that holds the files. */
export const ROOT = "/project";

/** What a test may set of a workspace. */
export interface Given {
  readonly rules?: readonly Rule[];
  readonly log?: (message: string) => void;
}

/** A workspace over the texts, by their path below `ROOT`. */
export function workspaceOver(
  texts: Readonly<Record<string, string>>,
  { rules = ALL_RULES, log }: Given = {},
): Workspace {
  return createWorkspace({
    files: memoryFiles(Object.fromEntries(Object.entries(texts).map(([path, text]) => [`${ROOT}/${path}`, text]))),
    roots: [ROOT],
    rules,
    config: { kind: "found" },
    engine: undefined,
    postgres: undefined,
    schema: undefined,
    isolated: false,
    named: [],
    lifetime: "for-edits",
    log:
      log ??
      ((message) => {
        throw new Error(message);
      }),
  });
}

/** Reviews one text under the name. */
export function reviewText(text: string, name = "a.sql"): Review {
  return review(workspaceOver({ [name]: text }), `${ROOT}/${name}`);
}

/** The findings as `line rule`, lines from 1. */
export function shortly({ document, findings }: Review): string[] {
  const { positionAt } = lineIndexOf(document?.text ?? "");
  return findings.map(({ rule, range }) => `${positionAt(range.start).line + 1} ${rule}`);
}
