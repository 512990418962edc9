import type { ConfigProblem } from "../project/config.ts";
import type { Range } from "../text/range.ts";
import type { EnabledRule } from "./enabled-rules.ts";
import type { Finding } from "./finding.ts";
import { invalidConfiguration } from "./own-rules.ts";
import type { Rule } from "./rule.ts";

/** A finding of one of the engine's own rules that belongs to no statement. */
export function ownFinding(rule: Rule, range: Range, message: string): Finding {
  const { id, group, severity, tag } = rule;
  return { rule: id, group, severity, tag, message, range, statement: undefined, related: [], fixes: [] };
}

/** What is wrong in a `lockkeeper.json`, as findings in it. */
export function configurationFindings(problems: readonly ConfigProblem[]): Finding[] {
  return problems.map(({ range, message }) => ownFinding(invalidConfiguration, range, message));
}

/** The findings as the configuration wants the engine's own rules: left out where off, with another severity where one is set. */
export function withOwnSettings(findings: readonly Finding[], enabled: readonly EnabledRule[]): readonly Finding[] {
  if (!findings.some(({ group }) => group === "engine")) return findings;
  const byId = new Map(enabled.map((entry) => [entry.rule.id, entry]));
  return findings.flatMap((finding) => {
    if (finding.group !== "engine") return [finding];
    const entry = byId.get(finding.rule);
    if (entry === undefined) return [];
    return [entry.severity === undefined ? finding : { ...finding, severity: entry.severity }];
  });
}
