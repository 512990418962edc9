import { ruleHref } from "../report/rule-href.ts";
import { rulesJson, rulesText } from "../report/rule-list.ts";
import { ALL_RULES } from "../service/all-rules.ts";
import { readOptions } from "./options.ts";
import { RULE_PAGES } from "./rule-pages.ts";

/** `lockkeeper rules`: every rule with its severity and what peers call it. */
export async function rules(args: readonly string[]): Promise<number> {
  const { format } = readOptions(args, ["text", "json"]);
  const href = (rule: string) => ruleHref(RULE_PAGES, rule);
  process.stdout.write(`${format === "json" ? rulesJson(ALL_RULES, href) : rulesText(ALL_RULES)}\n`);
  return 0;
}
