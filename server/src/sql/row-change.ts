import type { DeleteStmt, Node, UpdateStmt } from "libpg-query";
import { attempt, wellFormed } from "./attempt.ts";
import { type Condition, conditionsOf } from "./conditions.ts";
import { type Token, tokenize } from "./lexer.ts";
import { constantText, functionsIn, ownColumnsIn } from "./tree-words.ts";

export type { Condition } from "./conditions.ts";

/** An UPDATE or DELETE taken apart: its clauses as they are written, and what they say. */
export interface RowChange {
  readonly kind: "update" | "delete";
  /** The name behind AS, as written. */
  readonly alias: string | undefined;
  /** What stands behind SET, as written; undefined for a DELETE. */
  readonly set: string | undefined;
  /** What it assigns, one for each column; undefined where it assigns in another way than `column = expression`. */
  readonly assignments: readonly Assignment[] | undefined;
  /** What stands behind FROM or USING, as written. */
  readonly from: string | undefined;
  /** Whether what stands there is lists of VALUES and nothing else: as many rows as are written. */
  readonly fromValues: boolean;
  readonly where: string | undefined;
  /** What must hold for a row to be changed: the conditions that AND joins. */
  readonly conditions: readonly Condition[];
  /** The functions that its conditions call. */
  readonly calls: readonly string[];
  /** What no batch can have: WITH, RETURNING, ONLY, CURRENT OF, placeholders. */
  readonly whole: boolean;
}

/** One `column = expression`. */
export interface Assignment {
  readonly column: string;
  /** The expression as written. */
  readonly value: string;
  /** The columns that it reads and that may be the changed table's own; `*` for its whole row. */
  readonly reads: readonly string[];
  /** The functions that it calls, and words such as `current_timestamp`. */
  readonly calls: readonly string[];
  /** The value, where it is one constant; the same text is the same value, in conditions too. */
  readonly constant: string | undefined;
}

/** The statement taken apart; undefined where the text is no single UPDATE or DELETE. Ranges are the rule's affair. */
export function readRowChange(text: string): RowChange | undefined {
  const read = attempt(wellFormed(text));
  if (read.kind !== "tree" || read.node === undefined) return undefined;
  if ("UpdateStmt" in read.node) return changeOf(text, "update", read.node.UpdateStmt, read.node.UpdateStmt.fromClause);
  if ("DeleteStmt" in read.node)
    return changeOf(text, "delete", read.node.DeleteStmt, read.node.DeleteStmt.usingClause);
  return undefined;
}

function changeOf(
  text: string,
  kind: RowChange["kind"],
  statement: UpdateStmt | DeleteStmt,
  from: readonly Node[] = [],
): RowChange {
  const clauses = clausesOf(text, kind);
  const { relation, whereClause } = statement;
  const alias = relation?.alias?.aliasname;
  const target = alias ?? relation?.relname ?? "";
  const targets = "targetList" in statement ? (statement.targetList ?? []) : [];
  return {
    kind,
    alias: alias === undefined ? undefined : clauses.alias,
    set: clauses.set,
    assignments: clauses.set === undefined ? undefined : assignmentsOf(targets, clauses.set, target),
    from: clauses.from,
    fromValues: from.length > 0 && from.every(isValues),
    where: clauses.where,
    conditions: conditionsOf(whereClause, target),
    calls: functionsIn(whereClause),
    whole: isWhole(statement, clauses),
  };
}

function isWhole(statement: UpdateStmt | DeleteStmt, { holdsPlaceholder }: Clauses): boolean {
  const { relation, withClause, returningClause, whereClause } = statement;
  const isCursor = whereClause !== undefined && "CurrentOfExpr" in whereClause;
  return (
    relation?.inh !== true || withClause !== undefined || returningClause !== undefined || isCursor || holdsPlaceholder
  );
}

function isValues(node: Node): boolean {
  if (!("RangeSubselect" in node)) return false;
  const { subquery } = node.RangeSubselect;
  return subquery !== undefined && "SelectStmt" in subquery && subquery.SelectStmt.valuesLists !== undefined;
}

interface Clauses {
  readonly alias: string | undefined;
  readonly set: string | undefined;
  readonly from: string | undefined;
  readonly where: string | undefined;
  readonly holdsPlaceholder: boolean;
}

