import type { Token } from "../lexer.ts";
import type { ConditionSurrounding, Expression, Surrounding, TrySurrounding } from "../statement.ts";
import { caseEnd, statementEnd } from "./statement-end.ts";

/** A statement of a plpgsql body that the server's SQL grammar reads, and what surrounds it. */
export interface Piece {
  /** How it is written: `perform` is a SELECT without a result, `execute` runs the text that follows. */
  readonly kind: "sql" | "perform" | "execute";
  /** Where its first word starts, PERFORM and EXECUTE included. */
  readonly start: number;
  /** Its tokens, without PERFORM's or EXECUTE's own word and the semicolon. */
  readonly tokens: readonly Token[];
  readonly inside: readonly Surrounding[];
}

/**
 * The statements of SQL in a plpgsql body, in order. `tokens` are the body's, comments left out. A body that is not
 * well formed gives what can be made out of it. What follows an unconditional RETURN never runs and is left out.
 */
export function piecesOf(text: string, tokens: readonly Token[]): readonly Piece[] {
  const walk: Walk = { text, tokens, frames: [], pieces: [], returns: [] };
  for (let at = 0; at < tokens.length; ) at = Math.max(at + 1, step(walk, at));
  return walk.pieces.map((piece) => ({ ...piece, inside: caught(piece.inside) }));
}

/** How much is kept of what surrounds a statement: a body may nest thousands of conditions, or follow one another. */
const KEPT = 32;

/** A block turns out to have handlers only after its statements. */
function caught(inside: readonly Surrounding[]): readonly Surrounding[] {
  return inside
    .filter((around) => around.kind !== "try" || around.catches.length > 0)
    .map((around) => (around.kind === "afterReturn" ? { ...around, inside: caught(around.inside) } : around));
}

interface Walk {
  readonly text: string;
  readonly tokens: readonly Token[];
  readonly frames: Frame[];
  readonly pieces: Piece[];
  /** What each RETURN so far stands in. */
  readonly returns: (readonly Surrounding[])[];
}

/** What is open at a place of the body. */
type Frame =
  | {
      readonly kind: "block";
      readonly catches: string[];
      readonly attempted: TrySurrounding;
      /** What the handler catches that the place stands in; undefined in the block's main part. */
      handler: readonly string[] | undefined;
    }
  | { readonly kind: "if" | "case"; conditions: readonly ConditionSurrounding[] }
  | { readonly kind: "loop"; readonly head: Expression };

function surroundings(walk: Walk): readonly Surrounding[] {
  const around = walk.frames.slice(-KEPT).flatMap((frame): readonly Surrounding[] => {
    if (frame.kind === "loop") return [frame];
    if (frame.kind !== "block") return frame.conditions;
    return [frame.handler ? { kind: "handler", catches: frame.handler } : frame.attempted];
  });
  return [...walk.returns.map((inside) => ({ kind: "afterReturn", inside }) as const), ...around.slice(-KEPT)];
}

function word(walk: Walk, at: number): string {
  const token = walk.tokens[at];
  return token?.kind === "word" ? walk.text.slice(token.start, token.end).toLowerCase() : "";
}

function written(walk: Walk, at: number): string {
  const token = walk.tokens[at];
  return token ? walk.text.slice(token.start, token.end) : "";
}

/** The words from one token to before another. */
function expression(walk: Walk, first: number, end: number): Expression {
  const start = walk.tokens[first]?.start ?? 0;
  const range = { start, end: Math.max(start, walk.tokens[end - 1]?.end ?? start) };
  return { text: walk.text.slice(range.start, range.end), range };
}

/** Passes over the statement, or the part of one, that starts at a token; gives the token after it. */
function step(walk: Walk, at: number): number {
  if (written(walk, at) === "<<") return at + 3;
  if (assigns.has(written(walk, at + 1))) return afterStatement(walk, at);
  switch (word(walk, at)) {
    case "declare":
      return afterDeclarations(walk, at + 1);
    case "begin":
      return openBlock(walk, at);
    case "exception":
      return openHandlers(walk, at);
    case "when":
      return openWhen(walk, at);
    case "if":
      walk.frames.push({ kind: "if", conditions: [] });
      return branch(walk, at + 1, "if");
    case "elsif":
    case "elseif":
      return branch(walk, at + 1, "if");
    case "else":
      return openElse(walk, at);
    case "case":
      walk.frames.push({ kind: "case", conditions: [] });
      return find(walk, at + 1, "when") ?? afterStatement(walk, at);
    case "loop":
    case "while":
    case "for":
    case "foreach":
      return openLoop(walk, at);
    case "end":
      return close(walk, at);
    default:
      return statement(walk, at);
  }
}

/** What stands second where a statement assigns to a variable or to a part of one. */
const assigns: ReadonlySet<string> = new Set([":=", "=", ".", "["]);

/** Statements of plpgsql's own that run no SQL but expressions. */
const plain: ReadonlySet<string> = new Set("assert close continue exit fetch get move null raise".split(" "));

function statement(walk: Walk, at: number): number {
  const end = statementEnd(walk.text, walk.tokens, at);
  const first = word(walk, at);
  if (first === "return") noteReturn(walk);
  else if (first === "execute" || first === "perform") addPiece(walk, first, at + 1, end);
  else if (first === "open") openCursor(walk, at, end);
  else if (!plain.has(first)) addPiece(walk, "sql", at, end);
  return end + 1;
}

