import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { codeLinesOf } from "../../server/src/engine/code-lines.ts";
import type { Finding } from "../../server/src/engine/finding.ts";
import { suppressInFile, suppressOnLine } from "../../server/src/service/suppress-edits.ts";
import { loadParser } from "../../server/src/sql/parse.ts";
import { applyEdits } from "../../server/src/text/text-edit.ts";
import { readPage } from "../rules/page.ts";
import { historyOf, reviewHistory } from "../rules/review-example.ts";

beforeAll(loadParser);

const folder = join(import.meta.dirname, "../../docs/rules");

const examples = readdirSync(folder).flatMap((name) =>
  readPage(readFileSync(join(folder, name), "utf8"))
    .examples.filter(({ promise }) => promise === "Flagged")
    .map((example) => [`${name}: ${example.title}`, example] as const),
);

/** What says the same wherever it stands: without offsets. */
function essence(text: string, findings: readonly Finding[]): string[] {
  return findings.map(({ rule, severity, message, range }) =>
    [rule, severity, message, text.slice(range.start, range.end)].join(" | "),
  );
}

/** Of these, nothing is suppressed by the quick fix: they are about the suppressions, or the configuration. */
const NOT_OFFERED = new Set(["unused-suppression", "invalid-configuration", "unreadable-file"]);

describe.each(examples)("%s", (_, example) => {
  const history = historyOf(example);
  const text = history.files[history.reviewed] ?? "";

  test("each finding can be suppressed, and nothing else changes", () => {
    const before = reviewHistory(history);
    const { document, findings } = before;
    if (document === undefined) throw new Error("the example was not read");
    const lines = codeLinesOf(document);
    const lineOf = ({ range }: Finding) => lines.startOf(range.start);
    for (const finding of findings.filter(({ rule }) => !NOT_OFFERED.has(rule))) {
      const others = findings.filter(({ rule }) => rule !== finding.rule);
      const elsewhere = findings.filter((other) => other.rule !== finding.rule || lineOf(other) !== lineOf(finding));
      const onLine = applyEdits(text, [suppressOnLine(document, finding)]);
      const inFile = applyEdits(text, [suppressInFile(document, finding)]);
      expect(essence(onLine, reviewHistory(history, { text: onLine }).findings)).toEqual(essence(text, elsewhere));
      expect(essence(inFile, reviewHistory(history, { text: inFile }).findings)).toEqual(essence(text, others));
      expect(reviewHistory(history, { text: onLine }).statements).toBe(before.statements);
      expect(reviewHistory(history, { text: inFile }).statements).toBe(before.statements);
    }
  });

  test("with CRLF too", () => {
    const crlf = text.replaceAll("\n", "\r\n");
    const { document, findings } = reviewHistory(history, { text: crlf });
    for (const finding of findings.filter(({ rule }) => !NOT_OFFERED.has(rule))) {
      if (document === undefined) throw new Error("the example was not read");
      const after = applyEdits(crlf, [suppressOnLine(document, finding)]);
      expect(after.replaceAll("\r\n", "")).not.toMatch(/[\r\n]/);
      expect(reviewHistory(history, { text: after }).findings.length).toBeLessThan(findings.length);
    }
  });
});
