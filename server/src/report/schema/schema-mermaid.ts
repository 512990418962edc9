import type { Catalog, Column, Table, TableConstraint } from "../../catalog/catalog.ts";
import { typeText } from "../../catalog/column-type.ts";
import { type ListedSchema, listSchema, printedName } from "./listed-schema.ts";
import { attributeWord, commentText, entityHead, entityNames, labelText, typeWord } from "./mermaid-words.ts";
import { shownText } from "./shown-text.ts";
import { isOneToOne, isRequired, keysOfColumn } from "./table-keys.ts";

/**
 * The schema as Mermaid's `erDiagram`: tables with columns and keys, and a line for each foreign key. Partitions are left
 * out, for each says again what its parent says.
 */
export function schemaMermaid(catalog: Catalog): string {
  const schema = listSchema(catalog);
  const idOf = entityNames();
  const tables = schema.tables.filter(({ partitionOf }) => partitionOf === undefined);
  const names = tables.map((table) => bareName(printedName(table)));
  // Tables first, so that none of them loses its name to one that is only referred to.
  names.forEach(idOf);
  const relations = tables.flatMap((table) =>
    foreignKeys(table).map((key) => ({ table, key, target: bareName(targetOf(schema, key)) })),
  );
  const elsewhere = Array.from(new Set(relations.map(({ target }) => target))).filter((name) => !names.includes(name));
  return [
    "erDiagram",
    ...tables.flatMap((table) => entity(idOf, table)),
    ...elsewhere.map((name) => `  ${entityHead(idOf(name), name)}`),
    ...relations.map(({ table, key, target }) =>
      relation(idOf(bareName(printedName(table))), idOf(target), table, key),
    ),
  ].join("\n");
}

function foreignKeys(table: Table): readonly TableConstraint[] {
  return table.constraints.filter(({ kind, references }) => kind === "foreignKey" && references !== undefined);
}

function targetOf(schema: ListedSchema, { references }: TableConstraint): string {
  return references === undefined ? "" : schema.nameOf(references.table);
}

/** A printed name without SQL's quotes, which a diagram does not need. */
function bareName(printed: string): string {
  return printed.replace(/"((?:[^"]|"")*)"/g, (_, inner: string) => inner.replaceAll('""', '"'));
}

function entity(idOf: (name: string) => string, table: Table): readonly string[] {
  const name = bareName(printedName(table));
  const head = `  ${entityHead(idOf(name), name)}`;
  if (table.columns.length === 0) return [head];
  return [`${head} {`, ...table.columns.map((column) => `    ${attribute(table, column)}`), "  }"];
}

function attribute(table: Table, column: Column): string {
  const word = attributeWord(column.name);
  const keys = keysOfColumn(table, column.name).join(", ");
  const said = [
    ...(word === column.name ? [] : [`named ${column.name}`]),
    ...(column.comment === undefined ? [] : [shownText(column.comment)]),
  ].join(": ");
  const comment = said === "" ? "" : `"${commentText(said)}"`;
  return [typeWord(typeText(column)), word, keys, comment].filter((part) => part !== "").join(" ");
}

/** `parent ||--o{ child`: how many rows of each belong to one of the other. */
function relation(child: string, parent: string, table: Table, key: TableConstraint): string {
  const one = isRequired(table, key) ? "||" : "|o";
  const many = isOneToOne(table, key) ? "o|" : "o{";
  return `  ${parent} ${one}--${many} ${child} : "${labelText(key.columns.join(", "))}"`;
}
