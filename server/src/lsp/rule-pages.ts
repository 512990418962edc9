import { findRulePages, ruleHref } from "../report/rule-href.ts";

const PAGES = findRulePages(import.meta.dirname);

/** The address of a rule's page. */
export function href(rule: string): string {
  return ruleHref(PAGES, rule);
}
