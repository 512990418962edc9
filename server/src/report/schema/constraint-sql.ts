import type { Column, Index, Table, TableConstraint } from "../../catalog/catalog.ts";
import { notNullNameOf } from "../../catalog/not-null.ts";
import { quoteIdentifier } from "../../catalog/quoted-name.ts";
import { withOptions } from "../../catalog/setting-words.ts";
import { keySql } from "./index-sql.ts";
import { type ListedSchema, printedName } from "./listed-schema.ts";
import { saidNotNullName } from "./not-null-sql.ts";
import type { SourceOf } from "./schema-sql.ts";
import { shownText } from "./shown-text.ts";

/** Names as SQL lists them. */
export function columnList(columns: readonly string[]): string {
  return `(${columns.map(quoteIdentifier).join(", ")})`;
}

/** A check as a table's definition holds it. */
export function checkSql({ name, expression, noInherit, notEnforced }: TableConstraint): string {
  const words = [...(noInherit ? [" NO INHERIT"] : []), ...(notEnforced ? [" NOT ENFORCED"] : [])].join("");
  return `CONSTRAINT ${quoteIdentifier(name)} CHECK (${shownText(expression ?? "true")})${words}`;
}

/** The table's primary key, unique and exclusion constraints, and checks that were never validated. */
export function keysSql(schema: ListedSchema, table: Table, sourceOf: SourceOf): readonly string[] {
  const late = table.columns.flatMap((column) => lateNotNull(schema, table, column));
  const keys = table.constraints.flatMap((constraint) => {
    const index = table.indexes.find((candidate) => candidate.constraint === constraint.name);
    if (constraint.kind === "check") return lateCheck(table, constraint);
    if (index === undefined) return [];
    const only = table.tableKind === "partitioned" || table.partitionOf !== undefined ? "ONLY " : "";
    const add = `ALTER TABLE ${only}${printedName(table)} ADD CONSTRAINT ${quoteIdentifier(constraint.name)}`;
    return [
      `${add} ${indexConstraint(constraint, index)}${deferral(constraint, sourceOf)};`,
      ...attachSql(schema, table, index),
    ];
  });
  return [...late, ...keys];
}

/** A NOT NULL that waits. What partitions and inheriting tables have of it comes with their parent's, and is validated where theirs is. */
function lateNotNull(schema: ListedSchema, table: Table, column: Column): readonly string[] {
  const above = table.parents
    .flatMap((key) => schema.tableAt(key)?.columns ?? [])
    .filter(({ name, notNull }) => notNull && name === column.name);
  const alter = `ALTER TABLE ${printedName(table)}`;
  if (column.notNull && column.notNullNotValid !== true && above.some(({ notNullNotValid }) => notNullNotValid)) {
    return [`${alter} VALIDATE CONSTRAINT ${quoteIdentifier(notNullNameOf(table, column))};`];
  }
  if (column.notNullNotValid !== true || above.length > 0) return [];
  const name = saidNotNullName(schema, table, column);
  const named = name === undefined ? "" : ` CONSTRAINT ${quoteIdentifier(name)}`;
  return [`${alter} ADD${named} NOT NULL ${quoteIdentifier(column.name)} NOT VALID;`];
}

/** DEFERRABLE, and INITIALLY DEFERRED where the text that made the constraint says that of all that can be deferred. */
function deferral({ deferrable, origin }: TableConstraint, sourceOf: SourceOf): string {
  if (!deferrable) return "";
  const text = sourceOf(origin) ?? "";
  const deferred = text.match(/\bINITIALLY\s+DEFERRED\b/gi)?.length ?? 0;
  const all = text.match(/(?<!\bNOT )\bDEFERRABLE\b/gi)?.length ?? 0;
  return deferred > 0 && deferred >= all ? " DEFERRABLE INITIALLY DEFERRED" : " DEFERRABLE";
}

function lateCheck(table: Table, constraint: TableConstraint): readonly string[] {
  if (constraint.validated || constraint.parent !== undefined) return [];
  const notValid = constraint.notEnforced ? "" : " NOT VALID";
  return [`ALTER TABLE ${printedName(table)} ADD ${checkSql(constraint)}${notValid};`];
}

function indexConstraint(constraint: TableConstraint, index: Index): string {
  if (constraint.kind === "exclusion") {
    const where = index.predicate === undefined ? "" : ` WHERE (${shownText(index.predicate)})`;
    return `EXCLUDE USING ${index.method} (${index.keys.map(keySql).join(", ")})${withOptions(index.options)}${where}`;
  }
  const kind = constraint.kind === "primaryKey" ? "PRIMARY KEY" : "UNIQUE";
  const nulls = index.nullsNotDistinct ? " NULLS NOT DISTINCT" : "";
  const include = index.include.length > 0 ? ` INCLUDE ${columnList(index.include)}` : "";
  return `${kind}${nulls} ${columnList(constraint.columns)}${include}${withOptions(index.options)}`;
}

/** Makes a partition's index a part of its parent's. */
export function attachSql(schema: ListedSchema, table: Table, index: Index): readonly string[] {
  const parent = table.partitionOf === undefined ? undefined : schema.tableAt(table.partitionOf);
  const above = parent?.indexes.find(({ id }) => id === index.parent);
  if (parent === undefined || above === undefined) return [];
  const name = (owner: Table, { name: own }: Index) => printedName({ schema: owner.schema, name: own });
  return [`ALTER INDEX ${name(parent, above)} ATTACH PARTITION ${name(table, index)};`];
}

/** The table's own foreign keys; those of partitions come with their parent's. */
export function foreignKeysSql(schema: ListedSchema, table: Table, sourceOf: SourceOf): readonly string[] {
  return table.constraints.flatMap((constraint) => {
    const { kind, references, parent, columns, onDelete, onUpdate } = constraint;
    if (kind !== "foreignKey" || references === undefined || parent !== undefined) return [];
    const to = references.columns.length > 0 ? ` ${columnList(references.columns)}` : "";
    const words = [
      `ALTER TABLE ${printedName(table)} ADD CONSTRAINT ${quoteIdentifier(constraint.name)}`,
      `FOREIGN KEY ${columnList(columns)} REFERENCES ${schema.nameOf(references.table)}${to}`,
      ...(onUpdate === undefined || onUpdate === "NO ACTION" ? [] : [`ON UPDATE ${onUpdate}`]),
      ...(onDelete === undefined || onDelete === "NO ACTION" ? [] : [`ON DELETE ${onDelete}`]),
    ];
    const state = constraint.notEnforced ? " NOT ENFORCED" : constraint.validated ? "" : " NOT VALID";
    return [`${words.join(" ")}${deferral(constraint, sourceOf)}${state};`];
  });
}
