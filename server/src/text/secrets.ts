import { firstEndingAfter, overlaps, type Range } from "./range.ts";

/** What stands in place of a credential; its length says nothing of the credential's. */
export const MASK = "***";

/** Parts of names whose values are credentials, in lower case. */
const SECRET_PARTS = ["password", "passwd", "passphrase", "pwd", "secret", "token", "credential"] as const;

/** Names of keys, with what divides their words left out. */
const SECRET_KEYS = ["apikey", "accesskey", "privatekey", "signingkey", "encryptionkey", "authkey"] as const;

/** Whether a column, an option or a setting of this name holds a credential. */
export function isSecretName(name: string): boolean {
  const lower = name.slice(0, 200).toLowerCase();
  if (SECRET_PARTS.some((part) => lower.includes(part))) return true;
  const joined = lower.replace(/[_.-]/g, "");
  return SECRET_KEYS.some((key) => joined.includes(key));
}

/**
 * Where a text of any kind holds what looks like a credential: the password of a URL, the value after `password=` or
 * `"token":`, and words that their beginning gives away. Ranges are in order and do not overlap. Takes linear time.
 */
export function secretsIn(text: string): readonly Range[] {
  return mergeRanges([...evidentSecretsIn(text), ...namedValues(text)]);
}

/** Of what `secretsIn` finds, that which is a credential wherever it stands: passwords of URLs and known tokens. */
export function evidentSecretsIn(text: string): readonly Range[] {
  return mergeRanges([...urlPasswords(text), ...knownTokens(text)]);
}

/** The text with every credential that it seems to hold replaced. */
export function maskSecrets(text: string): string {
  return maskedSlice(text, { start: 0, end: text.length }, secretsIn(text));
}

/** The slice of a text with the parts of it that lie in `secrets` (ranges of the whole text, in order) replaced. */
export function maskedSlice(text: string, slice: Range, secrets: readonly Range[]): string {
  let result = "";
  let at = slice.start;
  for (let index = firstEndingAfter(secrets, slice.start); index < secrets.length; index += 1) {
    const secret = secrets[index];
    if (secret === undefined || secret.start >= slice.end) break;
    result += text.slice(at, Math.max(at, secret.start)) + MASK;
    at = Math.min(slice.end, secret.end);
  }
  return result + text.slice(at, slice.end);
}

/** The ranges in order, those that touch as one. */
export function mergeRanges(ranges: readonly Range[]): readonly Range[] {
  const merged: Range[] = [];
  for (const range of [...ranges].sort((a, b) => a.start - b.start || a.end - b.end)) {
    const last = merged.at(-1);
    if (last === undefined || !overlaps(last, range)) merged.push(range);
    else merged[merged.length - 1] = { start: last.start, end: Math.max(last.end, range.end) };
  }
  return merged;
}

/** `scheme://user:PASSWORD@host`. A password may hold `/` and `@` where somebody did not encode it. */
function urlPasswords(text: string): Range[] {
  const found: Range[] = [];
  for (let mark = text.indexOf("://"); mark >= 0; ) {
    const start = mark + 3;
    const end = stretchEnd(text, start, endsUrl);
    const host = text.lastIndexOf("@", end - 1);
    const colon = text.indexOf(":", start);
    if (host > start && colon >= 0 && colon + 1 < host) found.push({ start: colon + 1, end: host });
    mark = text.indexOf("://", end);
  }
  return found;
}

/** `password=…`, `"token": "…"`, `secret := '…'`: in connection strings, JSON, YAML and comments. */
function namedValues(text: string): Range[] {
  const found: Range[] = [];
  for (let at = 0; at < text.length; ) {
    if (!isNameCode(text.charCodeAt(at))) {
      at += 1;
      continue;
    }
    const end = stretchEnd(text, at, (code) => !isNameCode(code));
    const value = isSecretName(text.slice(at, end)) ? valueAfter(text, end) : undefined;
    if (value !== undefined) found.push(value);
    at = end;
  }
  return found;
}

function valueAfter(text: string, nameEnd: number): Range | undefined {
  let at = nameEnd;
  if (isQuote(text.charCodeAt(at))) at += 1;
  at = skipBlanks(text, at);
  const sign = text[at];
  if ((sign !== "=" && sign !== ":") || text.startsWith("::", at) || text.startsWith("://", at)) return undefined;
  at += 1;
  if (text[at] === "=" || text[at] === ">") at += 1;
  at = skipBlanks(text, at);
  const quote = text.charCodeAt(at);
  const start = isQuote(quote) ? at + 1 : at;
  const ends = isQuote(quote) ? (code: number) => code === quote || isLineEnd(code) : endsValue;
  const end = stretchEnd(text, start, ends);
  return end > start ? { start, end } : undefined;
}

/** How tokens begin that their makers marked as such, so that they can be found. */
const TOKEN_STARTS = [
  ...["AKIA", "ASIA", "ghp_", "gho_", "ghu_", "ghs_", "github_pat_", "glpat-", "sk_live_", "rk_live_", "sk-", "xoxb-"],
  ...["xoxp-", "npm_", "eyJ", "SCRAM-SHA-256$"],
] as const;

/** A word is taken for a token from this length on. */
const SHORTEST_TOKEN = 16;

function knownTokens(text: string): Range[] {
  const found: Range[] = [];
  for (let at = 0; at < text.length; ) {
    if (!isTokenCode(text.charCodeAt(at))) {
      at += 1;
      continue;
    }
    const end = stretchEnd(text, at, (code) => !isTokenCode(code));
    const isLong = end - at >= SHORTEST_TOKEN;
    if (isLong && (TOKEN_STARTS.some((start) => text.startsWith(start, at)) || isMd5Hash(text, at, end))) {
      found.push({ start: at, end });
    }
    at = end;
  }
  return found;
}

/** `md5` and 32 hexadecimal digits: a role's password as Postgres stores it, good enough to log in with. */
function isMd5Hash(text: string, start: number, end: number): boolean {
  return end - start === 35 && /^md5[0-9a-f]{32}$/.test(text.slice(start, end));
}

function stretchEnd(text: string, from: number, ends: (code: number) => boolean): number {
  let at = from;
  while (at < text.length && !ends(text.charCodeAt(at))) at += 1;
  return at;
}

function skipBlanks(text: string, from: number): number {
  return stretchEnd(text, from, (code) => code !== 32 && code !== 9);
}

function isLineEnd(code: number): boolean {
  return code === 10 || code === 13;
}

/** `'`, `"` or a backquote. */
function isQuote(code: number): boolean {
  return code === 34 || code === 39 || code === 96;
}

function endsUrl(code: number): boolean {
  return code <= 32 || isQuote(code) || code === 60 || code === 62;
}

/** Blanks, quotes, `&`, `,`, `;`, `)`, `}` and `]`. */
function endsValue(code: number): boolean {
  return code <= 32 || isQuote(code) || [38, 44, 59, 41, 125, 93].includes(code);
}

function isNameCode(code: number): boolean {
  return (
    (code >= 97 && code <= 122) ||
    (code >= 65 && code <= 90) ||
    (code >= 48 && code <= 57) ||
    code === 95 ||
    code === 45
  );
}

/** What tokens are made of: base64 of both alphabets, dots, colons and dollar signs. */
function isTokenCode(code: number): boolean {
  return isNameCode(code) || [36, 43, 46, 47, 58, 61].includes(code);
}
