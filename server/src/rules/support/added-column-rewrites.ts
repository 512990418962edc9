import type { Column, Table, TableConstraint } from "../../catalog/catalog.ts";
import { freeRelationName, objectName } from "../../catalog/generated-name.ts";
import { quotedName, quoteIdentifier } from "../../catalog/quoted-name.ts";
import { findTable } from "../../catalog/resolve.ts";
import type { ActionContext, Fix, Rewrite, RewriteStep } from "../../engine/rule.ts";
import type { AddColumn, Constraint } from "../../sql/statement.ts";
import { aloneWith, type RewriteCause, withoutConstraints } from "./added-column.ts";
import { type GrowingTable, growingTable } from "./growing-table.ts";
import { filledNotNull } from "./filled-not-null.ts";
import { isNamedByOthers, replacedBy } from "./replaced-action.ts";
import { dollarQuoted, inOneTransaction, nameList, sqlText } from "./rewrite-steps.ts";
import { backfillOf } from "./shadow-column.ts";
import type { UsedRelation } from "./used-relation.ts";

/** What must be known to take an ADD COLUMN apart. */
interface Added {
  readonly action: AddColumn;
  readonly ctx: ActionContext;
  readonly growing: GrowingTable;
  /** The table and the column as the statement leaves them. */
  readonly made: Table;
  readonly column: Column;
}

/** VIRTUAL in place of STORED, where the server knows it. */
export function addedColumnFixes(cause: RewriteCause, { file, text }: ActionContext): readonly Fix[] {
  if (cause.kind !== "stored" || file.engine.version < 18) return [];
  const written = text.slice(cause.range.start, cause.range.end);
  const at = /\bSTORED\s*$/i.exec(written)?.index;
  if (at === undefined) return [];
  const range = { start: cause.range.start + at, end: cause.range.end };
  return [{ title: "Make it VIRTUAL: computed when it is read", safe: false, edits: [{ range, text: "VIRTUAL" }] }];
}