function addPiece(walk: Walk, kind: Piece["kind"], first: number, end: number): void {
  const isReached = walk.returns.every((inside) => inside.length > 0);
  if (!isReached || end <= first) return;
  const start = walk.tokens[kind === "sql" ? first : first - 1]?.start ?? 0;
  walk.pieces.push({ kind, start, tokens: walk.tokens.slice(first, end), inside: surroundings(walk) });
}

function noteReturn(walk: Walk): void {
  const inside = surroundings(walk).filter(({ kind }) => kind !== "afterReturn");
  // Where no condition is around it, it is reached whether or not something is caught.
  const isSure = inside.every(({ kind }) => kind === "try");
  if (isSure) walk.returns.push([]);
  else if (walk.returns.length < KEPT) walk.returns.push(inside);
}

/** `OPEN cursor FOR query`, `OPEN cursor FOR EXECUTE text`. */
function openCursor(walk: Walk, at: number, end: number): void {
  const from = find(walk, at, "for", end);
  if (from !== undefined) addQuery(walk, from + 1, end);
}

function addQuery(walk: Walk, first: number, end: number): void {
  if (word(walk, first) === "execute") addPiece(walk, "execute", first + 1, end);
  else addPiece(walk, "sql", first, end);
}

function afterStatement(walk: Walk, at: number): number {
  return statementEnd(walk.text, walk.tokens, at) + 1;
}

/** Declarations end where BEGIN starts one. */
function afterDeclarations(walk: Walk, first: number): number {
  let at = first;
  while (at < walk.tokens.length && word(walk, at) !== "begin") at = afterStatement(walk, at);
  return at;
}

function openBlock(walk: Walk, at: number): number {
  const catches: string[] = [];
  walk.frames.push({ kind: "block", catches, attempted: { kind: "try", catches }, handler: undefined });
  return at + 1;
}

function openHandlers(walk: Walk, at: number): number {
  const frame = walk.frames.at(-1);
  if (frame?.kind !== "block" || word(walk, at + 1) !== "when") return afterStatement(walk, at);
  frame.handler = [];
  return at + 1;
}

/** `WHEN duplicate_object OR others THEN` of handlers, `WHEN 1 THEN` of CASE. */
function openWhen(walk: Walk, at: number): number {
  const frame = walk.frames.at(-1);
  if (frame?.kind !== "block" || !frame.handler) return branch(walk, at + 1, "case");
  const then = find(walk, at, "then");
  if (then === undefined) return afterStatement(walk, at);
  const catches = expression(walk, at + 1, then)
    .text.toLowerCase()
    .split(/\bor\b/);
  frame.handler = catches.map((name) => name.trim());
  frame.catches.push(...frame.handler);
  return then + 1;
}

/** What is behind IF, ELSIF or a CASE's WHEN: the branches before it did not hold. */
function branch(walk: Walk, first: number, kind: "if" | "case"): number {
  const then = find(walk, first, "then");
  const frame = walk.frames.at(-1);
  if (then === undefined || frame?.kind !== kind) return afterStatement(walk, first);
  const condition: ConditionSurrounding = {
    kind: "condition",
    condition: expression(walk, first, then),
    holds: true,
  };
  frame.conditions = [...frame.conditions.slice(-KEPT).map(failed), condition];
  return then + 1;
}

function failed(condition: ConditionSurrounding): ConditionSurrounding {
  return { ...condition, holds: false };
}

function openElse(walk: Walk, at: number): number {
  const frame = walk.frames.at(-1);
  if (frame?.kind === "if" || frame?.kind === "case") frame.conditions = frame.conditions.map(failed);
  return at + 1;
}

/** Words that a query in the head of a FOR starts with. */
const queries: ReadonlySet<string> = new Set("delete execute insert merge select table update values with".split(" "));

function openLoop(walk: Walk, at: number): number {
  const loop = word(walk, at) === "loop" ? at : find(walk, at, "loop");
  if (loop === undefined) return afterStatement(walk, at);
  const from = word(walk, at) === "for" ? find(walk, at, "in", loop) : undefined;
  if (from !== undefined) {
    let query = from + 1;
    while (written(walk, query) === "(") query += 1;
    if (queries.has(word(walk, query))) addQuery(walk, from + 1, loop);
  }
  walk.frames.push({ kind: "loop", head: expression(walk, at, loop + 1) });
  return loop + 1;
}

/** `END`, `END IF`, `END LOOP`, `END CASE`: closes what it names, and what a half-typed body left open inside that. */
function close(walk: Walk, at: number): number {
  const named = word(walk, at + 1);
  const kind = named === "if" || named === "loop" || named === "case" ? named : "block";
  const open = walk.frames.findLastIndex((frame) => frame.kind === kind);
  if (open >= 0) walk.frames.length = open;
  return afterStatement(walk, at);
}

/** The word where it stands outside parentheses and CASE expressions, before the statement's end or `limit`. */
function find(walk: Walk, first: number, wanted: string, limit = walk.tokens.length): number | undefined {
  let depth = 0;
  for (let at = first; at < limit; at++) {
    const mark = written(walk, at);
    if (mark === "(" || mark === "[") depth += 1;
    if (mark === ")" || mark === "]") depth -= 1;
    if (mark === ";") return undefined;
    const own = depth === 0 ? word(walk, at) : "";
    if (own === wanted) return at;
    if (own === "case") at = caseEnd(walk.text, walk.tokens, at);
  }
  return undefined;
}