/** The clauses' words outside all parentheses; none of them can be a name there without quotes. */
function clausesOf(text: string, kind: RowChange["kind"]): Clauses {
  const tokens = tokenize(text).filter((token) => token.kind !== "lineComment" && token.kind !== "blockComment");
  const marks = topLevelWords(text, tokens, ["set", kind === "delete" ? "using" : "from", "where", "returning"]);
  const [set, from, where, returning] = orderedMarks(marks, kind);
  const piece = (start: number | undefined, ...ends: readonly (number | undefined)[]) => {
    if (start === undefined) return undefined;
    const end = ends.find((other) => other !== undefined) ?? tokens.length;
    return textBetween(text, tokens, start + 1, end - 1);
  };
  const headEnd = (kind === "update" ? set : (from ?? where ?? returning)) ?? tokens.length;
  return {
    alias: textBetween(text, tokens, headEnd - 1, headEnd - 1),
    set: piece(set, from, where, returning),
    from: piece(from, where, returning),
    where: piece(where, returning),
    holdsPlaceholder: tokens.some((token) => token.kind === "placeholder" || token.kind === "parameter"),
  };
}

type Mark = number | undefined;

/** Each clause's word behind that of the one before: DELETE FROM and IS DISTINCT FROM hold the word too. */
function orderedMarks(marks: ReadonlyMap<string, readonly number[]>, kind: RowChange["kind"]): readonly Mark[] {
  const first = (word: string) => marks.get(word)?.[0];
  const set = kind === "update" ? first("set") : undefined;
  const where = first("where");
  const list = marks.get(kind === "delete" ? "using" : "from") ?? [];
  const from = list.find((place) => place > (set ?? 0) && (where === undefined || place < where));
  return [set, from, where, first("returning")];
}

function topLevelWords(
  text: string,
  tokens: readonly Token[],
  words: readonly string[],
): ReadonlyMap<string, readonly number[]> {
  const found = new Map<string, number[]>(words.map((word) => [word, []]));
  let depth = 0;
  let previous = "";
  tokens.forEach((token, index) => {
    const written =
      token.kind === "word" || token.kind === "punctuation" ? text.slice(token.start, token.end).toLowerCase() : "";
    if (written === "(" || written === "[") depth += 1;
    if (written === ")" || written === "]") depth -= 1;
    const isDistinctFrom = written === "from" && previous === "distinct";
    if (depth === 0 && token.kind === "word" && !isDistinctFrom) found.get(written)?.push(index);
    previous = written;
  });
  return found;
}

/** What stands between two tokens, both included. */
function textBetween(text: string, tokens: readonly Token[], first: number, last: number): string | undefined {
  const start = tokens[first];
  const end = tokens[last];
  return start === undefined || end === undefined || last < first ? undefined : text.slice(start.start, end.end);
}

function assignmentsOf(targets: readonly Node[], set: string, target: string): readonly Assignment[] | undefined {
  const values = valuesOf(set);
  const assignments = targets.flatMap((node, index) => {
    if (!("ResTarget" in node)) return [];
    const { name, val, indirection } = node.ResTarget;
    const value = values[index];
    if (name === undefined || val === undefined || value === undefined || indirection !== undefined) return [];
    if ("MultiAssignRef" in val || "SetToDefault" in val) return [];
    return [
      { column: name, value, reads: ownColumnsIn(val, target), calls: functionsIn(val), constant: constantText(val) },
    ];
  });
  return assignments.length === targets.length && values.length === targets.length ? assignments : undefined;
}

/** The expressions behind the first `=` of each element of the list. */
function valuesOf(set: string): readonly string[] {
  const tokens = tokenize(set).filter((token) => token.kind !== "lineComment" && token.kind !== "blockComment");
  const values: string[] = [];
  let depth = 0;
  let first: number | undefined;
  tokens.forEach((token, index) => {
    const written = token.kind === "punctuation" || token.kind === "operator" ? set.slice(token.start, token.end) : "";
    if (written === "(" || written === "[") depth += 1;
    if (written === ")" || written === "]") depth -= 1;
    if (depth === 0 && written === "=" && first === undefined) first = index + 1;
    if (depth !== 0 || written !== ",") return;
    values.push(textBetween(set, tokens, first ?? index, index - 1) ?? "");
    first = undefined;
  });
  return [...values, textBetween(set, tokens, first ?? tokens.length, tokens.length - 1) ?? ""];
}
