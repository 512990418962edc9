import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Finding } from "../../../server/src/engine/finding.ts";
import type { Rule } from "../../../server/src/engine/rule.ts";
import { ALL_RULES } from "../../../server/src/service/all-rules.ts";
import { readPage } from "../../rules/page.ts";
import { type ExampleHistory, historyOf, reviewHistory } from "../../rules/review-example.ts";
import { FIX_SHAPES } from "./fix-shapes.ts";

/** One fix of one finding. */
export interface FixCase {
  readonly name: string;
  readonly rule: Rule;
  readonly history: ExampleHistory;
  /** What stands in the database that no file makes. */
  readonly database: string;
  readonly fix: Finding["fixes"][number];
}

const folder = join(import.meta.dirname, "../../../docs/rules");

/** The fixes in SQL that the rules' pages show, for that version of the server. Needs `loadParser()`. */
export function fixesOfPages(version: number): readonly FixCase[] {
  return ALL_RULES.flatMap((rule) => onPage(rule, version));
}

/** The fixes of more shapes, for that version of the server. Needs `loadParser()`. */
export function fixesOfShapes(version: number): readonly FixCase[] {
  return FIX_SHAPES.flatMap((shape) => inShape(shape, version));
}

function onPage(rule: Rule, version: number): readonly FixCase[] {
  const path = join(folder, `${rule.id}.md`);
  if (!existsSync(path)) return [];
  return readPage(readFileSync(path, "utf8")).examples.flatMap((example) => {
    const database = example.blocks.filter(({ role }) => role === "database").map(({ code }) => code);
    return fixesIn(historyOf(example), rule, version, `${rule.id}: ${example.title}`).map((each) => ({
      ...each,
      database: database.join(""),
    }));
  });
}

function inShape({ rule: id, name, history }: (typeof FIX_SHAPES)[number], version: number): readonly FixCase[] {
  const rule = ALL_RULES.find((candidate) => candidate.id === id);
  if (rule === undefined) throw new Error(`no rule ${id}`);
  return fixesIn(history, rule, version, `${id}: ${name}`);
}

function fixesIn(history: ExampleHistory, rule: Rule, postgres: number, name: string): readonly FixCase[] {
  if (!history.reviewed.endsWith(".sql")) return [];
  const { findings } = reviewHistory(history, { on: rule.id, postgres });
  // What the server is too old for fails there as it stands, whatever a fix does to it.
  if (findings.some((finding) => finding.rule === "syntax-newer-than-server")) return [];
  const fixes = findings.filter((finding) => finding.rule === rule.id).flatMap((finding) => finding.fixes);
  return fixes.map((fix, index) => ({
    name: fixes.length === 1 ? name : `${name} (${index + 1} of ${fixes.length})`,
    rule,
    history,
    database: "",
    fix,
  }));
}
