import type { DoStmt, Node } from "libpg-query";
import type { Range } from "../../text/range.ts";
import { attempt, attemptFilled, wellFormed } from "../attempt.ts";
import { type Token, tokenize } from "../lexer.ts";
import type { ConditionSurrounding, DoBlock, DoStatement, Expression, Statement, Surrounding } from "../statement.ts";
import { type StatementSource, statementSource } from "../statement-source.ts";
import { innerText, movedOut } from "./inner-text.ts";
import { type Piece, piecesOf } from "./plpgsql.ts";
import { namedRelations } from "./relations.ts";
import { statementEnd } from "./statement-end.ts";
import { tokenAt } from "./tokens.ts";
import { callsUnknown } from "./unknown-calls.ts";

/** Lowers a statement inside a body, which is nested that deep. */
export type LowerInside = (node: Node, source: StatementSource, range: Range, nesting: number) => Statement;

/** A body may run a text that runs a text; each level is read anew. */
const DEEPEST = 4;

/** DO, with the statements of its body that stand there as they are. */
export function doBlock(
  source: StatementSource,
  node: DoStmt,
  range: Range,
  nesting: number,
  lower: LowerInside,
): DoBlock {
  const { language, at } = partsOf(source, node);
  const inner = at === undefined || nesting >= DEEPEST ? undefined : innerText(source, at);
  const found: Found = { statements: [], dynamicParts: [] };
  if (inner === undefined || language !== "plpgsql") {
    const text = source.text.slice(range.start, range.end);
    return { kind: "do", range, language, statements: [], dynamic: true, dynamicParts: [{ text, range }] };
  }
  const body: Body = { text: inner.text, nesting, lower };
  const known = new Map<number, ConditionSurrounding["reads"]>();
  for (const piece of piecesOf(inner.text, wordsOf(inner.text)))
    readPiece(body, { ...piece, inside: piece.inside.map((around) => withReads(body, around, known)) }, found);
  const { statements, dynamicParts } = movedOut(found, inner);
  return { kind: "do", range, language, statements, dynamic: dynamicParts.length > 0, dynamicParts };
}

interface Found {
  readonly statements: DoStatement[];
  readonly dynamicParts: Expression[];
}

interface Body {
  readonly text: string;
  readonly nesting: number;
  readonly lower: LowerInside;
}

/** A condition with what it reads, which is found out once for all the statements that it surrounds. */
function withReads(
  { text }: Body,
  around: Surrounding,
  known: Map<number, ConditionSurrounding["reads"]>,
): Surrounding {
  if (around.kind !== "condition") return around;
  const { start, end } = around.condition.range;
  if (!known.has(start)) {
    const tokens = wordsOf(text.slice(start, end)).map((token) => ({
      ...token,
      start: start + token.start,
      end: start + token.end,
    }));
    const read = parsed(text, { kind: "perform", start, tokens, inside: [] });
    known.set(start, read && namedRelations(read.source, read.node));
  }
  const reads = known.get(start) ?? [];
  return reads.length > 0 ? { ...around, reads } : around;
}

/** The language, and the token that is the body. */
function partsOf(
  source: StatementSource,
  node: DoStmt,
): { readonly language: string; readonly at: number | undefined } {
  let language = "plpgsql";
  let at: number | undefined;
  for (const item of node.args ?? []) {
    if (!("DefElem" in item)) continue;
    const { defname, arg, location } = item.DefElem;
    if (defname === "as") at = tokenAt(source, location);
    if (defname === "language" && arg && "String" in arg) language = (arg.String.sval ?? "").toLowerCase();
  }
  return { language, at };
}

function wordsOf(text: string): readonly Token[] {
  return tokenize(text).filter(({ kind }) => kind !== "lineComment" && kind !== "blockComment");
}

function readPiece(body: Body, piece: Piece, found: Found): void {
  if (piece.kind === "execute") {
    executed(body, piece, found);
    return;
  }
  const range = { start: piece.start, end: piece.tokens.at(-1)?.end ?? piece.start };
  const read = parsed(body.text, piece);
  const statement = read && body.lower(read.node, read.source, range, body.nesting + 1);
  if (statement) found.statements.push(statementOf(statement, piece.inside));
  if (!read || callsUnknown(read.node)) found.dynamicParts.push(expressionAt(body.text, range));
  else if (statement?.kind === "do") found.dynamicParts.push(...statement.dynamicParts);
}

