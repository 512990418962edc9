import type { Column, Table, TableConstraint } from "../../catalog/catalog.ts";
import { freeRelationName, objectName } from "../../catalog/generated-name.ts";
import { quotedName, quoteIdentifier } from "../../catalog/quoted-name.ts";
import { findTable } from "../../catalog/resolve.ts";
import { numbersWords } from "../../catalog/sequence-numbers.ts";
import type { ActionContext, Edit, Fix, Rewrite, RewriteStep } from "../../engine/rule.ts";
import type { AddColumn, Constraint } from "../../sql/statement.ts";
import { type RewriteCause, withoutConstraints } from "./added-column.ts";
import { filledNotNull } from "./filled-not-null.ts";
import { type GrowingTable, growingTable } from "./growing-table.ts";
import { isNamedByOthers } from "./named-by-others.ts";
import { dollarQuoted, inOneTransaction, nameList, sqlText } from "./rewrite-steps.ts";
import { backfillOf } from "./shadow-column.ts";
import type { UsedRelation } from "./used-relation.ts";
import { edited } from "./validate-later.ts";

/** A column that is written into every row as it is added, and why. */
export interface WrittenColumn {
  readonly action: AddColumn;
  readonly cause: RewriteCause;
}

/** What must be known to take an ADD COLUMN apart. */
interface Added extends WrittenColumn {
  readonly ctx: ActionContext;
  readonly growing: GrowingTable;
  /** The table and the column as the statement leaves them. */
  readonly made: Table;
  readonly column: Column;
}

/** A column's way in steps. */
interface AddedSteps {
  /** What the statement itself says in another way. */
  readonly edits: readonly Edit[];
  /** What follows in its transaction. */
  readonly together: readonly string[];
  readonly later: readonly RewriteStep[];
}

/** VIRTUAL in place of STORED, where the server knows it. */
export function addedColumnFixes(written: readonly WrittenColumn[], { file, text }: ActionContext): readonly Fix[] {
  if (file.engine.version < 18) return [];
  const edits = written.flatMap(({ action, cause: { kind, range } }): readonly Edit[] => {
    // What is demanded of it besides would be looked for in each row, under the same lock.
    if (!action.column.constraints.every((each) => each.kind === "generated" || each.kind === "null")) return [];
    const at = kind === "stored" ? /\bSTORED\s*$/i.exec(text.slice(range.start, range.end))?.index : undefined;
    return at === undefined ? [] : [{ range: { start: range.start + at, end: range.end }, text: "VIRTUAL" }];
  });
  if (edits.length !== written.length) return [];
  const names = written.map(({ action }) => action.column.name.name).join(", ");
  return [{ title: `Make ${names} VIRTUAL: computed when read`, safe: false, edits }];
}

/** The statement as expand, backfill and contract; none where something about a column cannot come later. */
export function addedColumnRewrites(
  written: readonly WrittenColumn[],
  used: UsedRelation,
  ctx: ActionContext,
): readonly Rewrite[] {
  const growing = growingTable(used);
  const made = findTable(ctx.after, ctx.alter.name);
  if (growing === undefined || made === undefined || ctx.alter.ifExists) return [];
  const all = written.flatMap((each): readonly Added[] => {
    const column = made.columns.find(({ name }) => name === each.action.column.name.name);
    return column === undefined ? [] : [{ ...each, ctx, growing, made, column }];
  });
  const steps = all.map((each) => (isTakenApart(each) ? stepsFor(each) : undefined));
  const title = titleFor(all);
  if (title === undefined || steps.includes(undefined) || all.length !== written.length) return [];
  const known = steps.flatMap((each) => each ?? []);
  const edits = known.flatMap((each) => each.edits);
  const words = `add ${all.map(({ column }) => column.name).join(" ")} to ${growing.table.name}`;
  return [
    {
      title,
      safe: false,
      replaces: ctx.alter.range,
      steps: [
        { sql: edited(ctx.text, ctx.alter.range, edits), edits, transaction: "with-last", words },
        ...inOneTransaction(
          "with-last",
          { words },
          known.flatMap(({ together }) => together),
        ),
        ...known.flatMap(({ later }) => later),
      ],
      makes: all.flatMap(({ action, column }) => (comesLater(action) ? [column.name] : [])),
    },
  ];
}

