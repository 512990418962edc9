import type { Suppression } from "../text/suppression-comment.ts";
import type { Finding } from "./finding.ts";
import { unusedSuppression } from "./own-rules.ts";
import type { Rule } from "./rule.ts";

/** A suppression with the stretch of the file that it covers; offsets count from the file's start. */
export interface PlacedSuppression {
  readonly suppression: Suppression;
  /** The first offset covered. */
  readonly from: number;
  /** The offset after the last covered one. */
  readonly to: number;
}

/**
 * Where each suppression of a file holds. They stand in order and count from the file's start; `text` is the whole file.
 * `statementEnd` gives the end of the statement at an offset: a peer's comment covers all of the statement after it.
 */
export function placeSuppressions(
  suppressions: readonly Suppression[],
  text: string,
  statementEnd: (offset: number) => number,
): readonly PlacedSuppression[] {
  return suppressions.flatMap((suppression, index) => {
    if (suppression.scope === "close") return [];
    if (suppression.scope === "file") return [{ suppression, from: 0, to: Number.POSITIVE_INFINITY }];
    if (suppression.scope === "next-line") {
      const line = nextCodeLine(text, suppression.range.end);
      const to = suppression.by === "lockkeeper" ? line.to : Math.max(line.to, statementEnd(line.from));
      return [{ suppression, from: line.from, to }];
    }
    const close = suppressions.slice(index + 1).find((later) => closes(later, suppression));
    return [{ suppression, from: suppression.range.end, to: close?.range.start ?? Number.POSITIVE_INFINITY }];
  });
}

function closes(later: Suppression, opened: Suppression): boolean {
  if (later.scope !== "close" || later.by !== opened.by) return false;
  return (
    later.rules.length === 0 || opened.rules.every((rule) => later.rules.some((other) => other.name === rule.name))
  );
}

/** The next line after the comment that is neither blank nor a line comment. */
function nextCodeLine(text: string, commentEnd: number): { from: number; to: number } {
  let from = lineEnd(text, commentEnd);
  while (from < text.length) {
    const to = lineEnd(text, from);
    const line = text.slice(from, to).trimStart();
    if (line !== "" && !line.startsWith("--") && !line.startsWith("//")) return { from, to };
    from = to;
  }
  return { from, to: text.length + 1 };
}

/** The offset after the line break that ends the line at `from`. */
function lineEnd(text: string, from: number): number {
  const feed = text.indexOf("\n", from);
  return feed < 0 ? text.length : feed + 1;
}

/** Findings that no suppression hides, how many are hidden, and a finding for each of our suppressions that hides nothing. */
export function applySuppressions(
  findings: readonly Finding[],
  placed: readonly PlacedSuppression[],
  rules: ReadonlyMap<string, Rule>,
  text: string,
): { readonly kept: readonly Finding[]; readonly suppressed: number; readonly unused: readonly Finding[] } {
  if (placed.length === 0) return { kept: findings, suppressed: 0, unused: [] };
  const used = new Set<object>();
  const kept = findings.filter((finding) => !hide(finding, placed, rules, used));
  const unused = placed.flatMap(({ suppression }) => unusedNames(suppression, used, rules, text));
  return { kept, suppressed: findings.length - kept.length, unused };
}

function hide(
  finding: Finding,
  placed: readonly PlacedSuppression[],
  rules: ReadonlyMap<string, Rule>,
  used: Set<object>,
): boolean {
  let hidden = false;
  for (const { suppression, from, to } of placed) {
    if (finding.range.start < from || finding.range.start >= to) continue;
    const name = suppression.rules.find((rule) => means(suppression.by, rule.name, finding.rule, rules));
    if (name === undefined && !(suppression.by !== "lockkeeper" && suppression.rules.length === 0)) continue;
    hidden = true;
    if (name !== undefined) used.add(name);
  }
  return hidden;
}

/** Whether `name`, in the words of `by`, names the rule: our id, or a peer's id that the rule lists as a source. */
function means(by: Suppression["by"], name: string, rule: string, rules: ReadonlyMap<string, Rule>): boolean {
  if (by === "lockkeeper") return name === rule;
  const last = name.slice(name.lastIndexOf("/") + 1);
  return rules.get(rule)?.sources.includes(`${by}/${last}`) ?? false;
}

function unusedNames(
  suppression: Suppression,
  used: ReadonlySet<object>,
  rules: ReadonlyMap<string, Rule>,
  text: string,
): Finding[] {
  if (suppression.by !== "lockkeeper") return [];
  const { rules: names, range } = suppression;
  const deletion = {
    title: "Delete the suppression",
    safe: true,
    edits: [{ range: withItsLine(range, text), text: "" }],
    creates: [],
  };
  if (names.length === 0)
    return [
      unusedFinding(range, "This suppression names no rule, so it hides nothing. Name the rule after it.", [deletion]),
    ];
  return names.flatMap((name) => {
    if (used.has(name)) return [];
    const message = rules.has(name.name)
      ? `This suppression hides nothing: \`${name.name}\` finds nothing here. Delete it, so that it cannot hide a later finding.`
      : `There is no rule \`${name.name}\`, so this suppression hides nothing. \`lockkeeper rules\` lists them.`;
    return [unusedFinding(name.range, message, names.length === 1 ? [deletion] : [])];
  });
}

function unusedFinding(range: Finding["range"], message: string, fixes: Finding["fixes"]): Finding {
  const { id, group, severity, tag } = unusedSuppression;
  return { rule: id, group, severity, tag, message, range, statement: undefined, fixes };
}

/** The comment, with the whole line where nothing else stands on it. */
function withItsLine({ start, end }: Finding["range"], text: string): Finding["range"] {
  const from = text.lastIndexOf("\n", start - 1) + 1;
  const to = lineEnd(text, end);
  const isAlone = text.slice(from, start).trim() === "" && text.slice(end, to).trim() === "";
  return isAlone ? { start: from, end: to } : { start, end };
}
