import { findRulePages } from "../report/rule-href.ts";

/** Where this installation's rule pages stand. */
export const RULE_PAGES = findRulePages(import.meta.dirname);
