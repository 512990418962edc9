import type { CatalogReader, Column, Table } from "../../catalog/catalog.ts";
import { typeKey } from "../../catalog/keys.ts";
import { quotedName, quoteIdentifier } from "../../catalog/quoted-name.ts";
import { isMadeHere, type Together } from "../../engine/made-here.ts";
import type { Assignment, Condition, RowChange } from "../../sql/row-change.ts";
import { type Backfill, besideAnd } from "./batched-backfill.ts";
import { isNewAndEmpty } from "./new-and-empty.ts";

/** An UPDATE or DELETE taken apart, and the table whose rows it changes. */
export interface ChangeOfRows {
  readonly change: RowChange;
  readonly table: Table;
  /** Whether its query reads the table besides, so that a batch would see what the one before it did. */
  readonly rereads: boolean;
  readonly before: CatalogReader;
  /** The reviewed file: a column that it added is NULL in every row. */
  readonly file: Together;
}

/**
 * The change in batches; undefined where no batches give what the one statement gives, or where it would not be known
 * after an interruption which rows are done.
 */
export function rowBatches(rows: ChangeOfRows): Backfill | undefined {
  const { change, table, rereads } = rows;
  const { kind, set, from, where, alias, assignments } = change;
  const key = keyOf(table);
  if (key === undefined || rereads || change.whole || changesBetweenRows(change.calls)) return undefined;
  const shared = { table: quotedName(table.schema, table.name), key, ...(alias && { alias }), ...(from && { from }) };
  if (kind === "delete") return { ...shared, change: "delete", ...(where && { where }) };
  if (set === undefined || assignments === undefined || assignments.some(({ column }) => key.includes(column))) {
    return undefined;
  }
  const conditions = unfinished(rows, assignments);
  if (conditions === undefined) return undefined;
  const own = isTrue(change.conditions) || where === undefined ? [] : [besideAnd(where)];
  return { ...shared, change: { set }, where: [...own, ...conditions].join(" AND ") };
}

/** The primary key of a table whose rows stand in its own order: not where others inherit from it, whose rows have no common index. */
function keyOf(table: Table): Backfill["key"] | undefined {
  if (table.tableKind === "foreign" || (table.children.length > 0 && table.tableKind !== "partitioned"))
    return undefined;
  const [first, ...more] = table.constraints.find(({ kind }) => kind === "primaryKey")?.columns ?? [];
  return first === undefined ? undefined : [first, ...more];
}

function isTrue(conditions: readonly Condition[]): boolean {
  return conditions.length > 0 && conditions.every(({ kind }) => kind === "always");
}

/** What must be added to the statement's own conditions so that a row that was changed meets them no more. */
function unfinished(rows: ChangeOfRows, assignments: readonly Assignment[]): readonly string[] | undefined {
  const { change } = rows;
  if (change.conditions.some((condition) => assignments.some((each) => endsWith(condition, each)))) return [];
  const set = assignments.map(({ column }) => column);
  if (assignments.every((each) => isRepeatable(each, set) && isComparable(rows, each.column))) {
    const differ = assignments.map(
      (each) => `${columnName(rows, each.column)} IS DISTINCT FROM ${operand(each.value)}`,
    );
    return [differ.length === 1 ? differ.join("") : `(${differ.join(" OR ")})`];
  }
  const added = assignments.find(({ column, reads }) => !reads.includes(column) && isEmptyBefore(rows, column));
  return added === undefined ? undefined : [`${columnName(rows, added.column)} IS NULL`];
}

/** Whether the assignment makes the condition untrue. */
function endsWith(condition: Condition, { column, constant }: Assignment): boolean {
  if (!("column" in condition) || condition.column !== column) return false;
  if (condition.kind === "isNull") return constant !== NULL;
  if (condition.kind === "isNotNull") return constant === NULL;
  if (condition.kind !== "compares" || constant === undefined || condition.constant === undefined) return false;
  if (constant === NULL) return true;
  const isSame = condition.constant === constant;
  return condition.operator === "=" ? !isSame : condition.operator === "<>" && isSame;
}