function statementOf(statement: Statement, inside: readonly Surrounding[]): DoStatement {
  return { statement, conditional: inside.length > 0, inside };
}

function expressionAt(text: string, range: Range): Expression {
  return { text: text.slice(range.start, range.end), range };
}

/** EXECUTE of one constant text runs the statements in it; what any other runs is not known. */
function executed(body: Body, piece: Piece, found: Found): void {
  const source = { text: body.text, tokens: piece.tokens, offsetAt: (byte: number) => byte };
  const isConstant = piece.tokens.length === 1 || isAfterText(body.text, piece.tokens[1]);
  const inner = isConstant && body.nesting < DEEPEST ? innerText(source, 0) : undefined;
  if (inner === undefined) {
    const range = { start: piece.start, end: piece.tokens.at(-1)?.end ?? piece.start };
    found.dynamicParts.push(expressionAt(body.text, range));
    return;
  }
  const own: Found = { statements: [], dynamicParts: [] };
  const words = wordsOf(inner.text);
  for (let first = 0; first < words.length; ) {
    const end = statementEnd(inner.text, words, first);
    const tokens = words.slice(first, end);
    const start = tokens[0]?.start ?? 0;
    if (end > first) readPiece({ ...body, text: inner.text }, { kind: "sql", start, tokens, inside: [] }, own);
    first = end + 1;
  }
  const { statements, dynamicParts } = movedOut(own, inner);
  found.statements.push(...statements.map(({ statement }) => statementOf(statement, piece.inside)));
  found.dynamicParts.push(...dynamicParts);
}

/** What may follow the text of EXECUTE. */
function isAfterText(text: string, token: Token | undefined): boolean {
  return token !== undefined && /^(?:into|using)$/i.test(text.slice(token.start, token.end));
}

/** The parser's tree of a piece; undefined where it is no SQL. */
function parsed(text: string, piece: Piece): { readonly node: Node; readonly source: StatementSource } | undefined {
  const { tokens, blanked } = withoutInto(text, piece);
  const start = tokens[0]?.start ?? 0;
  const end = Math.max(tokens.at(-1)?.end ?? start, blanked?.end ?? start);
  const select = piece.kind === "perform" ? "SELECT " : "";
  let words = text.slice(start, end);
  if (blanked) {
    const { start: from, end: to } = blanked;
    words = text.slice(start, from) + " ".repeat(to - from) + text.slice(to, end);
  }
  const sql = wellFormed(select + words);
  const origin = start - select.length;
  const read = attempt(sql);
  if (read.kind === "tree") {
    return read.node && { node: read.node, source: statementSource(text, tokens, sql, origin) };
  }
  const holes = tokens.filter(({ kind }) => kind === "placeholder");
  if (holes.length === 0) return undefined;
  const filled = attemptFilled(
    sql,
    holes.map((hole) => ({ start: hole.start - origin, end: hole.end - origin })),
  );
  return filled?.node && { node: filled.node, source: statementSource(text, tokens, filled.text, origin) };
}

/** Statements whose result INTO puts into variables. */
const returning: ReadonlySet<string> = new Set("delete insert merge select table update values with".split(" "));

/** plpgsql's INTO names variables, and is no part of the SQL: `SELECT a INTO STRICT x, y.z FROM t`. */
function withoutInto(
  text: string,
  { kind, tokens }: Piece,
): { readonly tokens: readonly Token[]; readonly blanked: Range | undefined } {
  const written = (at: number) => {
    const token = tokens[at];
    return token ? text.slice(token.start, token.end).toLowerCase() : "";
  };
  const into = tokens.findIndex(
    (_, at) => written(at) === "into" && written(at - 1) !== "insert" && written(at - 1) !== "merge",
  );
  if (into < 0 || (kind === "sql" && !returning.has(written(0)) && written(0) !== "(")) {
    return { tokens, blanked: undefined };
  }
  let last = written(into + 1) === "strict" ? into + 2 : into + 1;
  while (written(last + 1) === "." || written(last + 1) === ",") last += 2;
  const blanked = { start: tokens[into]?.start ?? 0, end: (tokens[last] ?? tokens.at(-1))?.end ?? 0 };
  return { tokens: [...tokens.slice(0, into), ...tokens.slice(last + 1)], blanked };
}
