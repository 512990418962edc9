import { beforeAll, describe, expect, test } from "vitest";
import type { Finding } from "../../server/src/engine/finding.ts";
import { diagnosticsOf } from "../../server/src/service/diagnostics.ts";
import { loadParser } from "../../server/src/sql/parse.ts";
import { lineIndexOf } from "../../server/src/text/line-index.ts";
import { reviewText } from "../engine/review-text.ts";

beforeAll(loadParser);

const FINDING: Finding = {
  rule: "a-rule",
  group: "schema",
  severity: "high",
  tag: "confirmed",
  message: "It `does`.",
  range: { start: 4, end: 9 },
  statement: 1,
  related: [],
  fixes: [],
};

const show = (finding: Partial<Finding>, text = "one\ntwo three") =>
  diagnosticsOf([{ ...FINDING, ...finding }], lineIndexOf(text), () => undefined)[0];

describe("a finding as a diagnostic", () => {
  test.each([
    ["critical", 1],
    ["high", 1],
    ["medium", 2],
    ["low", 3],
    ["nit", 4],
  ] as const)("%s is severity %i", (severity, shown) => {
    expect(show({ severity })?.severity).toBe(shown);
  });

  test("all of it", () => {
    const [diagnostic] = diagnosticsOf([FINDING], lineIndexOf("one\ntwo three"), (rule) => `https://x.example/${rule}`);
    expect(diagnostic).toEqual({
      range: { start: { line: 1, character: 0 }, end: { line: 1, character: 5 } },
      severity: 1,
      code: "a-rule",
      source: "lockkeeper",
      message: "It `does`.",
      codeDescription: { href: "https://x.example/a-rule" },
    });
  });

  test("other places, of this file and of another, where the client shows them", () => {
    const related = [
      { path: undefined, range: { start: 0, end: 3 }, message: "here" },
      { path: "/w/other.sql", range: { start: 2, end: 3 }, message: "there" },
      { path: "/w/gone.sql", range: { start: 0, end: 1 }, message: "gone" },
    ];
    const document = (path: string) => (path === "/w/other.sql" ? { path, text: "a\nb\n", segments: [] } : undefined);
    const places = { uri: "file:///w/own.sql", uriOf: (path: string) => `file://${path}`, document };
    const lines = lineIndexOf("one\ntwo three");
    const at = (line: number, character: number) => ({ line, character });
    expect(diagnosticsOf([{ ...FINDING, related }], lines, () => undefined, places)[0]?.relatedInformation).toEqual([
      { location: { uri: "file:///w/own.sql", range: { start: at(0, 0), end: at(0, 3) } }, message: "here" },
      { location: { uri: "file:///w/other.sql", range: { start: at(1, 0), end: at(1, 1) } }, message: "there" },
    ]);
    expect(show({ related })).not.toHaveProperty("relatedInformation");
  });

  test("without a page there is no address", () => {
    expect(show({})).not.toHaveProperty("codeDescription");
  });

  test("a suppression that hides nothing is shown as unneeded, and nothing else is", () => {
    expect(show({ rule: "unused-suppression" })?.tags).toEqual([1]);
    expect(show({})).not.toHaveProperty("tags");
  });

  test("characters are counted in UTF-16 units, over every line break", () => {
    const text = "a\r\nb\rc\n\u{1F600}x";
    expect(show({ range: { start: text.indexOf("x"), end: text.length } }, text)?.range).toEqual({
      start: { line: 3, character: 2 },
      end: { line: 3, character: 3 },
    });
  });
});

test("each finding of a file is one diagnostic, in order", () => {
  const { document, findings } = reviewText("CREATE TABLE a (b timestamp, c timestamp);\nCREATE TABEL;\n");
  const diagnostics = diagnosticsOf(findings, lineIndexOf(document?.text ?? ""), () => undefined);
  expect(diagnostics.map(({ code, range }) => [code, range.start.line, range.start.character])).toEqual([
    ["timestamp-without-time-zone", 0, 18],
    ["timestamp-without-time-zone", 0, 31],
    ["syntax-error", 1, 7],
  ]);
});
