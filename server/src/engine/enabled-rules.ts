import { type Config, RULE_SETS, type Severity } from "../project/config.ts";
import type { Engine } from "../project/project.ts";
import type { Rule } from "./rule.ts";

/** A rule that a configuration leaves on, with its severity and options in force. */
export interface EnabledRule {
  readonly rule: Rule;
  /** The configured severity, or undefined to take the report's or the rule's own. */
  readonly severity: Severity | undefined;
  /** Defaults filled in. */
  readonly options: Readonly<Record<string, unknown>>;
}

/** The rules that the configuration leaves on for files of the engine. */
export function enabledRules(rules: readonly Rule[], config: Config, engine: Engine): readonly EnabledRule[] {
  return rules.flatMap((rule) => {
    if (!rule.engines.includes(engine)) return [];
    const setting = config.rules.get(rule.id);
    if (setting?.severity === "off") return [];
    if (setting === undefined && !isExtended(rule, config)) return [];
    const defaults = Object.fromEntries(Object.entries(rule.options).map(([name, option]) => [name, option.default]));
    return [{ rule, severity: setting?.severity, options: { ...defaults, ...setting?.options } }];
  });
}

/** Where the configuration extends no set, only the engine's own rules are on besides those that it names. */
function isExtended({ group, set }: Rule, { extends: sets }: Config): boolean {
  return group === "engine" || sets.some((extended) => RULE_SETS.indexOf(set) <= RULE_SETS.indexOf(extended));
}
