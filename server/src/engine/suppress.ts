import { lineStart, nextLineStart } from "../text/line-ends.ts";
import type { Range } from "../text/range.ts";
import type { Suppression } from "../text/suppression-comment.ts";
import { codeLinesOf } from "./code-lines.ts";
import type { Document } from "./documents.ts";
import type { Finding } from "./finding.ts";
import { unusedSuppression } from "./own-rules.ts";
import { type PlacedSuppression, placeSuppressions } from "./place-suppressions.ts";
import type { Rule } from "./rule.ts";
import { suppressionsIn } from "./suppressions-in.ts";

/** What is left of a file's findings. */
export interface Suppressed {
  /** In order of offset, a finding for each of our suppressions that hides nothing among them. */
  readonly findings: readonly Finding[];
  /** How many are hidden. */
  readonly suppressed: number;
}

/**
 * Takes the findings that the file's comments hide out of `findings`, which stand in order of offset. Whether a name
 * hides nothing is said only where `isJudged`: where the rules could read all that it covers.
 */
export function applySuppressions(
  document: Document,
  findings: readonly Finding[],
  rules: ReadonlyMap<string, Rule>,
  isJudged: (rule: Rule, from: number, to: number) => boolean,
): Suppressed {
  const suppressions = suppressionsIn(document);
  if (suppressions.length === 0) return { findings, suppressed: 0 };
  const placed = placeSuppressions(suppressions, codeLinesOf(document));
  const used = new Set<PlacedSuppression>();
  const kept = visible(findings, placed, rules, used);
  const unused = (wanted: boolean) =>
    placed
      .filter((one) => isOfUnused(one) === wanted && !used.has(one) && isIdle(one, rules, isJudged))
      .map((one) => unusedFinding(one, rules, document.text))
      .sort((a, b) => a.range.start - b.range.start);
  // What hides findings about suppressions is judged last: it may hide those that the others gave.
  const others = visible(unused(false), placed, rules, used);
  const all = [...kept, ...others, ...unused(true)];
  return {
    findings: all.length === kept.length ? kept : all.sort((a, b) => a.range.start - b.range.start),
    suppressed: findings.length - kept.length,
  };
}

function isOfUnused({ name }: PlacedSuppression): boolean {
  return name?.name === unusedSuppression.id;
}

function isIdle(
  { suppression, name, from, to }: PlacedSuppression,
  rules: ReadonlyMap<string, Rule>,
  isJudged: (rule: Rule, from: number, to: number) => boolean,
): boolean {
  if (suppression.by !== "lockkeeper") return false;
  const rule = name && rules.get(name.name);
  return rule === undefined || isJudged(rule, from, to);
}

/** The findings that nothing hides; of several that hide one, the innermost is used. */
function visible(
  findings: readonly Finding[],
  placed: readonly PlacedSuppression[],
  rules: ReadonlyMap<string, Rule>,
  used: Set<PlacedSuppression>,
): readonly Finding[] {
  const open = new Map<string, PlacedSuppression[]>();
  let next = 0;
  return findings.filter(({ rule, range: { start } }) => {
    for (let one = placed[next]; one !== undefined && one.from <= start; one = placed[next]) {
      const key = keyOf(one);
      const stack = open.get(key) ?? [];
      stack.push(one);
      open.set(key, stack);
      next += 1;
    }
    const hiding = keysFor(rule, rules).flatMap((key) => innermost(open.get(key), start) ?? []);
    for (const one of hiding) used.add(one);
    return hiding.length === 0;
  });
}

/** Findings come in order of offset, so what has ended before one is of no use to the next. */
function innermost(stack: PlacedSuppression[] | undefined, offset: number): PlacedSuppression | undefined {
  while (stack !== undefined && stack.length > 0 && (stack.at(-1)?.to ?? 0) <= offset) stack.pop();
  return stack?.at(-1);
}

/**
 * A peer's rules are named with or without their group: `lint/safety/banDropColumn`; Atlas's also by their analyzer. A peer's
 * comment may name none.
 */
