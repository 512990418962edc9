import type {
  Catalog,
  CatalogEntry,
  Index,
  Relation,
  Table,
  TableConstraint,
} from "../../../server/src/catalog/catalog.ts";
import { typeText } from "../../../server/src/catalog/column-type.ts";
import { relationKey } from "../../../server/src/catalog/keys.ts";
import { sequencesOf } from "../../../server/src/catalog/owned-sequences.ts";
import { tableById } from "../../../server/src/catalog/resolve.ts";
import { nameOf, otherLines, partLines } from "./other-lines.ts";
import { withExpressions } from "./postgres-lines.ts";
import { columnSettings, indexSettings, sequenceSettings, tableSettings } from "./setting-words.ts";

/** What a catalogue holds, a line an object, sorted; `postgresLines` says the same of a database. */
export function catalogLines(catalog: Catalog): readonly string[] {
  return Array.from(catalog.entries.values())
    .filter((entry) => entry.kind !== "table" || entry.presumed === undefined)
    .flatMap((entry) => linesOf(catalog, entry))
    .sort();
}

function linesOf(catalog: Catalog, entry: CatalogEntry): readonly string[] {
  switch (entry.kind) {
    case "table":
      return tableLines(catalog, entry);
    case "view":
    case "materialized view":
      return relationLines(entry);
    case "sequence":
      return [sequenceLine(catalog, entry)];
    case "type":
      return [`type ${nameOf(entry)} ${entry.form} (${entry.values.join(",")})`, ...otherLines(entry)];
    default:
      return otherLines(entry);
  }
}

function relationLines(entry: Relation): readonly string[] {
  const name = nameOf(entry);
  return [`${entry.kind} ${name}`, ...entry.indexes.map((index) => indexLine(name, index)), ...partLines(entry)];
}

function sequenceLine(catalog: Catalog, sequence: Relation): string {
  const owner = sequence.ownedBy === undefined ? undefined : tableById(catalog, sequence.ownedBy);
  const column = owner?.columns.find((candidate) =>
    sequencesOf(candidate).includes(relationKey(sequence.schema, sequence.name)),
  );
  const of = owner === undefined ? "" : ` of ${nameOf(owner)}.${column?.name}`;
  return `sequence ${nameOf(sequence)}${sequence.type === undefined || sequence.type === "int8" ? "" : ` ${COUNTED[sequence.type]}`}${of}${sequenceSettings(sequence)}`;
}

const COUNTED = { int2: "smallint", int4: "integer", int8: "bigint" } as const;

function tableLines(catalog: Catalog, table: Table): readonly string[] {
  const name = nameOf(table);
  const kind = table.tableKind === "partition" ? "table" : table.tableKind;
  const parents = table.parents.map((parent) => ` < ${keyName(catalog, parent)}`).join("");
  return [
    `table ${name} ${kind}${parents}${table.rowSecurity ? " row security" : ""}${table.forceRowSecurity ? " forced" : ""}${tableSettings(table)}`,
    ...table.columns.map((column, index) =>
      [
        `column ${name}.${index + 1} ${column.name}: ${typeText(column)}`,
        column.notNull ? "not null" : "",
        column.default === undefined ? "" : "default",
        column.identity ?? "",
        column.generated ?? "",
      ]
        .filter((part) => part !== "")
        .join(" ")
        .concat(columnSettings(column), withExpressions([column.default])),
    ),
    ...table.constraints.map((constraint) => constraintLine(catalog, name, constraint)),
    ...table.indexes.map((index) => indexLine(name, index)),
    ...partLines(table),
  ];
}

function constraintLine(catalog: Catalog, table: string, constraint: TableConstraint): string {
  const { references } = constraint;
  const parts = [`constraint ${table}.${constraint.name} ${constraint.kind}`];
  if (constraint.kind !== "check") parts.push(`(${constraint.columns.join(",")})`);
  if (references) parts.push(`-> ${keyName(catalog, references.table)} (${references.columns.join(",")})`);
  if (references) parts.push(`${constraint.onDelete} ${constraint.onUpdate}`);
  if (!constraint.validated) parts.push("not valid");
  if (constraint.deferrable) parts.push("deferrable");
  if (constraint.notEnforced) parts.push("not enforced");
  return parts.join(" ") + withExpressions([constraint.expression]);
}

function indexLine(table: string, index: Index): string {
  const keys = index.keys.map((key) => key.column ?? "(expression)").join(",");
  const parts = [`index ${table}.${index.name} ${index.method} (${keys})`];
  if (index.include.length > 0) parts.push(`include (${index.include.join(",")})`);
  if (index.unique) parts.push("unique");
  if (index.predicate !== undefined) parts.push("partial");
  if (index.nullsNotDistinct) parts.push("nulls not distinct");
  if (!index.valid) parts.push("invalid");
  const keyTexts = index.keys.filter((key) => key.column === undefined).map((key) => key.text);
  return parts.join(" ") + indexSettings(index) + withExpressions([...keyTexts, index.predicate]);
}

function keyName(catalog: Catalog, key: string): string {
  const entry = catalog.get(key);
  return entry !== undefined && "indexes" in entry ? nameOf(entry) : `? ${key}`;
}
