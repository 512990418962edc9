import type { Range } from "./range.ts";

/** What a comment says about findings. Ranges count as the comment's offset given to the reader does. */
export interface Suppression {
  /** `next-line` hides findings on the next line of code, `open` … `close` a stretch, `file` the whole file. */
  readonly scope: "next-line" | "open" | "close" | "file";
  /** Rule names in order; empty where the comment names none. */
  readonly rules: readonly { readonly name: string; readonly range: Range }[];
  readonly reason: string | undefined;
  /** Whose words they are: `lockkeeper`, or a peer's whose comments are honoured. */
  readonly by: "lockkeeper" | "squawk" | "pgls" | "pgfence" | "migrationpilot" | "atlas" | "eugene";
  /** The whole comment. */
  readonly range: Range;
}

type Scope = Suppression["scope"];

/** A word that makes a comment a suppression. */
interface Marker {
  readonly word: string;
  readonly scope: Scope;
  readonly by: Suppression["by"];
}

/**
 * Each marker word, longest first where one begins another. Those of peers are as their documentation has them: squawk and
 * pgls on the pages of their rules, pgfence in its README (<https://github.com/flvmnt/pgfence>), MigrationPilot in its README
 * (<https://github.com/mickelsamuel/migrationpilot>), Atlas at <https://atlasgo.io/versioned/lint#nolint-directive>, eugene in
 * what `eugene lint` prints (<https://github.com/kaaveland/eugene>).
 */
const MARKERS: readonly Marker[] = [
  { word: "lockkeeper-disable-next-line", scope: "next-line", by: "lockkeeper" },
  { word: "lockkeeper-disable-file", scope: "file", by: "lockkeeper" },
  { word: "lockkeeper-disable", scope: "open", by: "lockkeeper" },
  { word: "lockkeeper-enable", scope: "close", by: "lockkeeper" },
  { word: "squawk-ignore-file", scope: "file", by: "squawk" },
  { word: "squawk-ignore", scope: "next-line", by: "squawk" },
  { word: "pgt-ignore-all", scope: "file", by: "pgls" },
  { word: "pgt-ignore-start", scope: "open", by: "pgls" },
  { word: "pgt-ignore-end", scope: "close", by: "pgls" },
  { word: "pgt-ignore", scope: "next-line", by: "pgls" },
  { word: "pgls-ignore-all", scope: "file", by: "pgls" },
  { word: "pgls-ignore-start", scope: "open", by: "pgls" },
  { word: "pgls-ignore-end", scope: "close", by: "pgls" },
  { word: "pgls-ignore", scope: "next-line", by: "pgls" },
  { word: "pgfence-ignore", scope: "next-line", by: "pgfence" },
  // As older versions of pgfence had it, and as it still reads.
  { word: "pgfence: ignore", scope: "next-line", by: "pgfence" },
  { word: "migrationpilot-disable-next-line", scope: "next-line", by: "migrationpilot" },
  { word: "migrationpilot-disable-file", scope: "file", by: "migrationpilot" },
  { word: "migrationpilot-disable", scope: "next-line", by: "migrationpilot" },
  { word: "atlas:nolint", scope: "next-line", by: "atlas" },
  { word: "eugene: ignore", scope: "next-line", by: "eugene" },
];

/** What the comment (marks included, at `start` in the text it was cut from) suppresses, or undefined where it is an ordinary one. */
export function suppressionIn(comment: string, start: number): Suppression | undefined {
  const opened = skipBlanks(comment, markLength(comment));
  const marker = MARKERS.find((each) => isMarkedAt(comment, opened, each));
  if (marker === undefined) return undefined;
  const end = comment.startsWith("/*") && comment.endsWith("*/") ? comment.length - 2 : comment.length;
  const rest = { text: comment.slice(0, end), at: opened + marker.word.length };
  return {
    scope: marker.scope,
    by: marker.by,
    ...readRules(rest.text, { from: rest.at, start, separator: marker.by === "atlas" ? " " : "," }),
    range: { start, end: start + comment.length },
  };
}

/** MigrationPilot's words may be written in any case. */
function isMarkedAt(comment: string, at: number, { word, by }: Marker): boolean {
  const written = comment.slice(at, at + word.length);
  const isWord = by === "migrationpilot" ? written.toLowerCase() === word : written === word;
  return isWord && !isNameCharacter(comment, at + word.length);
}

function markLength(comment: string): number {
  if (comment.startsWith("///")) return 3;
  return 2;
}

function skipBlanks(text: string, from: number): number {
  let at = from;
  while (at < text.length && (text.charCodeAt(at) <= 32 || text[at] === ":")) at += 1;
  return at;
}

function isNameCharacter(text: string, at: number): boolean {
  const code = text.charCodeAt(at);
  return (
    (code >= 97 && code <= 122) ||
    (code >= 65 && code <= 90) ||
    (code >= 48 && code <= 57) ||
    code === 45 ||
    code === 47 ||
    code === 95
  );
}

/** Where names begin in a comment, where the comment begins, and what stands between two names. */
interface Names {
  readonly from: number;
  readonly start: number;
  readonly separator: "," | " ";
}

/** Names separated by commas, or by blanks where Atlas reads them, then `-- reason` or, as pgls has it, `: reason`. */
function readRules(text: string, { from, start, separator }: Names): Pick<Suppression, "rules" | "reason"> {
  const rules: { name: string; range: Range }[] = [];
  let at = skipBlanks(text, from);
  while (at < text.length && isNameCharacter(text, at) && !text.startsWith("--", at)) {
    const nameStart = at;
    while (at < text.length && isNameCharacter(text, at)) at += 1;
    rules.push({ name: text.slice(nameStart, at), range: { start: start + nameStart, end: start + at } });
    const afterBlanks = skipSpaces(text, at);
    if (separator === " ") {
      at = afterBlanks;
      continue;
    }
    if (text[afterBlanks] !== ",") {
      at = afterBlanks;
      break;
    }
    at = skipSpaces(text, afterBlanks + 1);
  }
  return { rules, reason: reasonAt(text, at) };
}

function skipSpaces(text: string, from: number): number {
  let at = from;
  while (at < text.length && text.charCodeAt(at) <= 32) at += 1;
  return at;
}

function reasonAt(text: string, at: number): string | undefined {
  const rest = text.slice(at).trim();
  const marks = rest.startsWith("--") ? 2 : rest.startsWith(":") ? 1 : 0;
  const reason = rest.slice(marks).trim();
  return reason === "" ? undefined : reason;
}
