import { ruleHref } from "../report/rule-href.ts";
import { rulesJson, rulesText } from "../report/rule-list.ts";
import { ALL_RULES } from "../service/all-rules.ts";
import { CommandError } from "./command-error.ts";
import { readOptions } from "./options.ts";
import { RULE_PAGES } from "./rule-pages.ts";

/** `lockkeeper rules`: every rule with its severity and what peers call it. */
export async function rules(args: readonly string[]): Promise<number> {
  const { format, words } = readOptions(args);
  if (words.length > 0) throw new CommandError("rules takes no path; lockkeeper explain RULE prints one rule's page");
  const href = (rule: string) => ruleHref(RULE_PAGES, rule);
  process.stdout.write(`${format === "json" ? rulesJson(ALL_RULES, href) : rulesText(ALL_RULES)}\n`);
  return 0;
}
