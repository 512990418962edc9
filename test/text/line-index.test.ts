import { describe, expect, test } from "vitest";
import { TextDocument } from "vscode-languageserver-textdocument";
import { lineStart, nextLineStart } from "../../server/src/text/line-ends.ts";
import { lineIndexOf } from "../../server/src/text/line-index.ts";
import { randomFrom } from "../support/random.ts";

const PIECES = [
  "\n",
  "\r",
  "\r\n",
  "a",
  "select",
  " ",
  "\t",
  "\u{1F600}",
  "é",
  "\u2028",
  "\u0085",
  "\ud800",
  "\f",
  "\v",
];

function textFrom(seed: number): string {
  const random = randomFrom(seed);
  return Array.from({ length: random.below(40) }, () => random.pick(PIECES)).join("");
}

const TEXTS = [
  "",
  "\n",
  "\r",
  "\r\n",
  "\n\r",
  "\r\r\n",
  "a\r\nb\rc\nd",
  ...Array.from({ length: 300 }, (_, n) => textFrom(n)),
];

describe("positions are those of the editor's own documents", () => {
  test.each(TEXTS)("%j", (text) => {
    const lines = lineIndexOf(text);
    const document = TextDocument.create("file:///a.sql", "sql", 1, text);
    for (let offset = -1; offset <= text.length + 1; offset += 1) {
      expect(lines.positionAt(offset), String(offset)).toEqual(document.positionAt(offset));
    }
  });
});

describe("line starts are where the positions say", () => {
  test.each(TEXTS)("%j", (text) => {
    const { positionAt } = lineIndexOf(text);
    for (let offset = 0; offset <= text.length; offset += 1) {
      const start = lineStart(text, offset);
      expect(positionAt(start), `start of ${offset}`).toEqual({ line: positionAt(offset).line, character: 0 });
      const next = nextLineStart(text, offset);
      if (next < text.length) expect(positionAt(next)).toEqual({ line: positionAt(offset).line + 1, character: 0 });
      else expect([0, 1]).toContain(positionAt(next).line - positionAt(offset).line);
    }
  });
});
