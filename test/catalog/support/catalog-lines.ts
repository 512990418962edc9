import type {
  Catalog,
  CatalogEntry,
  Index,
  Relation,
  Table,
  TableConstraint,
} from "../../../server/src/catalog/catalog.ts";
import { typeText } from "../../../server/src/catalog/column-type.ts";
import { quotedName } from "../../../server/src/catalog/quoted-name.ts";

/** What a catalogue holds, a line an object, sorted; `postgresLines` says the same of a database. */
export function catalogLines(catalog: Catalog): readonly string[] {
  return Array.from(catalog.entries.values())
    .flatMap((entry) => linesOf(catalog, entry))
    .sort();
}

function linesOf(catalog: Catalog, entry: CatalogEntry): readonly string[] {
  switch (entry.kind) {
    case "table":
      return tableLines(catalog, entry);
    case "view":
    case "materialized view":
    case "sequence":
      return relationLines(entry);
    case "type":
      return [`type ${quotedName(entry.schema, entry.name)} ${entry.form} (${entry.values.join(",")})`];
    default:
      return [];
  }
}

function relationLines(entry: Relation): readonly string[] {
  const name = nameOf(entry);
  return [`${entry.kind} ${name}`, ...entry.indexes.map((index) => indexLine(name, index))];
}

/** Temporary tables stand in schemas of their own whose names differ between sessions. */
function nameOf({ schema, name }: { readonly schema: string; readonly name: string }): string {
  return schema === "pg_temp" ? `pg_temp.${name}` : quotedName(schema, name);
}

function tableLines(catalog: Catalog, table: Table): readonly string[] {
  const name = nameOf(table);
  const kind = table.tableKind === "partition" ? "table" : table.tableKind;
  const parents = table.parents.map((parent) => ` < ${keyName(catalog, parent)}`).join("");
  return [
    `table ${name} ${kind}${parents}${table.rowSecurity ? " row security" : ""}`,
    ...table.columns.map((column, index) =>
      [
        `column ${name}.${index + 1} ${column.name}: ${typeText(column)}`,
        column.notNull ? "not null" : "",
        column.default === undefined ? "" : "default",
        column.identity ?? "",
        column.generated ?? "",
      ]
        .filter((part) => part !== "")
        .join(" "),
    ),
    ...table.constraints.map((constraint) => constraintLine(catalog, name, constraint)),
    ...table.indexes.map((index) => indexLine(name, index)),
  ];
}

function constraintLine(catalog: Catalog, table: string, constraint: TableConstraint): string {
  const { references } = constraint;
  const parts = [`constraint ${table}.${constraint.name} ${constraint.kind}`];
  if (constraint.kind !== "check") parts.push(`(${constraint.columns.join(",")})`);
  if (references) parts.push(`-> ${keyName(catalog, references.table)} (${references.columns.join(",")})`);
  if (references) parts.push(`${constraint.onDelete} ${constraint.onUpdate}`);
  if (!constraint.validated) parts.push("not valid");
  return parts.join(" ");
}

function indexLine(table: string, index: Index): string {
  const keys = index.keys.map((key) => key.column ?? "(expression)").join(",");
  const parts = [`index ${table}.${index.name} ${index.method} (${keys})`];
  if (index.include.length > 0) parts.push(`include (${index.include.join(",")})`);
  if (index.unique) parts.push("unique");
  if (index.predicate !== undefined) parts.push("partial");
  if (!index.valid) parts.push("invalid");
  return parts.join(" ");
}

function keyName(catalog: Catalog, key: string): string {
  const entry = catalog.get(key);
  return entry !== undefined && "schema" in entry ? nameOf(entry) : `? ${key}`;
}
