import type { Token } from "../lexer.ts";
import { tokenize } from "../lexer.ts";
import { treeOf } from "../parse.ts";
import { cut, splitMemory } from "../splitter.ts";
import { type NameWalk, NOWHERE } from "./name-walk.ts";
import { visit } from "./visit.ts";

/** Words that a statement of SQL starts with, where it stands in a body. */
const STARTS: ReadonlySet<string> = new Set(
  "create alter drop insert update delete truncate comment select with merge perform lock grant revoke".split(" "),
);

/** Words of plpgsql behind which a statement starts. */
const BEFORE: ReadonlySet<string> = new Set("begin then else loop in query for declare if elsif when while".split(" "));

/** Notes the names of the static statements of a body between dollars; what it does not understand is passed over. */
export function noteBody(walk: NameWalk, body: Token): void {
  const { text } = walk.source;
  const tag = text.indexOf("$", body.start + 1) + 1 - body.start;
  const start = body.start + tag;
  const inner = text.slice(start, body.end - tag);
  for (const statement of statementsIn(inner)) noteStatement(walk, inner, statement, start);
}

/** Where statements start and end. */
interface Stretch {
  readonly start: number;
  readonly end: number;
}

function statementsIn(text: string): readonly Stretch[] {
  const found: Stretch[] = [];
  let start: number | undefined;
  let previous = "";
  let depth = 0;
  for (const token of tokenize(text)) {
    if (token.kind === "lineComment" || token.kind === "blockComment") continue;
    const word = text.slice(token.start, token.end).toLowerCase();
    if (word === "(") depth += 1;
    if (word === ")") depth -= 1;
    if (start === undefined && depth === 0 && STARTS.has(word) && (previous === "" || BEFORE.has(previous))) {
      start = token.start;
    }
    if (word === ";" || (depth === 0 && (word === "then" || word === "loop"))) {
      if (start !== undefined) found.push({ start, end: token.start });
      start = undefined;
      depth = 0;
    }
    previous = word === ";" ? "" : word;
  }
  if (start !== undefined) found.push({ start, end: text.length });
  return found;
}

function noteStatement(walk: NameWalk, body: string, { start, end }: Stretch, offset: number): void {
  // PERFORM is plpgsql's SELECT without a result, and as long with a blank.
  const text = body.slice(start, end).replace(/^perform/i, "SELECT ");
  const piece = cut(text, 0, splitMemory());
  const tree = piece.end === text.length ? treeOf(text, piece) : undefined;
  if (tree === undefined) return;
  const inner: NameWalk = { source: tree.source, found: [], isBody: true };
  visit(inner, tree.node, NOWHERE);
  const by = offset + start;
  for (const use of inner.found) {
    walk.found.push({ ...use, range: { start: use.range.start + by, end: use.range.end + by } });
  }
}
