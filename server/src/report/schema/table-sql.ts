import type { Column, Table } from "../../catalog/catalog.ts";
import { typeText } from "../../catalog/column-type.ts";
import { notNullNameOf } from "../../catalog/not-null.ts";
import { quoteIdentifier } from "../../catalog/quoted-name.ts";
import { withOptions } from "../../catalog/setting-words.ts";
import { checkSql } from "./constraint-sql.ts";
import { type ListedSchema, printedName } from "./listed-schema.ts";
import { saidNotNullName } from "./not-null-sql.ts";
import { shownText } from "./shown-text.ts";
import { literal } from "./type-sql.ts";

/** A table with its columns and checks, as lines; keys, indexes and references come when all tables are there. */
export function tableSql(schema: ListedSchema, table: Table): readonly string[] {
  const name = printedName(table);
  const kind = table.tableKind === "foreign" ? "-- A foreign table, made as a plain one.\n" : "";
  const create = `${kind}CREATE ${table.unlogged ? "UNLOGGED " : ""}TABLE ${name}`;
  const parent = table.partitionOf === undefined ? undefined : schema.tableAt(table.partitionOf);
  if (table.ofType !== undefined) return [`${create} OF ${schema.nameOf(table.ofType)}${typedColumns(schema, table)};`];
  const after = `${partitionBy(table)}${withOptions(table.options)};`;
  if (parent !== undefined && table.partitionBound !== undefined) {
    const own = block([...overrides(schema, parent, table), ...ownChecks(table)], "none");
    return [`${create} PARTITION OF ${printedName(parent)}${own} ${table.partitionBound}${after}`];
  }
  const inherits = parent === undefined ? table.parents.map((key) => schema.nameOf(key)) : [];
  const columns = table.columns.filter(({ inherited }) => !inherited || inherits.length === 0);
  const lines = [...columns.map((column) => columnSql(schema, table, column)), ...ownChecks(table)];
  const from = inherits.length > 0 ? ` INHERITS (${inherits.join(", ")})` : "";
  return [`${create}${block(lines, "empty")}${from}${after}`, ...inheritedChanges(schema, table, inherits)];
}

function block(lines: readonly string[], otherwise: "empty" | "none"): string {
  if (lines.length === 0) return otherwise === "empty" ? " ()" : "";
  return ` (\n${lines.map((line) => `  ${line}`).join(",\n")}\n)`;
}

/** What a table of a type says of its columns beside what the type does. */
function typedColumns(schema: ListedSchema, table: Table): string {
  const columns = table.columns.flatMap((column) => {
    const words = [...valueSql(schema, table, column), ...notNullSql(schema, table, column)];
    return words.length === 0 ? [] : [`${quoteIdentifier(column.name)} WITH OPTIONS ${words.join(" ")}`];
  });
  return `${block([...columns, ...ownChecks(table)], "none")}${withOptions(table.options)}`;
}

function partitionBy({ partitionBy: by }: Table): string {
  if (by === undefined) return "";
  const isPlain = by.text === undefined || by.keys.every((key) => key !== undefined && !by.text?.includes(" "));
  const keys = isPlain ? `(${by.keys.map((key) => quoteIdentifier(key ?? "")).join(", ")})` : by.text;
  return ` PARTITION BY ${by.strategy.toUpperCase()} ${keys}`;
}

/** A column as CREATE TABLE and ADD COLUMN define it. */
export function columnSql(schema: ListedSchema, table: Table, column: Column): string {
  return [
    quoteIdentifier(column.name),
    typeText(column),
    ...(column.collation === undefined ? [] : [`COLLATE ${quoteIdentifier(column.collation)}`]),
    ...valueSql(schema, table, column),
    ...notNullSql(schema, table, column),
  ].join(" ");
}

function notNullSql(schema: ListedSchema, table: Table, column: Column): readonly string[] {
  const { notNull, notNullNotValid, identity } = column;
  const name = saidNotNullName(schema, table, column);
  if (!notNull || notNullNotValid || (identity !== undefined && name === undefined)) return [];
  return [name === undefined ? "NOT NULL" : `CONSTRAINT ${quoteIdentifier(name)} NOT NULL`];
}

