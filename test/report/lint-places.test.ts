import { expect, test } from "vitest";
import type { Finding } from "../../server/src/engine/finding.ts";
import { lintJson } from "../../server/src/report/lint-json.ts";
import { lintText } from "../../server/src/report/lint-text.ts";
import { unpainted } from "../../server/src/report/paint.ts";

const FINDING: Finding = {
  rule: "a-rule",
  group: "migration",
  severity: "high",
  tag: "confirmed",
  message: "It waits.",
  range: { start: 4, end: 7 },
  statement: 1,
  related: [
    { path: undefined, range: { start: 0, end: 3 }, message: "from here" },
    { path: "/w/other.sql", range: { start: 5, end: 8 }, message: "to \u001b[31mthere" },
  ],
  fixes: [
    {
      title: "Mend it",
      safe: false,
      edits: [{ range: { start: 4, end: 7 }, text: "x" }],
      elsewhere: [{ path: "/w/list.json", range: { start: 1, end: 1 }, text: "y" }],
      creates: [{ path: "/w/new.sql", text: "z\n" }],
    },
  ],
};

const document = { path: "/w/own.sql", text: "one\ntwo\n", segments: [] };
const review = { path: "/w/own.sql", facts: undefined, document, findings: [FINDING], suppressed: 0, statements: 1 };
const naming = {
  path: (path: string) => path.slice("/w/".length),
  href: (rule: string) => `https://lockkeeper.example/${rule}`,
  text: (path: string) => (path === "/w/other.sql" ? "four\nfive\n" : ""),
};

test("other places and other files stand in the JSON with their own lines and paths", () => {
  const [found] = JSON.parse(lintJson([review], naming)).files[0].findings;
  expect(found.related).toEqual([
    {
      path: "own.sql",
      start: { line: 1, column: 1, offset: 0 },
      end: { line: 1, column: 4, offset: 3 },
      message: "from here",
    },
    {
      path: "other.sql",
      start: { line: 2, column: 1, offset: 5 },
      end: { line: 2, column: 4, offset: 8 },
      message: "to \u001b[31mthere",
    },
  ]);
  expect(found.fixes[0]).toMatchObject({
    edits: [
      { path: "own.sql", start: 4, end: 7, text: "x" },
      { path: "list.json", start: 1, end: 1, text: "y" },
    ],
    creates: [{ path: "new.sql", text: "z\n" }],
  });
});

test("a person reads them below the message, safe to show", () => {
  const text = lintText([{ ...review, secrets: [] }], naming, unpainted);
  expect(text).toContain("  It waits.\n  own.sql:1:1  from here\n  other.sql:2:1  to \\x1b[31mthere\n  Fix: Mend it");
});
