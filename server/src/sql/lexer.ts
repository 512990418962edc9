import { isBlank, isDigit, isOperator, isWordPart, isWordStart } from "./characters.ts";
import { mayOpenPlaceholder, placeholderEnd, placeholderReach } from "./placeholder.ts";
import { blockComment, dollarString, lineComment, type QuoteMemory, quoted, quoteMemory } from "./quotes.ts";

/** What a token is. `punctuation` is one of `( ) [ ] , ; . :`; `placeholder` is a template's or psql's variable. */
export type TokenKind =
  | "word"
  | "quotedIdentifier"
  | "string"
  | "dollarString"
  | "number"
  | "parameter"
  | "operator"
  | "punctuation"
  | "placeholder"
  | "lineComment"
  | "blockComment";

/** A token and where it stands: UTF-16 code units in the text that was given. */
export interface Token {
  readonly kind: TokenKind;
  readonly start: number;
  readonly end: number;
}

/** A token, and what splitting must know about how it was found. */
export interface ScannedToken extends Token {
  /** False for a quote or comment that nothing closes. */
  readonly terminated: boolean;
  /** Every character that decided about this token lies before this offset; beyond the text's end where its end decided. */
  readonly reach: number;
}

/** All tokens between two offsets, comments included and blanks left out. Takes any text, in linear time. */
export function tokenize(text: string, start = 0, end = text.length): Token[] {
  const bounded = end < text.length ? text.slice(0, end) : text;
  const memory = quoteMemory();
  const tokens: Token[] = [];
  for (let token = nextToken(bounded, start, memory); token; token = nextToken(bounded, token.end, memory)) {
    tokens.push({ kind: token.kind, start: token.start, end: token.end });
  }
  return tokens;
}

/** The first token at or after `from`, or undefined where only blanks follow. `memory` serves one text. */
export function nextToken(text: string, from: number, memory: QuoteMemory): ScannedToken | undefined {
  let start = from;
  while (start < text.length && isBlank(text.charCodeAt(start))) start++;
  if (start >= text.length) return undefined;
  const code = text.charCodeAt(start);
  if (isWordStart(code)) return word(text, start);
  if (isDigit(code)) return plain("number", start, numberEnd(text, start));
  switch (code) {
    case 39: // '
      return quoted(text, start, start, "string");
    case 34: // "
      return quoted(text, start, start, "quotedIdentifier");
    case 96: // `
      return backquoted(text, start);
    case 36: // $
      return dollar(text, start, memory);
    case 58: // :
      return colon(text, start);
    case 46: // .
      return dot(text, start);
    case 40: // ( ) [ ] , ;
    case 41:
    case 91:
    case 93:
    case 44:
    case 59:
      return { kind: "punctuation", start, end: start + 1, terminated: true, reach: start + 1 };
    case 45: // -
      if (text.charCodeAt(start + 1) === 45) return lineComment(text, start);
      break;
    case 47: // /
      if (text.charCodeAt(start + 1) === 42) return blockComment(text, start, memory);
      break;
  }
  return symbol(text, start);
}

/** A token that is decided by the characters it holds and, at most, the two after it. */
function plain(kind: TokenKind, start: number, end: number): ScannedToken {
  return { kind, start, end, terminated: true, reach: end + 2 };
}

/** A name, a keyword, or the string or identifier whose prefix the name is: E'', B'', X'', N'', U&'', U&"". */
function word(text: string, start: number): ScannedToken {
  let end = start + 1;
  let looked = 2;
  for (; end < text.length; end++) {
    const code = text.charCodeAt(end);
    if (isWordPart(code)) continue;
    if (code !== 36) break;
    looked = placeholderReach;
    if (placeholderEnd(text, end) !== undefined) break;
  }
  const prefixed = end - start === 1 ? prefixedQuote(text, start) : undefined;
  return prefixed ?? { kind: "word", start, end, terminated: true, reach: end + looked };
}

/** The quoted token whose prefix is the one letter at `start`. */
function prefixedQuote(text: string, start: number): ScannedToken | undefined {
  const letter = text.charAt(start);
  const next = text.charCodeAt(start + 1);
  if (next === 39 && "eEbBxXnN".includes(letter)) return quoted(text, start, start + 1, "string");
  if (next !== 38 || !"uU".includes(letter)) return undefined;
  const quote = text.charCodeAt(start + 2);
  if (quote === 39) return quoted(text, start, start + 2, "string");
  return quote === 34 ? quoted(text, start, start + 2, "quotedIdentifier") : undefined;
}

