import { Buffer } from "node:buffer";
import { expect, test } from "vitest";
import { statementSource } from "../../server/src/sql/statement-source.ts";

test.each([
  "",
  "SELECT 1",
  "é",
  "\u{1f600}",
  "SELECT 'é\u{1f600}漢' AS \"ß\" -- é",
  "é".repeat(64),
  `${"a".repeat(63)}${"\u{1f600}".repeat(70)}z`,
  "漢字 ".repeat(500),
])("every byte of %j leads to its character", (text) => {
  const { offsetAt } = statementSource(text, [], text, 10);
  for (let index = 0; index <= text.length; index++) {
    const isSecondHalf = index > 0 && index < text.length && /^[\udc00-\udfff]/.test(text[index] ?? "");
    if (!isSecondHalf) expect(offsetAt(Buffer.byteLength(text.slice(0, index)))).toBe(10 + index);
  }
  expect(offsetAt(Buffer.byteLength(text) + 5)).toBe(10 + text.length);
});

test("half a surrogate pair counts as the three bytes of U+FFFD", () => {
  const text = "\ud800a\udc00b";
  const { offsetAt } = statementSource(text, [], text, 0);
  expect([0, 3, 4, 7].map(offsetAt)).toEqual([0, 1, 2, 3]);
});
