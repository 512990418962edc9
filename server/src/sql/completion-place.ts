import type { Range } from "../text/range.ts";
import { type Token, tokenize } from "./lexer.ts";
import type { StoredName } from "./names/name-use.ts";

/** What may be typed at a place of a statement that need not be complete. */
export interface CompletionPlace {
  readonly wanted: "nothing" | "comment" | "statement" | "alteration" | "relation" | "column" | "type";
  /** What is typed there already, from its first quote or letter or, for a comment, its first word to the cursor. */
  readonly replaces: Range;
  /** The names before the dot that the cursor stands behind, in order; empty without one. */
  readonly qualifier: readonly string[];
  /** Relations that the statement names, with what it calls them. */
  readonly sources: readonly NamedSource[];
}

/** A relation of a statement, and its alias or its own name. */
export interface NamedSource {
  readonly relation: StoredName;
  readonly alias: string;
}

/** A token with its text: a word in lower case, a quoted name without its quotes. */
interface Piece {
  readonly token: Token;
  readonly text: string;
  readonly isName: boolean;
}

/** What may be typed at the offset of a text that starts with a statement's segment. Works on words alone. */
export function completionPlace(text: string, offset: number): CompletionPlace {
  const tokens = tokenize(text);
  const within = tokens.find(({ start, end }) => start < offset && offset <= end);
  const empty: Range = { start: offset, end: offset };
  if (within?.kind === "lineComment") {
    const start = within.start + (/^-+[ \t]*/.exec(text.slice(within.start, offset))?.[0].length ?? 0);
    return place("comment", { start: Math.min(start, offset), end: offset });
  }
  if (within?.kind === "dollarString" && offset < within.end) return inBody(text, within, offset);
  const isTyped = within?.kind === "word" || within?.kind === "quotedIdentifier";
  const isInside = within !== undefined && !isTyped && offset < within.end;
  if (isInside || within?.kind === "number" || within?.kind === "blockComment") return place("nothing", empty);
  const replaces = isTyped ? { start: within.start, end: offset } : empty;
  const pieces = tokens.filter(({ kind }) => kind !== "lineComment" && kind !== "blockComment").map(pieceOf(text));
  return placeAmong(pieces, replaces, within === undefined || isTyped ? offset : within.end);
}

function place(wanted: CompletionPlace["wanted"], replaces: Range): CompletionPlace {
  return { wanted, replaces, qualifier: [], sources: [] };
}

/** A routine's or a DO block's body is completed as a text of its own. */
function inBody(text: string, { start, end }: Token, offset: number): CompletionPlace {
  const tag = text.indexOf("$", start + 1) + 1 - start;
  const from = start + tag;
  if (offset < from) return place("nothing", { start: offset, end: offset });
  const inner = completionPlace(text.slice(from, Math.max(from, end - tag)), Math.min(offset, end - tag) - from);
  return { ...inner, replaces: { start: inner.replaces.start + from, end: inner.replaces.end + from } };
}

function pieceOf(text: string): (token: Token) => Piece {
  return (token) => {
    const raw = text.slice(token.start, token.end);
    if (token.kind !== "quotedIdentifier") return { token, text: raw.toLowerCase(), isName: token.kind === "word" };
    const closed = raw.length > 1 && raw.endsWith('"') ? raw.slice(1, -1) : raw.slice(1);
    return { token, text: closed.replaceAll('""', '"'), isName: true };
  };
}

function placeAmong(all: readonly Piece[], replaces: Range, offset: number): CompletionPlace {
  const before = statementBefore(all.filter(({ token }) => token.end <= replaces.start));
  const after = statementAfter(all.filter(({ token }) => token.start >= offset && token.end > replaces.end));
  const qualifier: string[] = [];
  let end = before.length;
  while (before[end - 1]?.text === "." && before[end - 2]?.isName === true) {
    qualifier.unshift(before[end - 2]?.text ?? "");
    end -= 2;
  }
  const rest = before.slice(0, end);
  const wanted = qualifier.length > 0 ? wantedBehindDot(rest) : wantedAfter(rest);
  const sources = sourcesIn([...before, ...after]);
  return { wanted, replaces, qualifier, sources };
}

function wantedBehindDot(before: readonly Piece[]): CompletionPlace["wanted"] {
  const wanted = wantedAfter(before);
  return wanted === "relation" || wanted === "type" ? wanted : "column";
}

