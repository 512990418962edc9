import type { Origin } from "../../catalog/catalog.ts";
import { segmentsOf } from "../../sql/segments.ts";
import type { Statement } from "../../sql/statement.ts";
import { shiftRange } from "../../text/range.ts";
import { applyEdits, type TextEdit } from "../../text/text-edit.ts";
import type { SourceOf } from "./schema-sql.ts";

/** A statement that made something, as it is written; its ranges count from the start of `text`. */
export interface MadeStatement<Kind extends Statement = Statement> {
  readonly statement: Kind;
  readonly text: string;
}

/** The statements of a kind that the text of an origin holds, those inside CREATE SCHEMA and DO blocks too. */
export type MadeOf = <Kind extends Statement["kind"]>(
  origin: Origin,
  kind: Kind,
) => readonly MadeStatement<OfKind<Kind>>[];

/** The statements that may be of a kind: some forms share theirs with another one. */
type OfKind<Kind, Each extends Statement = Statement> = Each extends Statement
  ? Kind extends Each["kind"]
    ? Each
    : never
  : never;

/** Reads each text once, for one of CREATE SCHEMA or DO may have made many objects. */
export function madeBy(sourceOf: SourceOf): MadeOf {
  const read = new Map<string, readonly MadeStatement[]>();
  return <Kind extends Statement["kind"]>(origin: Origin, kind: Kind) => {
    const text = sourceOf(origin);
    if (text === undefined) return [];
    const made = read.get(text) ?? statementsIn(text);
    read.set(text, made);
    return made.filter((one): one is MadeStatement<OfKind<Kind>> => one.statement.kind === kind);
  };
}

function statementsIn(text: string): readonly MadeStatement[] {
  return segmentsOf(text).flatMap(({ parsed, text: own }) =>
    parsed?.statement === undefined ? [] : withInner(parsed.statement).map((statement) => ({ statement, text: own })),
  );
}

function withInner(statement: Statement): readonly Statement[] {
  if (statement.kind === "createSchema") return [statement, ...statement.elements.flatMap(withInner)];
  if (statement.kind === "do")
    return [statement, ...statement.statements.flatMap((inner) => withInner(inner.statement))];
  return [statement];
}

/** The one statement that the test accepts, or the only one that there is: what it made may bear another name now. */
export function theOne<Made extends MadeStatement>(
  made: readonly Made[],
  isMeant: (statement: Made["statement"]) => boolean,
): Made | undefined {
  return made.length === 1 ? made[0] : made.find(({ statement }) => isMeant(statement));
}

/** The statement's own words with the edits, whose ranges count as its own do, and a semicolon. */
export function rewritten({ statement, text }: MadeStatement, edits: readonly TextEdit[]): string {
  const { start, end } = statement.range;
  const shifted = edits.map((edit) => ({ ...edit, range: shiftRange(edit.range, -start) }));
  return `${applyEdits(text.slice(start, end), shifted)};`;
}
