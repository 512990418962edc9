import type { Range } from "../text/range.ts";
import { isBlank } from "./characters.ts";
import {
  copyData,
  delimiterRegion,
  endsQuery,
  isBatchSeparator,
  isMetaCommand,
  lineEnd,
  lineStretch,
  metaArgumentsEnd,
  type SplitMemory,
} from "./client-command.ts";
import { nextToken, type ScannedToken, type Token } from "./lexer.ts";
import { markOf } from "./mark.ts";
import { quoteMemory } from "./quotes.ts";
import { recoveryPoint, startsStatementBelow } from "./recovery.ts";
import type { Comment, SegmentKind } from "./segment.ts";
import { type Form, formAfter, isWord } from "./statement-form.ts";

/**
 * One segment as it was cut from a text. `start` and `end` count from the text's start, everything else from the
 * segment's. Cutting is free of context: what starts at a boundary depends on nothing before it.
 */
export interface Cut {
  readonly start: number;
  readonly end: number;
  readonly kind: SegmentKind;
  readonly body: Range;
  readonly comments: readonly Comment[];
  readonly placeholders: readonly Range[];
  /** psql commands that stand inside the body: the server never sees them. */
  readonly unsent: readonly Range[];
  /** The body's tokens without comments; they stop where the body is too long to be parsed. */
  readonly tokens: readonly Token[];
  /** The semicolon behind the body, where one ends it. */
  readonly semicolon: Range | undefined;
  /** All that decided about this cut lies before this offset in the text. */
  readonly reach: number;
}

/** A body longer than this many UTF-16 code units is not parsed: that of a 256 KiB INSERT takes a tenth of a second. */
export const bodyLimit = 1 << 18;

/** What cutting has found so far in the segment that starts at `start`; offsets count from the text's start. */
interface Progress {
  readonly text: string;
  readonly start: number;
  readonly memory: SplitMemory;
  readonly comments: Comment[];
  readonly placeholders: Range[];
  readonly unsent: Range[];
  readonly tokens: Token[];
  /** Where the body starts; undefined before its first token. */
  first: number | undefined;
  /** Where the body's last token ends. */
  last: number;
  form: Form;
  /** The token before the current one. */
  previous: Token | undefined;
  /** Open parentheses. */
  depth: number;
  /** Open BEGIN ATOMIC and CASE. */
  atomic: number;
  /** Whether a COPY has said FROM STDIN. */
  readsData: boolean;
  reach: number;
}

/** An empty memory, for a new text. */
export function splitMemory(): SplitMemory {
  return { ...quoteMemory(), noCopyEndFrom: Number.POSITIVE_INFINITY };
}

/** The segment that starts at `start`, which must be a boundary and lie before the text's end. */
export function cut(text: string, start: number, memory: SplitMemory): Cut {
  const found = { comments: [], placeholders: [], unsent: [], tokens: [] };
  const counts = { first: undefined, last: start, previous: undefined, depth: 0, atomic: 0, reach: start };
  const progress: Progress = { text, start, memory, ...found, ...counts, form: "start", readsData: false };
  for (let at = start; ; ) {
    const token = nextToken(text, at, memory);
    if (token === undefined) return endOfText(progress);
    see(progress, token.reach);
    const step = take(progress, token);
    if (typeof step !== "number") return step;
    at = step;
  }
}

/** Takes one token: either the segment is complete, or cutting goes on at the offset returned. */
function take(progress: Progress, token: ScannedToken): Cut | number {
  const { text } = progress;
  if (token.kind === "lineComment") return takeLineComment(progress, token);
  const point = mayRecover(token) ? recoveryPoint(text, token) : undefined;
  if (point !== undefined) return takeRecovered(progress, token, point);
  if (token.kind === "blockComment") {
    addComment(progress, token, "block");
    if (!token.terminated) addToken(progress, token);
    return token.end;
  }
  const code = text.charCodeAt(token.start);
  if (code === 59) return takeSemicolon(progress, token);
  if (code === 92) return takeBackslash(progress, token);
  return (token.kind === "word" ? takeClientWord(progress, token) : undefined) ?? addToken(progress, token);
}

function mayRecover(token: ScannedToken): boolean {
  if (!token.terminated) return true;
  return token.kind === "string" || token.kind === "dollarString" || token.kind === "quotedIdentifier";
}

/** A comment, which may tell a migration tool that the statement ends though it has no semicolon. */
function takeLineComment(progress: Progress, token: ScannedToken): Cut | number {
  const mark = progress.first === undefined ? undefined : markOf(progress.text.slice(token.start, token.end));
  if (mark?.ends === "before") return finish(progress, token.start);
  addComment(progress, token, "line");
  return mark?.ends === "after" ? finish(progress, token.end) : token.end;
}

/** A quote or comment that is being typed: it ends, and its statement with it, where the next statement starts. */
function takeRecovered(progress: Progress, token: ScannedToken, point: number): Cut {
  let end = point;
  while (end > token.start + 1 && isBlank(progress.text.charCodeAt(end - 1))) end--;
  const shortened = { ...token, end };
  if (token.kind === "blockComment") addComment(progress, shortened, "block");
  addToken(progress, shortened);
  return finish(progress, point);
}

