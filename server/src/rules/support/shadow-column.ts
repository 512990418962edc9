import type { Column, ColumnType, Table } from "../../catalog/catalog.ts";
import { mentions } from "../../catalog/expression.ts";
import { objectName } from "../../catalog/generated-name.ts";
import { relationKey } from "../../catalog/keys.ts";
import { quotedName, quoteIdentifier } from "../../catalog/quoted-name.ts";
import { isRelationName } from "../../catalog/resolve.ts";
import { privilegesOfColumn } from "../../catalog/way-back/privilege-changes.ts";
import { privilegesSql } from "../../catalog/way-back/privileges-sql.ts";
import { withoutDomain } from "../../effects/type-change.ts";
import type { RewriteStep, SqlContext } from "../../engine/rule.ts";
import { BACKFILL_COMMENT, batchedBackfill } from "./batched-backfill.ts";
import type { GrowingTable } from "./growing-table.ts";
import { dollarQuoted, inOneTransaction } from "./rewrite-steps.ts";

/** A second column that is kept in step with one that stands, until it takes its place. */
export interface Shadow extends GrowingTable {
  /** The column that it shall replace. */
  readonly column: Column;
  /** The name that it is made with. */
  readonly shadow: string;
  /** Its type as SQL writes it, collation included. */
  readonly type: string;
  /** The body of the function that keeps the two in step for each row that is written. */
  readonly sync: readonly string[];
  /** What an old row's new value is, as SQL of the old row. */
  readonly value: string;
  /** Which old rows have one that is not there yet. */
  readonly missing: string;
}

/**
 * Whether the column can be replaced by another one with all that hangs on it, as far as the files tell: nothing else
 * may be made of it than keys, checks, plain indexes and a sequence, for the rest goes by the column and not by its name.
 */
export function isReplaceable(
  ctx: Pick<SqlContext, "before" | "file">,
  table: Table,
  column: Column,
  type: ColumnType,
): boolean {
  const { name } = column;
  // A column of a domain with constraints is written into every row as it is added.
  if (withoutDomain({ reader: ctx.before, version: ctx.file.engine.version }, type).constrained) return false;
  if (column.generated !== undefined || column.inherited || table.ofType !== undefined) return false;
  if (table.rules.length > 0 || (table.statistics ?? []).length > 0 || (column.moreSequences ?? []).length > 0)
    return false;
  if (table.columns.some((other) => other.generated !== undefined && mentions(other.default, name))) return false;
  const own = (columns: readonly string[]) => columns.includes(name);
  return (
    table.indexes.every(({ valid }) => valid) &&
    table.constraints.every(
      (each) => !(own(each.columns) && (each.kind === "exclusion" || each.deferrable === true)),
    ) &&
    !table.constraints.some((each) => each.notEnforced && (own(each.columns) || mentions(each.expression, name))) &&
    !isReadByView(ctx, table, name)
  );
}

// A view whose text does not say which columns it reads is taken to read this one.
function isReadByView(
  { before }: Pick<SqlContext, "before">,
  { schema, name, dependents }: Table,
  column: string,
): boolean {
  return dependents.some((key) => {
    const view = before.get(key);
    const read = view !== undefined && "readColumns" in view ? view.readColumns : undefined;
    return read?.find(({ table }) => table === `relation ${schema}.${name}`)?.columns.includes(column) !== false;
  });
}

/** A name for something beside the column that nothing of the table or the schema has. */
export function nameBeside(
  ctx: Pick<SqlContext, "before" | "final">,
  table: Table,
  name: string,
  label: string,
): string {
  const isTaken = (tried: string) =>
    table.columns.some((column) => column.name === tried) ||
    table.constraints.some((constraint) => constraint.name === tried) ||
    [ctx.before, ctx.final].some((reader) => isRelationName(reader, table.schema, tried));
  let free = objectName(name, undefined, label);
  for (let count = 2; isTaken(free); count += 1) free = objectName(name, undefined, `${label}${count}`);
  return free;
}

/** The name of the trigger that keeps the two in step, and of its function: of a row's triggers the last by name runs last. */
function syncName({ table, shadow }: Shadow): string {
  const isLast = (name: string) => table.triggers.every((trigger) => trigger.name < name);
  let name = objectName(table.name, shadow, "sync");
  for (let prefix = "z"; !isLast(name); prefix += "z") name = objectName(`${prefix}_${table.name}`, shadow, "sync");
  return name;
}

/** Makes the second column and the trigger; from then on each row that is written has both, and who may use one may use the other. */
export function expandSteps(shadow: Shadow, more: readonly string[]): readonly RewriteStep[] {
  const { table, name, sync, type } = shadow;
  const bare = syncName(shadow);
  const own = quotedName(table.schema, bare);
  const body = dollarQuoted(["BEGIN", ...sync.map((line) => `  ${line}`), "  RETURN NEW;", "END"].join("\n"));
  return inOneTransaction(
    "with-last",
    {
      words: `add ${shadow.shadow} to ${table.name}`,
      comment: `Expand: each row that is written from now on has ${shadow.column.name} and ${shadow.shadow}.`,
    },
    [
      `ALTER TABLE ${name} ADD COLUMN ${quoteIdentifier(shadow.shadow)} ${type}`,
      ...grantsOn(shadow),
      `CREATE FUNCTION ${own}() RETURNS trigger LANGUAGE plpgsql AS ${body}`,
      `CREATE TRIGGER ${quoteIdentifier(bare)} BEFORE INSERT OR UPDATE ON ${name}\n  FOR EACH ROW EXECUTE FUNCTION ${own}()`,
      ...more,
    ],
  );
}

/** MAINTAIN is no column's privilege, so that every version knows them. */
function grantsOn({ table, column, shadow }: Shadow): readonly string[] {
  const object = { key: relationKey(table.schema, table.name), entry: table };
  return privilegesSql(privilegesOfColumn(object, column, shadow), 0);
}

/** Gives the rows that are there their new value. */
export function backfillStep({ table, name, key, shadow, value, missing }: Shadow): RewriteStep {
  return backfillOf({ table, name, key }, shadow, value, missing);
}

/** Fills a column of the rows that are there, a batch at a time. */
export function backfillOf(
  { table, name, key }: GrowingTable,
  column: string,
  value: string,
  where: string,
): RewriteStep {
  return {
    sql: batchedBackfill({ table: name, key, change: { set: `${quoteIdentifier(column)} = ${value}` }, where }),
    transaction: "outside",
    words: `fill ${table.name} ${column}`,
    comment: [BACKFILL_COMMENT, ...triggersSaid(table)].join("\n"),
  };
}

/** That the table's own triggers see the batches, which a change of its definition does not show them. */
function triggersSaid({ triggers }: Table): readonly string[] {
  const names = triggers.filter(({ enabled }) => enabled !== "disabled").map(({ name }) => name);
  return names.length === 0 ? [] : [`Triggers of the table run for each row that is filled: ${names.join(", ")}.`];
}

/** Takes the trigger and its function away. */
export function dropSync(shadow: Shadow): readonly string[] {
  const bare = syncName(shadow);
  return [
    `DROP TRIGGER ${quoteIdentifier(bare)} ON ${shadow.name}`,
    `DROP FUNCTION ${quotedName(shadow.table.schema, bare)}()`,
  ];
}
