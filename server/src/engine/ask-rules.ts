import type { EnabledRule } from "./enabled-rules.ts";
import type { Finding } from "./finding.ts";
import { placeReport, type ReportPlace, WHOLE_FILE } from "./place-report.ts";
import type { Report, Rule } from "./rule.ts";

/** Takes what a rule says; ranges count from the file's start unless another place is given. */
export type Listener = (said: Report, place?: ReportPlace) => void;

/** What the rules say of a whole file, in no order. One that throws is handed to `onError`, and the others go on. */
export function askRules(
  rules: readonly EnabledRule[],
  ask: (enabled: EnabledRule, report: Listener) => void,
  onError: (error: unknown, rule: Rule) => void,
): readonly Finding[] {
  return rules.flatMap((enabled) => {
    const findings: Finding[] = [];
    try {
      ask(enabled, (said, place = WHOLE_FILE) => void findings.push(placeReport(enabled, said, place)));
    } catch (error) {
      onError(error, enabled.rule);
    }
    return findings;
  });
}
