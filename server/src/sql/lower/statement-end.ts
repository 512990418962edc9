import type { Token } from "../lexer.ts";

/** The semicolon that ends the statement at a token, one inside BEGIN ATOMIC … END passed over; the end where there is none. */
export function statementEnd(text: string, tokens: readonly Token[], first: number): number {
  let at = first;
  while (at < tokens.length && mark(text, tokens, at) !== ";") {
    const isAtomic = mark(text, tokens, at) === "begin" && mark(text, tokens, at + 1) === "atomic";
    at = isAtomic ? caseEnd(text, tokens, at) + 1 : at + 1;
  }
  return Math.min(at, tokens.length);
}

/** The END of the CASE or the BEGIN ATOMIC at a token; the last token where there is none. */
export function caseEnd(text: string, tokens: readonly Token[], first: number): number {
  let open = 0;
  for (let at = first; at < tokens.length; at++) {
    const word = mark(text, tokens, at);
    if (word === "case" || (word === "begin" && mark(text, tokens, at + 1) === "atomic")) open += 1;
    if (word === "end") open -= 1;
    if (open === 0) return at;
  }
  return tokens.length - 1;
}

/** A token's text in lower case, where it is a word or one character. */
function mark(text: string, tokens: readonly Token[], at: number): string {
  const token = tokens[at];
  if (token?.kind !== "word" && token?.kind !== "punctuation") return "";
  return text.slice(token.start, token.end).toLowerCase();
}
