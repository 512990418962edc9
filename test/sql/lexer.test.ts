import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { tokenize } from "../../server/src/sql/lexer.ts";
import { corpus } from "../support/corpus.ts";
import { randomFrom } from "../support/random.ts";

/** Each token's text and kind. */
function drawn(text: string): string[] {
  return tokenize(text).map(({ kind, start, end }) => `${kind} ${text.slice(start, end)}`);
}

describe("tokens", () => {
  test.each([
    ["SELECT a_1, é$x", ["word SELECT", "word a_1", "punctuation ,", "word é$x"]],
    [`"a""b" U&"c" \`d e\``, ['quotedIdentifier "a""b"', 'quotedIdentifier U&"c"', "quotedIdentifier `d e`"]],
    [
      "'a''b' E'\\'' b'1' X'f' n'x' u&'y'",
      ["'a''b'", "E'\\''", "b'1'", "X'f'", "n'x'", "u&'y'"].map((s) => `string ${s}`),
    ],
    ["e'a'\n'b\\'' 'c'", ["string e'a'\n'b\\''", "string 'c'"]],
    ["$$a$$ $t$ $$ $t$ $é$x$é$", ["dollarString $$a$$", "dollarString $t$ $$ $t$", "dollarString $é$x$é$"]],
    ["1 2.5 .5 1e-3 0xFF 1_000 3.", ["1", "2.5", ".5", "1e-3", "0xFF", "1_000", "3."].map((s) => `number ${s}`)],
    ["1..2", ["number 1", "operator ..", "number 2"]],
    ["$1 $23", ["parameter $1", "parameter $23"]],
    ["a::int", ["word a", "operator ::", "word int"]],
    ["a := b", ["word a", "operator :=", "word b"]],
    ["a[1:2].b;", ["word a", "[", "number 1", ":", "number 2", "]", ".", "word b", ";"].map(punctuated)],
    ["a->>'b' @> c", ["word a", "operator ->>", "string 'b'", "operator @>", "word c"]],
    ["a-- b\n+/* c */-", ["word a", "lineComment -- b", "operator +", "blockComment /* c */", "operator -"]],
    ["/* /* */ */ /* ", ["blockComment /* /* */ */", "blockComment /* "]],
    [":a :'b' :\"c\" :{?d}", [":a", ":'b'", ':"c"', ":{?d}"].map((s) => `placeholder ${s}`)],
    ["{{ a }} $%B%$ <%= c %>", ["{{ a }}", "$%B%$", "<%= c %>"].map((s) => `placeholder ${s}`)],
    [`x_\${a}_y`, ["word x_", `placeholder \${a}`, "word _y"]],
    ["a <% b", ["word a", "operator <%", "word b"]],
    ["\\ { } \0", ["operator \\", "operator {", "operator }", "operator \0"]],
    ["'open", ["string 'open"]],
  ])("%s", (text, expected) => {
    expect(drawn(text)).toEqual(expected);
  });

  test("only the stretch that is asked for is read", () => {
    expect(tokenize("a 'b' c", 2, 4)).toEqual([{ kind: "string", start: 2, end: 4 }]);
  });
});

function punctuated(token: string): string {
  return token.length === 1 ? `punctuation ${token}` : token;
}

/** Tokens in order, without overlap, with only blanks between them. */
function expectWhole(text: string): void {
  let at = 0;
  for (const { start, end } of tokenize(text)) {
    expect(end).toBeGreaterThan(start);
    expect(text.slice(at, start)).toMatch(/^[\s\ufeff]*$/);
    at = end;
  }
  expect(text.slice(at)).toMatch(/^[\s\ufeff]*$/);
}

test("random characters leave nothing out", () => {
  const random = randomFrom(7);
  const characters = "'\"`$()[];:.,\\/*-{}%<>=eEuU&x1 \n\r\0é\u{1f600}";
  for (let round = 0; round < 2000; round++) {
    const length = random.below(60);
    expectWhole(Array.from({ length }, () => random.pick([...characters])).join(""));
  }
});

describe.skipIf(!corpus)("real files", () => {
  test("tokens leave nothing out, and a file half as long loses only its last token", () => {
    const files = corpus ? readdirSync(corpus, { recursive: true, encoding: "utf8" }) : [];
    for (const path of files.filter((file) => file.endsWith(".sql")).filter((_, index) => index % 5 === 0)) {
      const text = readFileSync(join(corpus ?? "", path), "utf8");
      expectWhole(text);
      expectWhole(text.slice(0, text.length / 2));
    }
  });
});