function keyOf({ suppression: { by }, name }: PlacedSuppression): string {
  if (name === undefined) return by === "lockkeeper" ? "" : `${by}/`;
  if (by === "atlas") return `${by}/${ANALYZERS[name.name] ?? name.name}`;
  return by === "lockkeeper" ? `${by}/${name.name}` : `${by}/${name.name.slice(name.name.lastIndexOf("/") + 1)}`;
}

/** What the codes of Atlas's analyzers begin with, by the names that its directive takes. */
const ANALYZERS: Readonly<Record<string, string>> = {
  destructive: "DS",
  data_depend: "MF",
  condrop: "CD",
  incompatible: "BC",
  concurrent_index: "PG",
  naming: "NM",
};

const keysOf = new WeakMap<Rule, readonly string[]>();

/**
 * What hides findings of the rule: our id of it, a peer's id that it lists as a source, and a peer's comment that names none:
 * squawk's and pgls's always, for their ignores stand in many histories; others' where the rule lists one of that peer.
 */
function keysFor(id: string, rules: ReadonlyMap<string, Rule>): readonly string[] {
  const rule = rules.get(id);
  if (rule === undefined) return [`lockkeeper/${id}`];
  const known = keysOf.get(rule);
  if (known !== undefined) return known;
  const peers = rule.sources.map((source) => source.slice(0, source.indexOf("/") + 1));
  const analyzers = rule.sources.filter((source) => source.startsWith("atlas/")).map((source) => source.slice(0, 8));
  const keys = [`lockkeeper/${id}`, ...rule.sources, ...analyzers, ...new Set([...peers, "squawk/", "pgls/"])];
  keysOf.set(rule, keys);
  return keys;
}

function unusedFinding(
  { suppression, name }: PlacedSuppression,
  rules: ReadonlyMap<string, Rule>,
  text: string,
): Finding {
  const { id, group, severity, tag } = unusedSuppression;
  const common = { rule: id, group, severity, tag, statement: undefined, related: [] };
  const fixes = [deletionOf(suppression, name, text)];
  if (name === undefined) {
    const message = "This suppression names no rule, so it hides nothing. Name the rule after it.";
    return { ...common, message, range: suppression.range, fixes };
  }
  const message = rules.has(name.name)
    ? `This suppression hides nothing: \`${name.name}\` finds nothing here. Delete it, so that it cannot hide a later finding.`
    : `There is no rule \`${name.name}\`, so this suppression hides nothing. \`lockkeeper rules\` lists them.`;
  return { ...common, message, range: name.range, fixes };
}

/** The whole comment goes where it names nothing else. */
function deletionOf(suppression: Suppression, name: PlacedSuppression["name"], text: string): Finding["fixes"][number] {
  const { rules, range } = suppression;
  const edit = (deleted: Range) => [{ range: deleted, text: "" }];
  const index = name === undefined ? -1 : rules.indexOf(name);
  if (name === undefined || rules.length < 2) {
    return {
      title: "Delete the suppression",
      safe: true,
      edits: edit(withItsLine(range, text)),
      elsewhere: [],
      creates: [],
    };
  }
  const { start, end } = name.range;
  const after = rules[index + 1];
  const deleted = after ? { start, end: after.range.start } : { start: rules[index - 1]?.range.end ?? start, end };
  return {
    title: `Delete ${name.name} from the suppression`,
    safe: true,
    edits: edit(deleted),
    elsewhere: [],
    creates: [],
  };
}

/** The comment, with the whole line where nothing else stands on it, or with the blanks before it. */
function withItsLine({ start, end }: Range, text: string): Range {
  const from = lineStart(text, start);
  const to = nextLineStart(text, end);
  const before = text.slice(from, start).trimEnd();
  const isLast = text.slice(end, to).trim() === "";
  if (before === "" && isLast) return { start: from, end: to };
  return isLast ? { start: from + before.length, end } : { start, end };
}