/** As the parser's tree has it. */
const NULL = JSON.stringify({ isnull: true });

/** Whether a second run gives a row the same value again. */
function isRepeatable({ value, reads, calls, column }: Assignment, set: readonly string[]): boolean {
  if (changesBetweenRows(calls) || calls.some((name) => CLOCKS.has(name))) return false;
  if (reads.includes("*")) return false;
  const own = reads.filter((each) => set.includes(each));
  if (own.length === 0) return true;
  const call = /^(\w+)\s*\(/.exec(value)?.[1]?.toLowerCase() ?? "";
  return reads.length === 1 && own[0] === column && calls.length === 1 && calls[0] === call && ONCE.has(call);
}

/** What gives the same when it is given what it gave. */
const ONCE: ReadonlySet<string> = new Set(["lower", "upper", "btrim", "trim", "ltrim", "rtrim", "initcap", "abs"]);

/** What moves on with the clock, from batch to batch. */
const CLOCKS: ReadonlySet<string> = new Set([
  "now",
  "current_timestamp",
  "clock_timestamp",
  "statement_timestamp",
  "transaction_timestamp",
  "timeofday",
]);

/** Whether a call may give another row, or another run, something else. What is not known to be steady is taken not to be. */
function changesBetweenRows(calls: readonly string[]): boolean {
  return calls.some((name) => !STEADY.has(name) && !CLOCKS.has(name));
}

const STEADY: ReadonlySet<string> = new Set(
  `abs age array_length array_remove array_replace array_append array_cat array_to_string ascii btrim cardinality ceil
  ceiling char_length character_length chr coalesce concat concat_ws convert_from convert_to date date_part date_trunc
  decode div encode extract floor format greatest initcap json_build_object jsonb_array_length jsonb_build_array
  jsonb_build_object jsonb_set jsonb_strip_nulls jsonb_typeof left length lower lpad ltrim make_date make_interval
  make_timestamptz md5 mod nullif octet_length overlay position power regexp_match regexp_replace repeat replace
  reverse right round rpad rtrim sha256 split_part sqrt starts_with string_to_array strpos substr substring timezone
  to_char to_date to_json to_jsonb to_number to_timestamp to_tsvector setweight translate trim trunc upper array_agg avg bool_and
  bool_or count jsonb_agg max min string_agg sum`.split(/\s+/),
);

/** Types whose `=` says that values are the same; that of citext, of json (none) and of shapes (their size) does not. */
const COMPARABLE: ReadonlySet<string> = new Set(
  `int2 int4 int8 numeric float4 float8 text varchar bpchar bool date time timetz timestamp timestamptz interval uuid
  jsonb bytea inet cidr macaddr bit varbit money tsvector oid name`.split(/\s+/),
);

function isComparable({ table, before }: ChangeOfRows, name: string): boolean {
  const column = table.columns.find((each) => each.name === name);
  if (column === undefined) return false;
  if (column.typeSchema === undefined && COMPARABLE.has(column.type)) return true;
  return isEnum(before, table, column);
}

function isEnum(before: CatalogReader, { schema }: Table, { type, typeSchema }: Column): boolean {
  const entry = before.get(typeKey(typeSchema ?? schema, type));
  return entry !== undefined && "form" in entry && entry.form === "enum";
}

/** A column of an old table that this file added, and that nothing filled since, is NULL in every row. */
function isEmptyBefore({ table, file, before }: ChangeOfRows, name: string): boolean {
  return !isMadeHere(table.origin, file) && isNewAndEmpty(table, name, { before, file });
}

/** Beside other tables a column needs to say whose it is. */
function columnName({ change, table }: ChangeOfRows, column: string): string {
  const owner = change.alias ?? (change.from === undefined ? undefined : quoteIdentifier(table.name));
  return `${owner === undefined ? "" : `${owner}.`}${quoteIdentifier(column)}`;
}

/** A value that binds less tightly than IS DISTINCT FROM, or might, stands in parentheses. */
function operand(value: string): string {
  return /^(?:[\w.]+|'[^']*'|\w+\([^()]*\))(?:::\w+)?$/.test(value) ? value : `(${value})`;
}