/** The statement as expand, backfill and contract; none where something about the column cannot come later. */
export function addedColumnRewrites(
  action: AddColumn,
  cause: RewriteCause,
  used: UsedRelation,
  ctx: ActionContext,
): readonly Rewrite[] {
  const growing = growingTable(used);
  const made = findTable(ctx.after, ctx.alter.name);
  const { name } = action.column.name;
  const column = made?.columns.find((each) => each.name === name);
  if (growing === undefined || made === undefined || column === undefined) return [];
  if (ctx.alter.ifExists || action.ifNotExists || isNamedByOthers(action, ctx.alter, ctx.text, name)) return [];
  // A domain's checks, a key that points elsewhere and what else a definition may say have no place of their own here.
  if (cause.kind === "domain" || !action.column.constraints.every(({ kind }) => TAKEN_APART.has(kind))) return [];
  const added: Added = { action, ctx, growing, made, column };
  const steps = stepsFor(added, cause);
  if (steps === undefined) return [];
  const replaces = replacedBy(action, ctx.alter);
  return [{ title: titleFor(cause, name), safe: false, replaces, steps, makes: later(action) ? [name] : [] }];
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
function later({ column: { constraints } }: AddColumn): boolean {
  return constraints.some(({ kind }) => kind === "unique" || kind === "primaryKey" || kind === "identity");
}

function titleFor({ kind }: RewriteCause, name: string): string {
  switch (kind) {
    case "stored":
      return `Keep ${name} by a trigger instead of generating it, and fill it in batches`;
    case "serial":
    case "identity":
      return `Add ${name} without numbers and fill them in in batches`;
    default:
      return `Add ${name} without its default and fill it in batches`;
  }
}

function stepsFor(added: Added, cause: RewriteCause): readonly RewriteStep[] | undefined {
  switch (cause.kind) {
    case "default":
      return [
        ...addAlone(added, [`ALTER COLUMN ${own(added)} SET DEFAULT ${cause.clause.expression.text}`]),
        fill(added, cause.clause.expression.text),
        ...required(added),
        ...keys(added),
      ];
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

/** The column alone, in the author's own words, and what is said of it in the same transaction. */
function addAlone(
  added: Added,
  subcommands: readonly string[],
  typeEdit?: { readonly text: string },
  before: readonly string[] = [],
): readonly RewriteStep[] {
  const { action, ctx, growing } = added;
  const kept = new Set<Constraint["kind"]>(["null"]);
  const removed = action.column.constraints.filter(({ kind }) => !kept.has(kind));
  const type = action.column.type;
  const edits = [
    ...withoutConstraints(removed, ctx.text),
    ...(typeEdit === undefined || type === undefined ? [] : [{ range: type.range, text: typeEdit.text }]),
  ];
  const words = `add ${added.column.name} to ${growing.table.name}`;
  return [
    { sql: aloneWith(action, ctx, edits), edits, transaction: "with-last", words },
    ...[...before, ...subcommands.map((each) => `ALTER TABLE ${growing.name} ${each}`)].map(
      (sql): RewriteStep => ({ sql, transaction: "with-last", words }),
    ),
  ];
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

function serialSteps(added: Added, integer: string): readonly RewriteStep[] | undefined {
  const { growing, column, ctx } = added;
  const sequence = column.ownedSequence === undefined ? undefined : ctx.after.get(column.ownedSequence);
  if (sequence?.kind !== "sequence") return undefined;
  const name = quotedName(sequence.schema, sequence.name);
  const next = `nextval(${sqlText(name)})`;
  const create = `CREATE SEQUENCE ${name} AS ${integer} OWNED BY ${growing.name}.${own(added)}`;
  return [
    ...addAlone(added, [`ALTER COLUMN ${own(added)} SET DEFAULT ${next}`], { text: integer }, [create]),
    fill(added, next),
    ...required(added),
    ...keys(added),
  ];
}

/** Rows take from a sequence until the column is NOT NULL, which an identity demands; it goes on where that stands. */
function identitySteps(
  added: Added,
  { clause, range }: Extract<RewriteCause, { kind: "identity" }>,
): readonly RewriteStep[] | undefined {
  const { growing, column, ctx } = added;
  const sequence = column.ownedSequence === undefined ? undefined : ctx.after.get(column.ownedSequence);
  // What is said of the sequence in parentheses would have to be said of both.
  if (sequence?.kind !== "sequence" || ctx.text.slice(range.start, range.end).includes("(")) return undefined;
  const { schema } = growing.table;
  const label = { first: growing.table.name, second: column.name, label: "fill" };
  const name = quotedName(schema, freeRelationName(ctx.after, schema, label));
  const next = `nextval(${sqlText(name)})`;
  const alter = `ALTER TABLE ${growing.name} ALTER COLUMN ${own(added)}`;
  const type = sequence.type === undefined ? "" : ` AS ${INTEGERS[sequence.type] ?? "bigint"}`;
  const identity = [
    `${alter} DROP DEFAULT`,
    `${alter} ADD GENERATED ${clause.when === "always" ? "ALWAYS" : "BY DEFAULT"} AS IDENTITY`,
    `SELECT setval(${sqlText(quotedName(sequence.schema, sequence.name))}, last_value, is_called) FROM ${name}`,
    `DROP SEQUENCE ${name}`,
  ];
  return [
    ...addAlone(added, [`ALTER COLUMN ${own(added)} SET DEFAULT ${next}`], undefined, [
      `CREATE SEQUENCE ${name}${type}`,
    ]),
    fill(added, next),
    ...required(added),
    ...wholly(ctx, `make ${growing.table.name} ${column.name} an identity`, identity),
    ...keys(added),
  ];
}

const INTEGERS: Readonly<Record<string, string>> = { int2: "smallint", int4: "integer", int8: "bigint" };

/** In one transaction, in the file or in one of its own. */
function wholly(ctx: ActionContext, words: string, statements: readonly string[]): readonly RewriteStep[] {
  if (ctx.transaction === "tool") return inOneTransaction("own", { words }, statements);
  return inOneTransaction("own", { words }, ["BEGIN", ...statements, "COMMIT"]);
}

function storedSteps(added: Added, expression: string): readonly RewriteStep[] {
  const { growing, column, ctx } = added;
  const { table, name } = growing;
  const bare = objectName(table.name, column.name, "keep");
  const routine = quotedName(table.schema, bare);
  const value = `(SELECT ${expression} FROM (SELECT NEW.*) AS ${quoteIdentifier(table.name)})`;
  const body = dollarQuoted(`BEGIN\n  NEW.${own(added)} := ${value};\n  RETURN NEW;\nEND`);
  const words = `add ${column.name} to ${table.name}`;
  const keep = [
    `CREATE FUNCTION ${routine}() RETURNS trigger LANGUAGE plpgsql AS ${body}`,
    `CREATE TRIGGER ${quoteIdentifier(bare)} BEFORE INSERT OR UPDATE ON ${name}\n  FOR EACH ROW EXECUTE FUNCTION ${routine}()`,
  ];
  return [
    ...addAlone(added, []),
    ...inOneTransaction("with-last", { words }, keep),
    backfillOf(growing, column.name, `(${expression})`, `${own(added)} IS NULL`),
    ...required({ ...added, ctx }),
    ...keys(added),
  ];
}
