import { quoteIdentifier } from "../../catalog/quoted-name.ts";
import type { ActionContext, Edit, Rewrite, RewriteStep } from "../../engine/rule.ts";
import type { AlterTableAction, CheckConstraint, ForeignKey, NotNullConstraint } from "../../sql/statement.ts";
import type { Range } from "../../text/range.ts";
import { applyEdits } from "../../text/text-edit.ts";
import { alterTableText } from "./alter-table-text.ts";
import type { AddedConstraint } from "./constraint-scans.ts";

/** What a rewrite of this subcommand takes the place of: all of the statement where it has no other. */
export function replacedBy(action: AlterTableAction, { alter }: ActionContext): Range {
  return alter.actions.length === 1 ? alter.range : action.range;
}

/** A constraint that Postgres adds NOT VALID. */
type Validated = ForeignKey | CheckConstraint | NotNullConstraint;

/** The constraint of that name added NOT VALID, and validated after that has committed. */
export function validateLater(
  added: AddedConstraint<Validated>,
  action: AlterTableAction,
  name: string,
  ctx: ActionContext,
): Rewrite {
  const add =
    added.addColumn === undefined ? [addNotValid(added, action, name, ctx)] : addApart(added, action, name, ctx);
  return {
    title: "Add the constraint NOT VALID and validate it on its own",
    safe: true,
    replaces: replacedBy(action, ctx),
    steps: [...add, validateStep(name, ctx)],
    // What drops it again in the same file would leave nothing to validate.
    makes: [name],
  };
}

/** VALIDATE CONSTRAINT, in a transaction of its own. */
export function validateStep(name: string, { alter }: ActionContext): RewriteStep {
  return {
    sql: alterTableText(alter, `VALIDATE CONSTRAINT ${quoteIdentifier(name)}`),
    transaction: "own",
    words: `validate ${name}`,
  };
}

function addNotValid(
  { constraint }: AddedConstraint<Validated>,
  action: AlterTableAction,
  name: string,
  { alter, text }: ActionContext,
): RewriteStep {
  const edits = [
    ...named(constraint, name),
    { range: { start: action.range.end, end: action.range.end }, text: " NOT VALID" },
  ];
  const sql = alterTableText(alter, edited(text, action.range, edits));
  return { sql, edits, transaction: "with-last", words: `add ${name}` };
}

// VALIDATE must name it, and a name that Postgres makes up could hang on what no file shows.
function named({ name, range }: Validated, given: string): readonly Edit[] {
  if (name !== undefined) return [];
  return [{ range: { start: range.start, end: range.start }, text: `CONSTRAINT ${quoteIdentifier(given)} ` }];
}

/** The text of a range of the segment's with the edits made in it. */
export function edited(text: string, range: Range, edits: readonly Edit[]): string {
  const inside = edits.map((edit) => ({
    ...edit,
    range: { start: edit.range.start - range.start, end: edit.range.end - range.start },
  }));
  return applyEdits(text.slice(range.start, range.end), inside);
}

/** The new column without its constraint, and the constraint behind it. */
function addApart(
  { constraint, addColumn }: AddedConstraint<Validated>,
  action: AlterTableAction,
  name: string,
  { alter, text }: ActionContext,
): readonly RewriteStep[] {
  const column = addColumn?.column.name.name ?? "";
  const edits = [withoutConstraint(constraint, text)];
  const words = text.slice(wordsStart(constraint, text), constraint.range.end);
  const key = constraint.kind === "foreignKey" ? `FOREIGN KEY (${quoteIdentifier(column)}) ` : "";
  const add = `ADD CONSTRAINT ${quoteIdentifier(name)} ${key}${words} NOT VALID`;
  return [
    {
      sql: alterTableText(alter, edited(text, action.range, edits)),
      edits,
      transaction: "with-last",
      words: `add ${column}`,
    },
    { sql: alterTableText(alter, add), transaction: "with-last", words: `add ${name}` },
  ];
}

/** The edit that takes an inline constraint out of its column, with the blanks before it. */
export function withoutConstraint({ range }: { readonly range: Range }, text: string): Edit {
  let { start } = range;
  while (text[start - 1] === " " || text[start - 1] === "\t") start -= 1;
  return { range: { start, end: range.end }, text: "" };
}

/** Where the constraint begins behind `CONSTRAINT name`. */
function wordsStart(constraint: Validated, text: string): number {
  if (constraint.kind === "foreignKey") return constraint.keyword.start;
  const { name, range } = constraint;
  const from = name?.range.end ?? range.start;
  return from + Math.max(0, text.slice(from, range.end).search(/\bCHECK\b/i));
}