/** What gives a column its values: an identity, a default, an expression; nothing where it has none of them. */
export function valueSql(schema: ListedSchema, table: Table, column: Column): readonly string[] {
  const { identity, generated, default: value, ownedSequence } = column;
  if (identity !== undefined) {
    const sequence = ownedSequence === undefined ? undefined : schema.nameOf(ownedSequence);
    const usual = printedName({ schema: table.schema, name: `${table.name}_${column.name}_seq` });
    const named = sequence === undefined || sequence === usual ? "" : `SEQUENCE NAME ${sequence}`;
    const options = `${named}${ownedSequence === undefined ? "" : schema.numbersAt(ownedSequence)}`.trim();
    return [`GENERATED ${identity.toUpperCase()} AS IDENTITY${options === "" ? "" : ` (${options})`}`];
  }
  if (value === undefined) return [];
  if (ownedSequence !== undefined && /^nextval\(/i.test(value)) {
    return [`DEFAULT nextval(${literal(schema.nameOf(ownedSequence))}::regclass)`];
  }
  if (generated === undefined) return [`DEFAULT ${defaultSql(value)}`];
  return [`GENERATED ALWAYS AS (${shownText(value)}) ${generated.toUpperCase()}`];
}

/** DEFAULT takes an expression without parentheses only where it is a simple one. */
function defaultSql(value: string): string {
  const text = shownText(value);
  return /^[\w.']+$/.test(text) ? text : `(${text})`;
}

function ownChecks(table: Table): readonly string[] {
  return table.constraints.flatMap((constraint) =>
    constraint.kind === "check" && constraint.parent === undefined && constraint.validated
      ? [checkSql(constraint)]
      : [],
  );
}

/** Where a partition's columns differ from its parent's. */
function overrides({ namesNotNull }: ListedSchema, parent: Table, table: Table): readonly string[] {
  return table.columns.flatMap((column) => {
    const above = parent.columns.find(({ name }) => name === column.name);
    const isOther = above?.default !== column.default && column.generated === undefined;
    const words = [
      ...(isOther ? [`DEFAULT ${column.default === undefined ? "NULL" : defaultSql(column.default)}`] : []),
      ...(column.notNull && above?.notNull === false ? ["NOT NULL"] : []),
      ...(namesNotNull && above?.notNull && isNamedApart({ parent, above }, { table, column })
        ? [`CONSTRAINT ${quoteIdentifier(notNullNameOf(table, column))} NOT NULL`]
        : []),
    ];
    return words.length > 0 ? [`${quoteIdentifier(column.name)} ${words.join(" ")}`] : [];
  });
}

/** Whether a partition that was attached calls its NOT NULL otherwise than its parent does. */
function isNamedApart(
  { parent, above }: { readonly parent: Table; readonly above: Column },
  { table, column }: { readonly table: Table; readonly column: Column },
): boolean {
  return column.notNull && notNullNameOf(parent, above) !== notNullNameOf(table, column);
}

/** Where columns that a table inherits differ from what its parents say of them. */
function inheritedChanges(schema: ListedSchema, table: Table, parents: readonly string[]): readonly string[] {
  if (parents.length === 0) return [];
  const above = table.parents.flatMap((key) => schema.tableAt(key)?.columns ?? []);
  return table.columns
    .filter(({ inherited }) => inherited)
    .flatMap((column) => {
      const same = above.filter(({ name }) => name === column.name);
      const alter = `ALTER TABLE ONLY ${printedName(table)} ALTER COLUMN ${quoteIdentifier(column.name)}`;
      const isSame = same.some((other) => other.default === column.default);
      const value = column.default === undefined ? "DROP DEFAULT" : `SET DEFAULT ${defaultSql(column.default)}`;
      return [
        ...(isSame ? [] : [`${alter} ${value};`]),
        ...(column.notNull && !same.some(({ notNull }) => notNull) ? [`${alter} SET NOT NULL;`] : []),
      ];
    });
}
