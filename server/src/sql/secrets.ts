import type { Range } from "../text/range.ts";
import { evidentSecretsIn, isSecretName, MASK, maskedSlice, mergeRanges, secretsIn } from "../text/secrets.ts";
import { type Token, tokenize } from "./lexer.ts";
import type { Segment } from "./segment.ts";

/** The credentials of a SQL file, in order; UTF-16 code units from the file's start. */
export function fileSecrets(segments: readonly Segment[]): readonly Range[] {
  const all: Range[] = [];
  let start = 0;
  for (const segment of segments) {
    for (const range of segmentSecrets(segment)) all.push({ start: start + range.start, end: start + range.end });
    start += segment.text.length;
  }
  return all;
}

/** Postgres's complaint about a segment's statement without the credential that it may quote. */
export function maskedComplaint(message: string, at: Range, segment: Segment): string {
  const quoted = segmentSecrets(segment).some(({ start, end }) => start < at.end && at.start < end);
  const mark = message.indexOf(' "');
  if (!quoted || mark < 0) return maskedSlice(message, { start: 0, end: message.length }, evidentSecretsIn(message));
  return `${message.slice(0, mark)} "${MASK}"`;
}

const kept = new WeakMap<Segment, readonly Range[]>();

/** The credentials in a segment, from its own start; found once for as long as the segment lives. */
function segmentSecrets(segment: Segment): readonly Range[] {
  const known = kept.get(segment);
  if (known !== undefined) return known;
  const { text, body, kind } = segment;
  const tokens = tokenize(text, 0, body.end);
  const words = tokens.filter((token) => !isComment(token));
  // A psql command is no SQL: `password=…` is a connection string there, quoted or not.
  const named = kind === "meta" ? secretsIn(text) : [...evidentSecretsIn(text), ...quotedSecrets(text, tokens)];
  const secrets = mergeRanges([...named, ...statementSecrets(text, words)]);
  kept.set(segment, secrets);
  return secrets;
}

/** `password=…` inside strings and comments; outside of them it compares columns. */
function quotedSecrets(text: string, tokens: readonly Token[]): Range[] {
  return tokens.flatMap((token) => {
    if (!isText(token) && !isComment(token)) return [];
    const found = secretsIn(text.slice(token.start, token.end));
    return found.map(({ start, end }) => ({ start: token.start + start, end: token.start + end }));
  });
}

function isComment({ kind }: Token): boolean {
  return kind === "lineComment" || kind === "blockComment";
}

/** What the statement's form gives away: `PASSWORD 'x'`, `password = 'x'`, OPTIONS, a password column's row. */
function statementSecrets(text: string, tokens: readonly Token[]): Range[] {
  const form = { ofRole: isAboutRole(text, tokens), ofRow: insertsSecrets(text, tokens) };
  return tokens.flatMap((token, index) => {
    const previous = tokens[index - 1];
    if (isText(token)) {
      const isDate = previous !== undefined && wordOf(text, previous) === "UNTIL";
      const isSecret = form.ofRow || (form.ofRole && !isDate) || isNamedSecret(text, tokens, index);
      return isSecret ? inside(text, token) : [];
    }
    // PASSWORD wants a string: whatever else stands there was meant as one. PASSWORD NULL takes it away.
    if (!form.ofRole || token.kind === "punctuation" || token.kind === "operator") return [];
    const name = previous?.kind === "operator" ? tokens[index - 2] : previous;
    return name !== undefined && wordOf(text, name) === "PASSWORD" && wordOf(text, token) !== "NULL" ? [token] : [];
  });
}

function isText({ kind }: Token): boolean {
  return kind === "string" || kind === "dollarString";
}

function wordOf(text: string, { kind, start, end }: Token): string {
  return kind === "word" && end - start <= 20 ? text.slice(start, end).toUpperCase() : "";
}

/** CREATE or ALTER of a role, by any of its three names. */
function isAboutRole(text: string, tokens: readonly Token[]): boolean {
  const [first, second] = tokens;
  if (first === undefined || second === undefined) return false;
  return ["CREATE", "ALTER"].includes(wordOf(text, first)) && ["ROLE", "USER", "GROUP"].includes(wordOf(text, second));
}

/** INSERT whose list of columns names one for credentials: which value is whose is not worth telling apart. */
function insertsSecrets(text: string, tokens: readonly Token[]): boolean {
  const [first] = tokens;
  if (first === undefined || wordOf(text, first) !== "INSERT") return false;
  for (const token of tokens) {
    if (["VALUES", "SELECT"].includes(wordOf(text, token))) return false;
    if (
      (token.kind === "word" || token.kind === "quotedIdentifier") &&
      isSecretName(text.slice(token.start, token.end))
    )
      return true;
  }
  return false;
}

/** `password 'x'`, `password = 'x'`, `app.secret TO 'x'`, `set_config('app.secret', 'x')`, MySQL's `IDENTIFIED BY 'x'`. */
function isNamedSecret(text: string, tokens: readonly Token[], index: number): boolean {
  const before = tokens[index - 1];
  if (before === undefined) return false;
  const beforeThat = tokens[index - 2];
  if (beforeThat !== undefined && wordOf(text, beforeThat) === "IDENTIFIED") return true;
  const sign = text.slice(before.start, Math.min(before.end, before.start + 3)).toUpperCase();
  const isSign = ["=", ":=", "=>", "TO", ","].includes(sign);
  const name = isSign ? beforeThat : before;
  if (name === undefined || (sign === "," ? !isText(name) : isText(name) || name.kind === "operator")) return false;
  return isSecretName(text.slice(name.start, name.end));
}

/** Between the quotes; the whole token where that is nothing but its quotes would be no secret. */
function inside(text: string, { start, end }: Token): Range[] {
  const quote = text.slice(start, end).search(/['$]/);
  const open = start + Math.max(0, quote) + 1;
  const close = text[end - 1] === text[open - 1] && end - 1 > open ? end - 1 : end;
  const isEmpty = text[open - 1] === "'" && text.slice(open, end) === "'";
  return isEmpty ? [] : [{ start: open, end: close }];
}
