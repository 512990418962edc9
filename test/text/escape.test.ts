import { describe, expect, test } from "vitest";
import { codeSpan, escapeMarkdown } from "../../server/src/text/escape-markdown.ts";
import { escapeTerminal } from "../../server/src/text/escape-terminal.ts";

const HOSTILE: readonly (readonly [string, string])[] = [
  ["a link", "[x](command:evil)"],
  ["an image", "![x](https://evil.example/a.png)"],
  ["HTML", "<img src=x onerror=alert(1)>"],
  ["an entity", "&lt;b&gt;&#x41;"],
  ["a fence", "```js\nalert(1)\n```"],
  ["a tilde fence", "~~~\nx"],
  ["an address in angle brackets", "<https://evil.example>"],
  ["a bare address", "https://evil.example/x"],
  ["a bare address without a dot", "http://evil"],
  ["an address that starts with www", "www.evil.example"],
  ["an e-mail address", "a@evil.example"],
  ["a command address", "command:evil"],
  ["emphasis", "**a** __b__ *c* _d_ ~~e~~"],
  ["a heading", "# a\n## b\nc\n===\nd\n---"],
  ["a list", "- a\n+ b\n* c\n1. d\n2) e"],
  ["a table", "| a | b |\n|---|---|"],
  ["a reference", "[a]: https://evil.example"],
  ["mathematics", "$x$ $$y$$"],
  ["a hard break", "a\\\nb"],
  ["an icon", "$(trash)"],
];

describe("nothing in escaped text is markup", () => {
  test.each(HOSTILE)("%s", (_, text) => {
    const escaped = escapeMarkdown(text);
    // What a backslash or an entity does not protect must be letters, digits, blanks and marks that mean nothing inside a line.
    const bare = escaped.replace(/\\[!-/:-@[-`{-~]/g, "").replace(/&(?:lt|gt|amp);/g, "");
    expect(bare).toMatch(/^[A-Za-z0-9 /;'"?,^%=]*$/);
    expect(escaped).not.toMatch(/https?:|www\.|command:|@(?<!\\@)/);
  });

  test.each(HOSTILE)("and it reads as it was: %s", (_, text) => {
    const read = escapeMarkdown(text)
      .replace(/\\([!-/:-@[-`{-~])/g, "$1")
      .replaceAll("&lt;", "<")
      .replaceAll("&gt;", ">")
      .replaceAll("&amp;", "&");
    expect(read).toBe(text.replaceAll("\n", " "));
  });
});

describe("nothing inside a code span ends it", () => {
  const names = ["orders", "a`b", "``", "`a", "a`", "a``b`c", "x\n\n# y", "</code><b>", "` `", "a```", "\r\n"];
  test.each(names)("%j", (name) => {
    const span = codeSpan(name);
    const [fence = ""] = /^`+/.exec(span) ?? [];
    expect(span).not.toMatch(/[\r\n]/);
    expect(span.endsWith(fence)).toBe(true);
    const inside = span.slice(fence.length, -fence.length);
    expect(inside.match(/`+/g) ?? []).not.toContain(fence);
    // A blank at both ends is what CommonMark takes away again.
    const read = /^ .*[^ ].* $/.test(inside) ? inside.slice(1, -1) : inside;
    expect(read).toBe(name.replace(/[\r\n]/g, " "));
  });
});

describe("a terminal obeys nothing", () => {
  test.each([
    ["orders", "orders"],
    ["a\u001b[31mb", "a\\x1b[31mb"],
    ["a\u009b2Jb", "a\\x9b2Jb"],
    ["\u0007\u0008\u0000\u007f", "\\x07\\x08\\x00\\x7f"],
    ["a\r\nb\tc", "a  b c"],
    ["\u202eevil\u2066", "\\u{202e}evil\\u{2066}"],
    ["é \u{1F600}", "é \u{1F600}"],
    ["half a pair \ud800", "half a pair \\u{d800}"],
  ])("%j", (text, shown) => {
    expect(escapeTerminal(text)).toBe(shown);
  });
});
