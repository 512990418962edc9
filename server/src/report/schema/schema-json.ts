import type { Catalog, Column, Index, Relation, Table, TableConstraint } from "../../catalog/catalog.ts";
import { typeText } from "../../catalog/column-type.ts";
import { printJson } from "../print-json.ts";
import { type ListedSchema, listSchema, printedName } from "./listed-schema.ts";
import { shownText } from "./shown-text.ts";

/** The document that `schema --format json` prints. */
export function schemaJson(catalog: Catalog): string {
  const schema = listSchema(catalog);
  const enums = schema.types.filter(({ form }) => form === "enum");
  return printJson({
    version: 1,
    tables: schema.tables.map((table) => tableJson(schema, table)),
    views: schema.views.map(viewJson),
    enums: enums.map((type) => ({ name: printedName(type), values: type.values })),
    sequences: schema.sequences.map(printedName),
  });
}

function tableJson(schema: ListedSchema, table: Table): object {
  const ofKind = (kind: TableConstraint["kind"]) =>
    sorted(table.constraints.filter((constraint) => constraint.kind === kind));
  const [primaryKey] = ofKind("primaryKey");
  return {
    name: printedName(table),
    kind: table.tableKind,
    rls: table.rowSecurity,
    partitionOf: table.partitionOf === undefined ? null : schema.nameOf(table.partitionOf),
    columnsKnown: table.columnsKnown,
    comment: textOrNull(table.comment),
    columns: table.columns.map(columnJson),
    primaryKey: primaryKey === undefined ? null : keyJson(primaryKey),
    uniques: ofKind("unique").map(keyJson),
    checks: ofKind("check").map(({ name, validated, expression }) => ({
      name,
      validated,
      expression: textOrNull(expression),
    })),
    foreignKeys: ofKind("foreignKey").map((key) => foreignKeyJson(schema, key)),
    exclusions: ofKind("exclusion").map(({ name }) => ({ name })),
    indexes: sorted(table.indexes).map(indexJson),
  };
}

function columnJson(column: Column): object {
  return {
    name: column.name,
    type: typeText(column),
    notNull: column.notNull,
    default: textOrNull(column.default),
    identity: column.identity ?? null,
    generated: column.generated ?? null,
    comment: textOrNull(column.comment),
  };
}

function keyJson({ name, columns }: TableConstraint): object {
  return { name, columns };
}

function foreignKeyJson(schema: ListedSchema, key: TableConstraint): object {
  const { name, columns, references, onDelete, onUpdate, validated } = key;
  return {
    name,
    columns,
    references: references && { table: schema.nameOf(references.table), columns: references.columns },
    onDelete: onDelete ?? "NO ACTION",
    onUpdate: onUpdate ?? "NO ACTION",
    validated,
  };
}

function indexJson({ name, method, keys, include, unique, predicate, valid }: Index): object {
  return {
    name,
    method,
    keys: keys.map((key) => key.column ?? shownText(key.text)),
    include,
    unique,
    predicate: textOrNull(predicate),
    valid,
  };
}

function viewJson(view: Relation): object {
  return {
    name: printedName(view),
    materialized: view.kind === "materialized view",
    indexes: sorted(view.indexes).map(indexJson),
  };
}

/** In order of their names. */
function sorted<Named extends { readonly name: string }>(items: readonly Named[]): readonly Named[] {
  return items.toSorted((one, other) => (one.name < other.name ? -1 : Number(one.name > other.name)));
}

function textOrNull(text: string | undefined): string | null {
  return text === undefined ? null : shownText(text);
}
