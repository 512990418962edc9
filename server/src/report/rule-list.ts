import type { Rule } from "../engine/rule.ts";
import { printJson } from "./print-json.ts";

/** The document that `rules --format json` prints. */
export function rulesJson(rules: readonly Rule[], href: (rule: string) => string): string {
  const rows = rules.map(({ id, group, title, severity, tag, engines, sources, fixable, set }) => ({
    id,
    group,
    title,
    severity,
    tag,
    engines,
    sources,
    fixable,
    recommended: set === "recommended",
    set,
    href: href(id),
  }));
  return printJson(rows);
}

/** The rules as a person reads them: id, severity, title. */
export function rulesText(rules: readonly Rule[]): string {
  const widest = Math.max(...rules.map(({ id }) => id.length));
  return rules.map(({ id, severity, title }) => `${id.padEnd(widest)}  ${severity.padEnd(8)}  ${title}`).join("\n");
}
