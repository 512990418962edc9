import { review, reviewConfiguration } from "../engine/review.ts";
import { lintJson, reaches } from "../report/lint-json.ts";
import { lintText } from "../report/lint-text.ts";
import { reportedReview } from "../report/reported-review.ts";
import { ruleHref } from "../report/rule-href.ts";
import { brokenConfigurations } from "./broken-configurations.ts";
import { openWorkspace, reportPath } from "./open-workspace.ts";
import { readOptions } from "./options.ts";
import { RULE_PAGES } from "./rule-pages.ts";
import { terminalPaint } from "./terminal-paint.ts";

/** `lockkeeper lint [PATH…]`: reviews files and prints what was found; 1 where something reaches --fail-on. */
export async function lint(args: readonly string[]): Promise<number> {
  const options = readOptions(args);
  const { workspace, paths } = await openWorkspace(options);
  // A broken configuration is reported besides: a review of nothing else would hide it.
  const broken = brokenConfigurations(workspace, paths).map((path) => reviewConfiguration(workspace, path));
  const reviews = [...broken.map(reportedReview), ...paths.map((path) => reportedReview(review(workspace, path)))];
  const text = (path: string) => workspace.documents.get(path)?.text ?? "";
  const naming = { path: reportPath, href: (rule: string) => ruleHref(RULE_PAGES, rule), text };
  const report = options.format === "json" ? lintJson(reviews, naming) : lintText(reviews, naming, terminalPaint());
  process.stdout.write(`${report}\n`);
  return reaches(reviews, options.failOn) ? 1 : 0;
}
