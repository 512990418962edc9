import { findRulePages, locksHref, ruleHref } from "../report/rule-href.ts";

const PAGES = findRulePages(import.meta.dirname);

const known = new Map<string, string>();

/** The address of a rule's page; made once a rule, for every finding carries it. */
export function href(rule: string): string {
  const address = known.get(rule) ?? ruleHref(PAGES, rule);
  known.set(rule, address);
  return address;
}

/** The address of the page on what statements lock. */
export const LOCKS_PAGE = locksHref(PAGES);
