/** Bits of what an ASCII character may be in SQL; see the functions below. */
const BLANK = 1;
const WORD_START = 2;
const DIGIT = 4;
const OPERATOR = 8;

const classes = new Uint8Array(128);
for (const character of " \t\n\r\f\v") classes[character.charCodeAt(0)] = BLANK;
for (const character of "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_")
  classes[character.charCodeAt(0)] = WORD_START;
for (const character of "0123456789") classes[character.charCodeAt(0)] = DIGIT;
for (const character of "~!@#^&|`?+-*/%<>=") classes[character.charCodeAt(0)] = OPERATOR;

/** What Postgres's lexer skips, and U+FEFF: a byte-order mark may have come along. */
export function isBlank(code: number): boolean {
  return code < 128 ? classes[code] === BLANK : code === 0xfeff;
}

/** Whether a name or keyword may start with it: ASCII letters, the underscore, all beyond ASCII. */
export function isWordStart(code: number): boolean {
  return code < 128 ? classes[code] === WORD_START : code !== 0xfeff;
}

/** Whether a name may go on with it; the dollar sign is left to the caller. False for the NaN beyond a text's end. */
export function isWordPart(code: number): boolean {
  return code < 128 ? ((classes[code] ?? 0) & (WORD_START | DIGIT)) !== 0 : code >= 128;
}

/** `0` to `9`. */
export function isDigit(code: number): boolean {
  return code >= 48 && code <= 57;
}

/** Whether an operator may hold it. */
export function isOperator(code: number): boolean {
  return code < 128 && classes[code] === OPERATOR;
}

/** A line feed or a carriage return, each of which ends a line comment in Postgres. */
export function isLineEnd(code: number): boolean {
  return code === 10 || code === 13;
}
