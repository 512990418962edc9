import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import type { Finding } from "../../server/src/engine/finding.ts";
import type { Rule } from "../../server/src/engine/rule.ts";
import { ALL_RULES } from "../../server/src/service/all-rules.ts";
import { loadParser } from "../../server/src/sql/parse.ts";
import { drawFindings, drawFixes, drawHeader } from "./draw-page.ts";
import { drawn, type PageExample, readPage } from "./page.ts";
import { historyOf, reviewHistory, withFix } from "./review-example.ts";

const folder = join(import.meta.dirname, "../../docs/rules");
const pagePath = (id: string) => join(folder, `${id}.md`);

beforeAll(loadParser);

test("each rule has a page and each page a rule", () => {
  const pages = readdirSync(folder).map((name) => name.replace(/\.md$/, ""));
  expect(pages.filter((id) => id !== "declined").sort()).toEqual(ALL_RULES.map(({ id }) => id));
});

describe.each(ALL_RULES.filter(({ id }) => existsSync(pagePath(id))))("$id", (rule) => {
  const page = readPage(readFileSync(pagePath(rule.id), "utf8"));

  test("the page is drawn from what the rule does", async () => {
    const text = redrawn(rule, page.written, page.examples);
    await expect(text).toMatchFileSnapshot(pagePath(rule.id));
  });

  test("it has examples of both kinds, unless no text can show it", () => {
    const promises = new Set(page.examples.map(({ promise }) => promise));
    expect([...promises].sort()).toEqual(rule.id === "unreadable-file" ? [] : ["Allowed", "Flagged"]);
  });

  describe.each(page.examples.map((example) => [`${example.promise}: ${example.title}`, example] as const))(
    "%s",
    (_, example) => {
      test("the heading's promise holds", () => {
        const found = ownFindings(rule, example).length;
        expect(example.promise === "Flagged" ? found > 0 : found === 0).toBe(true);
      });

      test("each fix parses, leaves nothing of the rule to fix there, and brings no finding of another rule", () => {
        const history = historyOf(example);
        const before = reviewHistory(history, { on: rule.id }).findings;
        for (const finding of before.filter((candidate) => candidate.rule === rule.id)) {
          for (const fix of finding.fixes) {
            const fixed = withFix(history, fix);
            const after = reviewHistory(fixed, { on: rule.id }).findings;
            expect(count(after, rule.id)).toBe(count(before, rule.id) - 1);
            for (const other of ALL_RULES)
              expect(count(after, other.id), other.id).toBeLessThanOrEqual(count(before, other.id));
            for (const { path } of fix.creates) {
              const made = reviewHistory({ ...fixed, reviewed: path }, { on: rule.id }).findings;
              expect([path, made.filter(({ severity }) => severity === "critical" || severity === "high")]).toEqual([
                path,
                [],
              ]);
              expect([path, count(made, rule.id)]).toEqual([path, 0]);
            }
          }
        }
      });
    },
  );

  test("it says whether it has fixes as it is", () => {
    const fixes = page.examples.flatMap((example) => ownFindings(rule, example)).flatMap((finding) => finding.fixes);
    if (page.examples.length > 0) expect(fixes.length > 0).toBe(rule.fixable);
  });
});

function count(findings: readonly Finding[], id: string): number {
  return findings.filter(({ rule }) => rule === id).length;
}

function ownFindings(rule: Rule, example: PageExample): readonly Finding[] {
  return reviewHistory(historyOf(example), { on: rule.id }).findings.filter((finding) => finding.rule === rule.id);
}

/** The page with its drawn parts: the header under the title, findings and fixes at the end of each example. */
function redrawn(rule: Rule, written: string, examples: readonly PageExample[]): string {
  const [head = "", ...sections] = written.split(/^(?=## )/m);
  const [title = "", ...rest] = head.split(/(?<=\n)/);
  const drawnHead = `${title}\n${drawn(drawHeader(rule))}${rest.join("")}`;
  let next = 0;
  const drawnSections = sections.map((section) => {
    if (!/^## (Flagged|Allowed): /.test(section)) return section;
    const example = examples[next];
    next += 1;
    return example === undefined ? section : `${section.trimEnd()}\n${drawExample(rule, example)}\n`;
  });
  return `${[drawnHead, ...drawnSections].join("").trimEnd()}\n`;
}

function drawExample(rule: Rule, example: PageExample): string {
  const findings = ownFindings(rule, example);
  if (findings.length === 0) return "";
  const history = historyOf(example);
  const text = history.files[history.reviewed] ?? "";
  const language = example.blocks.find(({ role }) => role === "")?.language ?? "sql";
  const parts = [drawFindings(text, findings), drawFixes(language, text, findings)].filter((part) => part !== "");
  return `\n${drawn(parts.join("\n\n"))}`;
}