function statementBefore(pieces: readonly Piece[]): readonly Piece[] {
  return pieces.slice(pieces.findLastIndex(({ text, token }) => text === ";" && token.kind === "punctuation") + 1);
}

/** Up to the semicolon, or to a word that starts the next statement where that is missing. */
function statementAfter(pieces: readonly Piece[]): readonly Piece[] {
  const end = pieces.findIndex(({ text, token }) => {
    return (text === ";" && token.kind === "punctuation") || (token.kind === "word" && NEXT.has(text));
  });
  return end < 0 ? pieces : pieces.slice(0, end);
}

const words = (text: string): ReadonlySet<string> => new Set(text.split(" "));

const NEXT = words("create alter drop insert truncate grant revoke commit rollback");
const BODY = words("begin then else loop declare");
const RELATION = words("from join into update table references only truncate copy view analyze vacuum lock cluster");
const CLAUSES = words("select from join where on by having set values returning using group order limit into with");
const KEYWORDS = words(
  "where on join left right full inner cross natural group order having limit offset set values returning using select union as and or not in is null do when then else end default constraint primary unique check foreign references not only if exists cascade restrict for lateral window conflict nothing add drop alter rename to column type with",
);
const VALUE_WORDS = words(
  "select distinct where on and or not by having set returning in between when then else case is like ilike any all values default check using",
);

/** What may follow these pieces of a statement. */
function wantedAfter(pieces: readonly Piece[]): CompletionPlace["wanted"] {
  const last = pieces.at(-1);
  if (last === undefined || (BODY.has(last.text) && last.token.kind === "word")) return "statement";
  const open = openGroup(pieces);
  if (open !== undefined) return wantedInside(pieces, open);
  return wantedOutside(pieces, last);
}

function wantedOutside(pieces: readonly Piece[], last: Piece): CompletionPlace["wanted"] {
  const [first, second] = [pieces[0]?.text ?? "", pieces[1]?.text ?? ""];
  if (last.text === "::" || last.text === "setof" || last.text === "returns") return "type";
  if (last.text === "type" && last.token.kind === "word") return "type";
  const behind = beforeExists(pieces);
  if (behind === "table" || behind === "view" || behind === "index") return first === "create" ? "nothing" : "relation";
  if (behind === "column" || behind === "constraint")
    return behind === "column" && first === "alter" ? columnOfAlter(pieces) : "nothing";
  if (first === "alter" && second === "table") return wantedInAlter(pieces);
  if (last.text === "on" && first === "create") return "relation";
  if (last.text === "on" && (first === "comment" || first === "grant")) return "nothing";
  if (last.token.kind === "word" && RELATION.has(last.text)) return "relation";
  if (last.token.kind === "word" && last.text === "using" && first === "delete") return "relation";
  return wantedInClause(pieces, last);
}

/** The word before IF EXISTS or IF NOT EXISTS, CONCURRENTLY and ONLY; else the last word. */
function beforeExists(pieces: readonly Piece[]): string {
  let at = pieces.length - 1;
  while (at > 0 && ["if", "not", "exists", "concurrently", "only"].includes(pieces[at]?.text ?? "")) at -= 1;
  return pieces[at]?.text ?? "";
}

/** `ALTER TABLE t DROP COLUMN` and its like name a column that is there, ADD one that is not. */
function columnOfAlter(pieces: readonly Piece[]): CompletionPlace["wanted"] {
  const at = pieces.findLastIndex(({ text }) => text === "column");
  return pieces[at - 1]?.text === "add" ? "nothing" : "column";
}

function wantedInAlter(pieces: readonly Piece[]): CompletionPlace["wanted"] {
  const last = pieces.at(-1)?.text ?? "";
  if (["drop", "alter", "rename"].includes(last)) return "column";
  if (last === "references") return "relation";
  const add = pieces.findLastIndex(({ text }) => text === "add" || text === ",");
  const named = pieces.slice(add + 1).filter(({ text }) => !["column", "if", "not", "exists"].includes(text));
  if (pieces[add]?.text === "add" && named.length === 1 && named[0]?.isName === true && !KEYWORDS.has(last))
    return "type";
  const table = pieces.slice(2).filter(({ text }) => !["if", "exists", "only"].includes(text));
  const isBare = table.every(({ text, isName }) => text === "." || isName) && table.length <= 3;
  return isBare || last === "," ? "alteration" : "nothing";
}

