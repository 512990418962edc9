import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { HABIT_WORDS } from "../../server/src/project/habit-words.ts";
import { MIGRATION_TOOLS } from "../../server/src/project/project.ts";
import { ALL_TOOLS } from "../../server/src/project/tools/all-tools.ts";
import type { Tool } from "../../server/src/project/tools/tool.ts";
import { drawn, readPage } from "../rules/page.ts";

const folder = join(import.meta.dirname, "../../docs/tools");
/** What has no tool's name to look up shares the page that lists the rest. */
const OVERVIEW = ["plain", "custom"];
const named = MIGRATION_TOOLS.filter((name) => !OVERVIEW.includes(name));
const toolsOf = (name: string) => ALL_TOOLS.filter((tool) => tool.name === name);
const text = (page: string) => readFileSync(join(folder, page), "utf8");

/** A tool's facts, as its definition has them. */
function drawTool({ about, transaction }: Tool): string {
  const out =
    about.optOut === undefined ? "no way for one file" : `${about.optOut.how}; then ${HABIT_WORDS[about.optOut.runs]}`;
  const rows = [
    ["recognised by", about.recognised.join("; ")],
    ["apply order", about.order],
    ["taking back", about.down],
    ["transactions", `${HABIT_WORDS[transaction]} (\`${transaction}\`)`],
    ["opting out", out],
  ];
  const table = [
    "| | |",
    "|---|---|",
    ...rows.map(([name, words]) => `| ${name} | ${words?.replaceAll("|", "\\|")} |`),
  ];
  const sources =
    about.sources.length === 0 ? [] : [`Looked up in ${about.sources.map((url) => `<${url}>`).join(", ")}.`];
  return [`**${about.title}**`, table.join("\n"), ...sources].join("\n\n");
}

/** The page with its first drawn part drawn anew. */
function redrawn(page: string, part: string): string {
  const [title = "", ...rest] = readPage(text(page)).written.split("\n\n");
  return `${title}\n\n${drawn(part)}\n${rest.join("\n\n")}`;
}

test.each(named)("docs/tools/%s.md begins with what the tool's definition says", async (name) => {
  const [tool, ...others] = toolsOf(name);
  expect(others).toEqual([]);
  if (tool === undefined) throw new Error(`${name} has no definition`);
  await expect(redrawn(`${name}.md`, drawTool(tool))).toMatchFileSnapshot(join(folder, `${name}.md`));
});

test("docs/tools/README.md lists the tools' pages, and describes the runners that have none", async () => {
  const list = named.map(
    (name) => `| [${toolsOf(name)[0]?.about.title}](${name}.md) | \`${name}\` | \`${toolsOf(name)[0]?.transaction}\` |`,
  );
  const table = ["| tool | in `lockkeeper.json` | transactions |", "|---|---|---|", ...list].join("\n");
  const own = OVERVIEW.flatMap((name) => toolsOf(name)).map(drawTool);
  await expect(redrawn("README.md", [table, ...own].join("\n\n"))).toMatchFileSnapshot(join(folder, "README.md"));
});

test("each tool has a page and each page a tool", () => {
  const pages = readdirSync(folder).filter((name) => name !== "README.md");
  expect(pages.sort()).toEqual(named.map((name) => `${name}.md`).sort());
});

describe.each(named)("docs/tools/%s.md", (name) => {
  const { written } = readPage(text(`${name}.md`));

  test("says what happens to CONCURRENTLY, and what Lockkeeper does", () => {
    expect(written).toMatch(/^## Statements that refuse a transaction$/m);
    expect(written).toMatch(/^## What Lockkeeper does$/m);
  });

  test("cites the tool's documentation, source or tracker for each claim about it", () => {
    const claims = (written.split("## What Lockkeeper does")[0] ?? "").split("\n\n").slice(1);
    const prose = claims.filter((paragraph) => !/^(?:#|```|\s*$)/.test(paragraph));
    expect(prose.length).toBeGreaterThan(0);
    expect(prose.filter((paragraph) => !/\]\(https:\/\//.test(paragraph))).toEqual([]);
  });
});
