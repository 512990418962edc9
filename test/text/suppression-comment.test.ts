import { describe, expect, test } from "vitest";
import { suppressionIn } from "../../server/src/text/suppression-comment.ts";
import { randomFrom } from "../support/random.ts";

/** `by scope: rules | reason`, or "nothing". */
function read(comment: string): string {
  const found = suppressionIn(comment, 0);
  if (found === undefined) return "nothing";
  const names = found.rules.map(({ name }) => name).join(" ");
  return `${found.by} ${found.scope}: ${names} | ${found.reason ?? ""}`.trimEnd();
}

describe("what a comment says", () => {
  test.each([
    ["-- lockkeeper-disable-next-line a-b", "lockkeeper next-line: a-b |"],
    ["--lockkeeper-disable-next-line a-b", "lockkeeper next-line: a-b |"],
    ["--\tlockkeeper-disable-next-line\ta-b", "lockkeeper next-line: a-b |"],
    ["-- lockkeeper-disable-next-line a-b -- why", "lockkeeper next-line: a-b | why"],
    ["-- lockkeeper-disable-next-line a-b --why", "lockkeeper next-line: a-b | why"],
    ["-- lockkeeper-disable-next-line a-b, c,d -- why -- and how", "lockkeeper next-line: a-b c d | why -- and how"],
    ["-- lockkeeper-disable-next-line a-b ,c", "lockkeeper next-line: a-b c |"],
    ["-- lockkeeper-disable-next-line a-b,", "lockkeeper next-line: a-b |"],
    ["-- lockkeeper-disable-next-line", "lockkeeper next-line:  |"],
    ["-- lockkeeper-disable-next-line -- why", "lockkeeper next-line:  | why"],
    ["-- lockkeeper-disable a", "lockkeeper open: a |"],
    ["-- lockkeeper-enable a", "lockkeeper close: a |"],
    ["-- lockkeeper-enable", "lockkeeper close:  |"],
    ["-- lockkeeper-disable-file a -- why", "lockkeeper file: a | why"],
    ["// lockkeeper-disable-file a -- why", "lockkeeper file: a | why"],
    ["/// lockkeeper-disable-file a", "lockkeeper file: a |"],
    ["/* lockkeeper-disable-file a -- why */", "lockkeeper file: a | why"],
    ["/* lockkeeper-disable-file a*/", "lockkeeper file: a |"],
    ["/*\n  lockkeeper-disable-file a\n*/", "lockkeeper file: a |"],
    ["-- lockkeeper-disable-file a\r", "lockkeeper file: a |"],
    ["-- squawk-ignore ban-drop-column", "squawk next-line: ban-drop-column |"],
    ["-- squawk-ignore", "squawk next-line:  |"],
    ["-- squawk-ignore a, b", "squawk next-line: a b |"],
    ["-- squawk-ignore-file a", "squawk file: a |"],
    ["-- pgt-ignore lint/safety/banDropColumn: why", "pgls next-line: lint/safety/banDropColumn | why"],
    ["-- pgls-ignore lint/safety/banDropColumn: why", "pgls next-line: lint/safety/banDropColumn | why"],
    ["-- pgls-ignore-all lint", "pgls file: lint |"],
    ["-- pgls-ignore-start lint/safety: why", "pgls open: lint/safety | why"],
    ["-- pgls-ignore-end lint/safety", "pgls close: lint/safety |"],
    ["-- pgfence-ignore", "pgfence next-line:  |"],
    ["-- pgfence: ignore drop-table", "pgfence next-line: drop-table |"],
    [
      "-- pgfence-ignore: drop-table, prefer-robust-drop-table",
      "pgfence next-line: drop-table prefer-robust-drop-table |",
    ],
    ["-- pgfence-ignore (suppress all checks)", "pgfence next-line:  | (suppress all checks)"],
    ["-- migrationpilot-disable MP001, MP004", "migrationpilot next-line: MP001 MP004 |"],
    ["-- MigrationPilot-Disable", "migrationpilot next-line:  |"],
    ["-- migrationpilot-disable-next-line MP004", "migrationpilot next-line: MP004 |"],
    ["/* migrationpilot-disable-file MP037 */", "migrationpilot file: MP037 |"],
    ["--atlas:nolint", "atlas next-line:  |"],
    ["/*atlas:nolint DS103*/", "atlas next-line: DS103 |"],
    ["-- atlas:nolint destructive data_depend", "atlas next-line: destructive data_depend |"],
    ["-- atlas:nolint DS103 MF101 -- why", "atlas next-line: DS103 MF101 | why"],
    ["-- eugene: ignore", "eugene next-line:  |"],
    ["-- eugene: ignore E5, E4", "eugene next-line: E5 E4 |"],
    ["-- eugene: ignored E5", "nothing"],
    ["-- eugene trace knows", "nothing"],
    ["-- lockkeeper-disabled a", "nothing"],
    ["-- lockkeeper-disable-nextline a", "nothing"],
    ["-- see lockkeeper-disable-file a", "nothing"],
    ["-- Lockkeeper-disable-file a", "nothing"],
    ["--", "nothing"],
    ["-", "nothing"],
    ["", "nothing"],
    ["/*", "nothing"],
    ["/**/", "nothing"],
  ])("%j", (comment, said) => {
    expect(read(comment)).toBe(said);
  });
});

test("the range of each name is its own text, from wherever the comment starts", () => {
  const comment = "/* lockkeeper-disable a-b , c -- why */";
  const found = suppressionIn(comment, 100);
  expect(found?.range).toEqual({ start: 100, end: 100 + comment.length });
  for (const { name, range } of found?.rules ?? []) {
    expect(comment.slice(range.start - 100, range.end - 100)).toBe(name);
  }
  expect(found?.rules).toHaveLength(2);
});

test("any comment has an answer, whose names stand where it says", () => {
  const pieces = [
    "--",
    "//",
    "/*",
    "*/",
    " ",
    "lockkeeper-disable",
    "-next-line",
    "-file",
    "squawk-ignore",
    "a-b",
    ",",
    ":",
    "\n",
    "é",
  ];
  for (let seed = 0; seed < 2000; seed += 1) {
    const random = randomFrom(seed);
    const comment = Array.from({ length: random.below(12) }, () => random.pick(pieces)).join("");
    for (const { name, range } of suppressionIn(comment, 0)?.rules ?? []) {
      expect(comment.slice(range.start, range.end)).toBe(name);
    }
  }
});