function takeSemicolon(progress: Progress, token: ScannedToken): Cut | number {
  const { text } = progress;
  const inside = progress.atomic > 0 || (progress.form === "rule" && progress.depth > 0);
  if (inside) {
    const look = startsStatementBelow(text, token.end);
    see(progress, look.reach);
    if (!look.found) return addToken(progress, token);
  }
  if (progress.first === undefined) return finish(progress, token.end);
  if (!progress.readsData) return finish(progress, token.end, token);
  const data = copyData(text, token.end, progress.memory);
  see(progress, data.reach);
  return finish(progress, data.end, token);
}

/** `\;`, or a psql command: before a statement, at its end (`\gexec`), or among its words (`\if`). */
function takeBackslash(progress: Progress, token: ScannedToken): Cut | number {
  const { text } = progress;
  if (text.charCodeAt(token.start + 1) === 59) return token.end;
  if (!isMetaCommand(text, token.start)) return addToken(progress, token);
  if (progress.first === undefined) return metaCommand(progress, token);
  if (endsQuery(text, token.start)) {
    const line = lineStretch(text, token.start);
    see(progress, line.reach);
    return finish(progress, line.end);
  }
  const end = metaArgumentsEnd(text, token.start);
  see(progress, end + 1);
  progress.unsent.push({ start: token.start - progress.start, end: end - progress.start });
  return end;
}

function metaCommand(progress: Progress, token: ScannedToken): Cut {
  const { text } = progress;
  const end = lineEnd(text, token.start);
  const readsData = /^\\copy\s[^\r\n]*\bfrom\s+p?stdin\b/i.test(text.slice(token.start, end));
  const data = readsData ? copyData(text, end, progress.memory) : undefined;
  const line = lineStretch(text, token.start);
  see(progress, Math.max(line.reach, data?.reach ?? 0));
  const trimmed = token.start + text.slice(token.start, end).trimEnd().length;
  progress.first = token.start;
  progress.last = trimmed;
  return { ...finish(progress, Math.max(line.end, data?.end ?? 0)), kind: "meta" };
}

/** GO and DELIMITER, which clients of other servers read; undefined where the word is an ordinary one. */
function takeClientWord(progress: Progress, token: ScannedToken): Cut | undefined {
  const { text } = progress;
  const length = token.end - token.start;
  if (length === 2) {
    const batch = isBatchSeparator(text, token.start, progress.start);
    see(progress, batch.reach);
    if (!batch.is) return undefined;
    if (progress.first !== undefined) return finish(progress, token.start);
    addToken(progress, token);
    return finish(progress, token.end);
  }
  if (progress.first !== undefined || !isWord(text, token, "DELIMITER")) return undefined;
  see(progress, lineEnd(text, token.start) + 1);
  const region = delimiterRegion(text, token.start);
  if (region === undefined) return undefined;
  see(progress, region.reach);
  addToken(progress, token);
  progress.last = token.start + text.slice(token.start, region.end).trimEnd().length;
  return finish(progress, region.end);
}

/** Adds a token to the body and returns where it ends. */
function addToken(progress: Progress, token: Token): number {
  const { text, start } = progress;
  progress.first ??= token.start;
  progress.last = token.end;
  if (token.end - progress.first <= bodyLimit) {
    const relative = { kind: token.kind, start: token.start - start, end: token.end - start };
    progress.tokens.push(relative);
    if (token.kind === "placeholder") progress.placeholders.push({ start: relative.start, end: relative.end });
  }
  const code = text.charCodeAt(token.start);
  if (code === 40) progress.depth++;
  else if (code === 41) progress.depth--;
  else if (token.kind === "word") addWord(progress, token);
  progress.previous = token;
  return token.end;
}

function addWord(progress: Progress, token: Token): void {
  const { text, form, previous } = progress;
  progress.form = formAfter(form, text, token);
  if (form === "copy") progress.readsData ||= isWord(text, token, "STDIN") && isWord(text, previous, "FROM");
  if (form !== "routine") return;
  if (progress.atomic === 0) {
    if (isWord(text, token, "ATOMIC") && isWord(text, previous, "BEGIN")) progress.atomic = 1;
    return;
  }
  const isName = previous !== undefined && (text.charCodeAt(previous.start) === 46 || isWord(text, previous, "AS"));
  if (isName) return;
  if (isWord(text, token, "CASE")) progress.atomic++;
  else if (isWord(text, token, "END")) progress.atomic--;
}

function addComment(progress: Progress, token: Token, style: Comment["style"]): void {
  const range = { start: token.start - progress.start, end: token.end - progress.start };
  progress.comments.push({ range, style });
}

function see(progress: Progress, reach: number): void {
  if (reach > progress.reach) progress.reach = reach;
}

/** The text's end decides about the last segment. */
function endOfText(progress: Progress): Cut {
  see(progress, progress.text.length + 1);
  return finish(progress, progress.text.length);
}

function finish(progress: Progress, end: number, semicolon?: Token): Cut {
  const { start, first, last, comments, placeholders, unsent, tokens } = progress;
  const body =
    first === undefined ? { start: end - start, end: end - start } : { start: first - start, end: last - start };
  return {
    start,
    end,
    kind: first === undefined ? "empty" : "statement",
    body,
    comments,
    placeholders,
    unsent,
    tokens,
    semicolon: semicolon && { start: semicolon.start - start, end: semicolon.end - start },
    reach: Math.max(progress.reach, end),
  };
}