/** `12`, `1_000.5e-3`, `0xFF`; stops before `..`. */
function numberEnd(text: string, start: number): number {
  if (text.charCodeAt(start) === 48 && "xXoObB".includes(text.charAt(start + 1) || " ")) {
    return digitsEnd(text, start + 2, isWordPart);
  }
  let end = digitsEnd(text, start, isDigitOrUnderscore);
  if (text.charCodeAt(end) === 46 && text.charCodeAt(end + 1) !== 46) {
    end = digitsEnd(text, end + 1, isDigitOrUnderscore);
  }
  if ((text.charCodeAt(end) | 32) !== 101) return end;
  const sign = text.charAt(end + 1);
  const exponent = sign === "+" || sign === "-" ? end + 2 : end + 1;
  return isDigit(text.charCodeAt(exponent)) ? digitsEnd(text, exponent, isDigitOrUnderscore) : end;
}

function digitsEnd(text: string, start: number, belongs: (code: number) => boolean): number {
  let end = start;
  while (end < text.length && belongs(text.charCodeAt(end))) end++;
  return end;
}

function isDigitOrUnderscore(code: number): boolean {
  return isDigit(code) || code === 95;
}

/** MySQL's quoted name where a second backquote stands on the line; an operator otherwise, as in Postgres. */
function backquoted(text: string, start: number): ScannedToken {
  let end = start + 1;
  for (; end < text.length; end++) {
    const code = text.charCodeAt(end);
    if (code === 96) return plain("quotedIdentifier", start, end + 1);
    if (code === 10 || code === 13) break;
  }
  return { kind: "operator", start, end: start + 1, terminated: true, reach: end + 1 };
}

/** `$1`, `$$…$$`, `$tag$…$tag$`, `${name}`, `$%NAME%$`, or a lone dollar sign. */
function dollar(text: string, start: number, memory: QuoteMemory): ScannedToken {
  if (isDigit(text.charCodeAt(start + 1))) return plain("parameter", start, digitsEnd(text, start + 1, isDigit));
  return dollarString(text, start, memory) ?? placeholder(text, start) ?? symbol(text, start);
}

function placeholder(text: string, start: number): ScannedToken | undefined {
  const end = placeholderEnd(text, start);
  return end === undefined ? undefined : plain("placeholder", start, end);
}

/** `::`, `:=`, a psql variable, or a colon. */
function colon(text: string, start: number): ScannedToken {
  const next = text.charAt(start + 1);
  if (next === ":" || next === "=") return plain("operator", start, start + 2);
  return placeholder(text, start) ?? looked(text, plain("punctuation", start, start + 1));
}

/** `.5`, `..`, or a dot. */
function dot(text: string, start: number): ScannedToken {
  if (isDigit(text.charCodeAt(start + 1))) return plain("number", start, numberEnd(text, start + 1));
  if (text.charAt(start + 1) === ".") return plain("operator", start, start + 2);
  return plain("punctuation", start, start + 1);
}

/** An operator, up to where a comment or a quoted name starts; or one character that SQL has no use for. */
function symbol(text: string, start: number): ScannedToken {
  const template = placeholder(text, start);
  if (template !== undefined) return template;
  let end = start + 1;
  if (!isOperator(text.charCodeAt(start))) return looked(text, plain("operator", start, end));
  while (end < text.length && isOperator(text.charCodeAt(end)) && !opensComment(text, end)) end++;
  return looked(text, plain("operator", start, end));
}

/** The token, with how far a placeholder was looked for at its start. */
function looked(text: string, token: ScannedToken): ScannedToken {
  return mayOpenPlaceholder(text, token.start) ? { ...token, reach: token.end + placeholderReach } : token;
}

function opensComment(text: string, at: number): boolean {
  const pair = text.charCodeAt(at) * 256 + text.charCodeAt(at + 1);
  return pair === 45 * 256 + 45 || pair === 47 * 256 + 42 || text.charCodeAt(at) === 96;
}
