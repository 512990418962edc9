import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** One hazard of the list of all that peers find. */
export interface HazardLine {
  readonly number: number;
  /** Its working title. */
  readonly title: string;
  readonly section: string;
  readonly scope: "F" | "W" | "D";
  /** `tool/rule` of each peer that has it, for tools that rules name as sources. */
  readonly sources: readonly string[];
}

const path = join(import.meta.dirname, "../../../shared/RULES.md");

/** The hazards of sections A to D, which the migration review answers for; undefined where the list is not beside the checkout. */
export function migrationHazards(): readonly HazardLine[] | undefined {
  if (!existsSync(path)) return undefined;
  const hazards: HazardLine[] = [];
  let section = "";
  for (const line of readFileSync(path, "utf8").split("\n")) {
    section = /^## ([A-Z])\. /.exec(line)?.[1] ?? section;
    const match = /^(\d+)\. `([^`]+)` \[([FWD])\] .*? — have: (.*?)(?: — fix: .*)?$/.exec(line);
    if (match === null || !"ABCD".includes(section)) continue;
    const [, number, title = "", scope = "F", have = ""] = match;
    hazards.push({
      number: Number(number),
      title,
      section,
      scope: scope as HazardLine["scope"],
      sources: sourcesIn(have),
    });
  }
  return hazards;
}

const TOOLS: Readonly<Record<string, string>> = {
  SQK: "squawk",
  PLS: "pgls",
  EUG: "eugene",
  PGF: "pgfence",
  MP: "migrationpilot",
  ATL: "atlas",
  SM: "strong_migrations",
  OM: "online_migrations",
  SPM: "safe-pg-migrations",
  DML: "django-migration-linter",
  SPL: "splinter",
  SLT: "schemalint",
  SFL: "sqlfluff",
  SQC: "sqlcheck",
  PL: "prisma-lint",
  SKE: "skeema",
};

/** Words of the list that stand where a rule's name would. */
const NO_RULES: ReadonlySet<string> = new Set([
  "via",
  "set",
  "text",
  "only",
  "rollback",
  "MF",
  "add-column",
  "SQ001",
  "SQ002",
]);

/** The first word of an entry; another tool's key may stand before it. */
function nameIn(entry: string): string {
  const [first = "", second = ""] = entry.trim().split(/\s+/);
  const name = first in TOOLS ? second : first;
  return NO_RULES.has(name) ? "" : name;
}

/** `SM/OM/SPM add_index, remove_index (text); MP001` and the like. */
function sourcesIn(have: string): readonly string[] {
  return have
    .replace(/\([^)]*\)/g, "")
    .split(";")
    .flatMap((part) => {
      const text = part.trim();
      if (/^MP\d{3}/.test(text)) return (text.match(/MP\d{3}/g) ?? []).map((id) => `migrationpilot/${id}`);
      const match = /^([A-Z/]+) (.+)$/.exec(text);
      if (match === null) return [];
      const [, tools = "", rules = ""] = match;
      const names = rules.split(",").map(nameIn);
      return tools.split("/").flatMap((tool) => {
        const known = TOOLS[tool];
        return known === undefined
          ? []
          : names.filter((name) => /^[\w-]+$/.test(name)).map((name) => `${known}/${name}`);
      });
    });
}
