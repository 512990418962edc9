import { readFileSync } from "node:fs";
import { rulePage } from "../report/rule-href.ts";
import { ALL_RULES } from "../service/all-rules.ts";
import { CommandError } from "./command-error.ts";
import { readOptions } from "./options.ts";
import { RULE_PAGES } from "./rule-pages.ts";

/** `lockkeeper explain RULE`: the rule's page. */
export async function explain(args: readonly string[]): Promise<number> {
  const { words } = readOptions(args);
  const [id] = words;
  if (id === undefined || words.length > 1)
    throw new CommandError("explain takes one rule; lockkeeper rules lists them");
  const page = ALL_RULES.some((rule) => rule.id === id) ? rulePage(RULE_PAGES, id) : undefined;
  if (page === undefined) throw new CommandError(`there is no rule ${id}; lockkeeper rules lists them`);
  process.stdout.write(withoutMarks(readFileSync(page, "utf8")));
  return 0;
}

/** The page without the comments that say which parts of it are drawn: they are for its writers. */
function withoutMarks(page: string): string {
  return page.replaceAll(/<!-- \/?drawn -->\n\n?/g, "");
}