// A domain's checks, a key that points elsewhere and what else a definition may say have no place of their own here.
function isTakenApart({ action, cause, ctx }: Added): boolean {
  const { constraints, name } = action.column;
  if (cause.kind === "domain" || action.ifNotExists || isNamedByOthers(action, ctx.alter, ctx.text, name.name))
    return false;
  return constraints.every(({ kind }) => TAKEN_APART.has(kind));
}

const TAKEN_APART: ReadonlySet<Constraint["kind"]> = new Set<Constraint["kind"]>([
  "default",
  "identity",
  "generated",
  "notNull",
  "null",
  "unique",
  "primaryKey",
]);

/** Whether something of the column that later statements may build on comes in a later migration. */
function comesLater({ column: { constraints } }: AddColumn): boolean {
  return constraints.some(({ kind }) => kind === "unique" || kind === "primaryKey" || kind === "identity");
}

function titleFor(all: readonly Added[]): string | undefined {
  const names = all.map(({ column }) => column.name).join(", ");
  const isStored = ({ cause }: Added) => cause.kind === "stored";
  if (all.every(isStored)) return `Keep ${names} by a trigger instead of generating, and fill in batches`;
  return all.some(isStored) ? undefined : `Add ${names} empty, and fill the rows in batches`;
}

function stepsFor(added: Added): AddedSteps | undefined {
  const { cause } = added;
  switch (cause.kind) {
    case "default":
      return {
        edits: plainly(added),
        together: [`${altered(added)} SET DEFAULT ${cause.clause.expression.text}`],
        later: [fill(added, cause.clause.expression.text), ...required(added), ...keys(added)],
      };
    case "serial":
      return serialSteps(added, cause.integer);
    case "identity":
      return identitySteps(added, cause);
    case "stored":
      return storedSteps(added, cause.clause.expression.text);
    default:
      return undefined;
  }
}

function own({ column }: Added): string {
  return quoteIdentifier(column.name);
}

/** The start of a statement about the column. */
function altered(added: Added): string {
  return `ALTER TABLE ${added.growing.name} ALTER COLUMN ${own(added)}`;
}

/** The column alone, in the author's own words. */
function plainly({ action, ctx }: Added, type?: string): readonly Edit[] {
  const removed = action.column.constraints.filter(({ kind }) => kind !== "null");
  const typeRange = action.column.type?.range;
  const retyped = type === undefined || typeRange === undefined ? [] : [{ range: typeRange, text: type }];
  return [...retyped, ...withoutConstraints(removed, ctx.text)];
}

function fill({ growing, column }: Added, value: string): RewriteStep {
  return backfillOf(growing, column.name, value, `${quoteIdentifier(column.name)} IS NULL`);
}

function required({ ctx, growing, column }: Added): readonly RewriteStep[] {
  return column.notNull ? filledNotNull(ctx, growing, column.name) : [];
}

/** A unique or primary key of the new column, its index built while writers go on. */
function keys({ growing, made, column, action }: Added): readonly RewriteStep[] {
  const isInline = action.column.constraints.some(({ kind }) => kind === "unique" || kind === "primaryKey");
  if (!isInline) return [];
  const isOwn = (each: TableConstraint) =>
    (each.kind === "unique" || each.kind === "primaryKey") && each.columns.join("\0") === column.name;
  return made.constraints.filter(isOwn).flatMap((constraint): readonly RewriteStep[] => {
    const name = quoteIdentifier(constraint.name);
    const kind = constraint.kind === "unique" ? "UNIQUE" : "PRIMARY KEY";
    const nulls = made.indexes.find((each) => each.constraint === constraint.name)?.nullsNotDistinct;
    return [
      {
        sql: `CREATE UNIQUE INDEX CONCURRENTLY ${name} ON ${growing.name} ${nameList([column.name])}${nulls ? " NULLS NOT DISTINCT" : ""}`,
        transaction: "outside",
        words: `build ${constraint.name}`,
      },
      {
        sql: `ALTER TABLE ${growing.name} ADD CONSTRAINT ${name} ${kind} USING INDEX ${name}`,
        transaction: "own",
        words: `add ${constraint.name}`,
      },
    ];
  });
}

