import { type Review, review, reviewConfiguration } from "../engine/review.ts";
import type { Workspace } from "../engine/workspace.ts";
import { lintJson, reaches } from "../report/lint-json.ts";
import { lintText } from "../report/lint-text.ts";
import { ruleHref } from "../report/rule-href.ts";
import { openWorkspace, reportPath } from "./open-workspace.ts";
import { readOptions } from "./options.ts";
import { RULE_PAGES } from "./rule-pages.ts";

/** `lockkeeper lint [PATH…]`: reviews files and prints what was found; 1 where something reaches --fail-on. */
export async function lint(args: readonly string[]): Promise<number> {
  const options = readOptions(args, ["text", "json"]);
  const { workspace, paths } = await openWorkspace(options);
  const reviews = [
    ...configurationsOf(workspace, paths),
    ...paths.map((path) => withoutSegments(review(workspace, path))),
  ];
  const naming = { path: reportPath, href: (rule: string) => ruleHref(RULE_PAGES, rule) };
  const print = options.format === "json" ? lintJson : lintText;
  process.stdout.write(`${print(reviews, naming)}\n`);
  return reaches(reviews, options.failOn) ? 1 : 0;
}

/** The configuration files in force that have something wrong in them: a review of nothing else would hide it. */
function configurationsOf(workspace: Workspace, paths: readonly string[]): Review[] {
  const { configPathFor, problemsIn } = workspace.configurations;
  const used = new Set(paths.flatMap((path) => configPathFor(path) ?? []));
  const broken = [...used].filter((path) => !paths.includes(path) && problemsIn(path).length > 0);
  return broken.map((path) => reviewConfiguration(workspace, path));
}

/** A review without what was parsed for it, which a run over thousands of files has no room to keep. */
function withoutSegments(found: Review): Review {
  const { document } = found;
  return { ...found, document: document && { ...document, segments: [] } };
}
