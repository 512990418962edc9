import { tokenize } from "../../sql/lexer.ts";

/**
 * An expression as it is compared: without what does not count (blanks, comments, the case of words, parentheses
 * around the whole, the type that a text constant is converted to).
 */
export function normalText(text: string | undefined): string {
  if (text === undefined) return "";
  const words = tokenize(text)
    .filter(({ kind }) => kind !== "lineComment" && kind !== "blockComment")
    .map((token) => {
      const written = text.slice(token.start, token.end);
      return token.kind === "word" ? written.toLowerCase() : written;
    });
  return withoutCasts(unwrapped(words)).join(" ");
}

/** `(a > 0)` is `a > 0`. */
function unwrapped(words: readonly string[]): readonly string[] {
  if (words[0] !== "(" || words.at(-1) !== ")") return words;
  let depth = 0;
  for (const [index, word] of words.entries()) {
    if (word === "(") depth += 1;
    if (word === ")") depth -= 1;
    if (depth === 0 && index < words.length - 1) return words;
  }
  return unwrapped(words.slice(1, -1));
}

/** `'x'::text` is `'x'`. */
function withoutCasts(words: readonly string[]): readonly string[] {
  const kept: string[] = [];
  for (let at = 0; at < words.length; at += 1) {
    const word = words[at] ?? "";
    kept.push(word);
    if (!word.startsWith("'") || words[at + 1] !== "::") continue;
    at += 2;
    while (words[at + 1] === ".") at += 2;
    while (/^(?:varying|without|with|time|zone|precision)$/.test(words[at + 1] ?? "")) at += 1;
  }
  return kept;
}