function serialSteps(added: Added, integer: string): AddedSteps | undefined {
  const { growing, column, ctx } = added;
  const sequence = column.ownedSequence === undefined ? undefined : ctx.after.get(column.ownedSequence);
  if (sequence?.kind !== "sequence") return undefined;
  const name = quotedName(sequence.schema, sequence.name);
  const next = `nextval(${sqlText(name)})`;
  return {
    edits: plainly(added, integer),
    together: [
      `CREATE SEQUENCE ${name} AS ${integer} OWNED BY ${growing.name}.${own(added)}`,
      `${altered(added)} SET DEFAULT ${next}`,
    ],
    later: [fill(added, next), ...required(added), ...keys(added)],
  };
}

/** Rows take from a sequence until the column is NOT NULL, which an identity demands; it goes on where that stands. */
function identitySteps(added: Added, { clause }: Extract<RewriteCause, { kind: "identity" }>): AddedSteps | undefined {
  const { growing, column, ctx } = added;
  const sequence = column.ownedSequence === undefined ? undefined : ctx.after.get(column.ownedSequence);
  if (sequence?.kind !== "sequence") return undefined;
  const numbers = numbersWords(sequence);
  const named = clause.sequence === undefined ? "" : `SEQUENCE NAME ${quotedName(sequence.schema, sequence.name)}`;
  const options = `${named}${numbers}`.trim();
  const { schema } = growing.table;
  const label = { first: growing.table.name, second: column.name, label: "fill" };
  const name = quotedName(schema, freeRelationName(ctx.after, schema, label));
  const next = `nextval(${sqlText(name)})`;
  const identity = [
    `${altered(added)} DROP DEFAULT`,
    `${altered(added)} ADD GENERATED ${clause.when === "always" ? "ALWAYS" : "BY DEFAULT"} AS IDENTITY${options === "" ? "" : ` (${options})`}`,
    `SELECT setval(${sqlText(quotedName(sequence.schema, sequence.name))}, last_value, is_called) FROM ${name}`,
    `DROP SEQUENCE ${name}`,
  ];
  return {
    edits: plainly(added),
    together: [
      `CREATE SEQUENCE ${name} AS ${INTEGERS[sequence.type ?? "int8"] ?? "bigint"}${numbers}`,
      `${altered(added)} SET DEFAULT ${next}`,
    ],
    later: [
      fill(added, next),
      ...required(added),
      ...wholly(ctx, `make ${growing.table.name} ${column.name} an identity`, identity),
      ...keys(added),
    ],
  };
}

const INTEGERS: Readonly<Record<string, string>> = { int2: "smallint", int4: "integer", int8: "bigint" };

/** In one transaction, in the file or in one of its own. */
function wholly(ctx: ActionContext, words: string, statements: readonly string[]): readonly RewriteStep[] {
  if (ctx.transaction === "tool") return inOneTransaction("own", { words }, statements);
  return inOneTransaction("own", { words }, ["BEGIN", ...statements, "COMMIT"]);
}

function storedSteps(added: Added, expression: string): AddedSteps {
  const { growing, column } = added;
  const { table, name } = growing;
  const bare = objectName(table.name, column.name, "keep");
  const routine = quotedName(table.schema, bare);
  const value = `(SELECT ${expression} FROM (SELECT NEW.*) AS ${quoteIdentifier(table.name)})`;
  const body = dollarQuoted(`BEGIN\n  NEW.${own(added)} := ${value};\n  RETURN NEW;\nEND`);
  return {
    edits: plainly(added),
    together: [
      `CREATE FUNCTION ${routine}() RETURNS trigger LANGUAGE plpgsql AS ${body}`,
      `CREATE TRIGGER ${quoteIdentifier(bare)} BEFORE INSERT OR UPDATE ON ${name}\n  FOR EACH ROW EXECUTE FUNCTION ${routine}()`,
    ],
    later: [
      backfillOf(growing, column.name, `(${expression})`, `${own(added)} IS NULL`),
      ...required(added),
      ...keys(added),
    ],
  };
}