function wantedInClause(pieces: readonly Piece[], last: Piece): CompletionPlace["wanted"] {
  if (last.token.kind === "operator") return "column";
  if (last.text === ",") {
    const clause = pieces.findLast(({ text, token }) => token.kind === "word" && CLAUSES.has(text))?.text;
    return clause === "from" || clause === undefined ? "relation" : "column";
  }
  return last.token.kind === "word" && VALUE_WORDS.has(last.text) ? "column" : "nothing";
}

/** The index of the parenthesis that the pieces leave open. */
function openGroup(pieces: readonly Piece[]): number | undefined {
  let depth = 0;
  for (let index = pieces.length - 1; index >= 0; index -= 1) {
    const { text, token } = pieces[index] ?? { text: "", token: undefined };
    if (token?.kind !== "punctuation") continue;
    if (text === ")") depth += 1;
    if (text === "(") {
      if (depth === 0) return index;
      depth -= 1;
    }
  }
  return undefined;
}

function wantedInside(pieces: readonly Piece[], open: number): CompletionPlace["wanted"] {
  const inner = pieces.slice(open + 1);
  const last = inner.at(-1);
  const isList = definesColumns(pieces.slice(0, open));
  if (last === undefined) return isList ? "nothing" : "column";
  if (["select", "with", "insert", "update", "delete"].includes(inner[0]?.text ?? "")) return wantedAfter(inner);
  if (last.text === "::" || (last.text === "as" && pieces[open - 1]?.text === "cast")) return "type";
  if (last.text === "references" || last.text === "like") return "relation";
  if (!isList)
    return last.text === "," || last.token.kind === "operator" || VALUE_WORDS.has(last.text) ? "column" : "nothing";
  const isName = last.isName && !["constraint", "primary", "unique", "check", "foreign", "like"].includes(last.text);
  return isName && (inner.length === 1 || inner.at(-2)?.text === ",") ? "type" : "nothing";
}

/** `CREATE TABLE name (`, whatever stands between. */
function definesColumns(before: readonly Piece[]): boolean {
  if (before[0]?.text !== "create") return false;
  const table = before.findIndex(({ text }) => text === "table" || text === "type");
  if (table < 0 || table > 3) return false;
  return before.slice(table + 1).every(({ text, isName }) => text === "." || isName);
}

/** The relations that a statement names, with their aliases. */
function sourcesIn(pieces: readonly Piece[]): readonly NamedSource[] {
  const found: NamedSource[] = [];
  const isIndex = pieces[0]?.text === "create";
  for (let at = 0; at < pieces.length; at += 1) {
    const { text, token } = pieces[at] ?? { text: "", token: undefined };
    const names = token?.kind === "word" && (RELATION.has(text) || text === "using" || (isIndex && text === "on"));
    if (!names) continue;
    for (let next = readSource(pieces, at + 1, found); next !== undefined; ) {
      next = text === "from" && pieces[next]?.text === "," ? readSource(pieces, next + 1, found) : undefined;
    }
  }
  return found;
}

/** Reads `schema.name AS alias` at the index; answers the index behind it. */
function readSource(pieces: readonly Piece[], from: number, found: NamedSource[]): number | undefined {
  let at = from;
  while (["only", "if", "not", "exists", "table"].includes(pieces[at]?.text ?? "")) at += 1;
  const first = pieces[at];
  if (first?.isName !== true || (first.token.kind === "word" && KEYWORDS.has(first.text))) return undefined;
  const parts = [first.text];
  at += 1;
  while (pieces[at]?.text === "." && pieces[at + 1]?.isName === true) {
    parts.push(pieces[at + 1]?.text ?? "");
    at += 2;
  }
  const relation: StoredName = { schema: parts.at(-2), name: parts.at(-1) ?? "" };
  const word = pieces[at]?.text === "as" ? at + 1 : at;
  const alias = pieces[word];
  const isAlias = alias?.isName === true && !(alias.token.kind === "word" && KEYWORDS.has(alias.text));
  found.push({ relation, alias: isAlias ? alias.text : relation.name });
  return isAlias ? word + 1 : at;
}
