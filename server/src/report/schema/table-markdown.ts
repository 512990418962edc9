import type { Column, Index, Table, TableConstraint } from "../../catalog/catalog.ts";
import { typeText } from "../../catalog/column-type.ts";
import { codeSpan, escapeMarkdown } from "../../text/escape-markdown.ts";
import { type ListedSchema, printedName } from "./listed-schema.ts";
import { shownText } from "./shown-text.ts";
import { keysOfColumn } from "./table-keys.ts";

/** A table's part of the data dictionary, as paragraphs. */
export function tableMarkdown(schema: ListedSchema, table: Table): readonly string[] {
  return [
    `## ${codeSpan(printedName(table))}`,
    ...(table.comment === undefined ? [] : [escapeMarkdown(shownText(table.comment))]),
    ...remarks(schema, table),
    ...(table.columns.length > 0 ? [columnTable(table)] : []),
    ...list(
      "Keys and checks",
      table.constraints.map((constraint) => constraintLine(schema, constraint)),
    ),
    ...list("Indexes", table.indexes.filter(({ constraint }) => constraint === undefined).map(indexLine)),
    ...list("Referenced by", referencing(schema, table)),
    ...list(
      "Policies",
      table.policies.map(
        ({ name, command, permissive }) => `${codeSpan(name)}: ${permissive ? "allows" : "restricts"} ${command}`,
      ),
    ),
    ...list(
      "Triggers",
      table.triggers.map(({ name }) => codeSpan(name)),
    ),
  ];
}

function list(title: string, items: readonly string[]): readonly string[] {
  return items.length === 0 ? [] : [`**${title}**`, items.map((item) => `- ${item}`).join("\n")];
}

function remarks(schema: ListedSchema, table: Table): readonly string[] {
  const parents = table.parents.map((key) => codeSpan(schema.nameOf(key))).join(", ");
  const said = [
    ...(table.tableKind === "foreign" ? ["A foreign table."] : []),
    ...(table.partitionBy === undefined ? [] : [`Partitioned by ${table.partitionBy.strategy}.`]),
    ...(table.partitionOf === undefined ? [] : [`A partition of ${parents}.`]),
    ...(table.partitionOf === undefined && parents !== "" ? [`Inherits from ${parents}.`] : []),
    ...(table.rowSecurity ? ["Row security is on."] : []),
    ...(table.columnsKnown ? [] : ["Its columns come from a query or an unknown table, so there may be more of them."]),
  ];
  return said.length === 0 ? [] : [said.join(" ")];
}

function columnTable(table: Table): string {
  const rows = table.columns.map((column) => row(columnCells(table, column)));
  return [row(["Column", "Type", "Null", "Default", "Key", "Comment"]), row(Array(6).fill("---")), ...rows].join("\n");
}

function columnCells(table: Table, column: Column): readonly string[] {
  return [
    codeCell(column.name),
    codeCell(typeText(column)),
    column.notNull ? "no" : "yes",
    defaultCell(column),
    keysOfColumn(table, column.name).join(", "),
    column.comment === undefined ? "" : escapeMarkdown(shownText(column.comment)),
  ];
}

function defaultCell({ identity, generated, default: value }: Column): string {
  if (identity !== undefined) return `identity, ${identity}`;
  if (value === undefined) return "";
  const code = codeCell(shownText(value));
  return generated === undefined ? code : `generated: ${code}`;
}

/** Code in a table's cell, which a bar would end even there. */
function codeCell(text: string): string {
  return codeSpan(text).replaceAll("|", "\\|");
}

function row(cells: readonly string[]): string {
  return `| ${cells.join(" | ")} |`;
}

const KINDS: Readonly<Record<TableConstraint["kind"], string>> = {
  primaryKey: "primary key",
  unique: "unique",
  check: "check",
  foreignKey: "foreign key",
  exclusion: "exclusion",
};

function constraintLine(schema: ListedSchema, constraint: TableConstraint): string {
  const { kind, name, columns, expression, references, onDelete, onUpdate, validated } = constraint;
  const of = columns.length > 0 && kind !== "check" ? ` (${columns.map(codeSpan).join(", ")})` : "";
  const to =
    references && ` to ${codeSpan(schema.nameOf(references.table))} (${references.columns.map(codeSpan).join(", ")})`;
  const actions = [
    ...(onDelete === undefined || onDelete === "NO ACTION" ? [] : [`on delete ${onDelete.toLowerCase()}`]),
    ...(onUpdate === undefined || onUpdate === "NO ACTION" ? [] : [`on update ${onUpdate.toLowerCase()}`]),
    ...(validated ? [] : ["not valid"]),
  ].map((words) => `, ${words}`);
  const check = expression === undefined ? "" : ` ${codeSpan(shownText(expression))}`;
  return `${codeSpan(name)}: ${KINDS[kind]}${of}${to ?? ""}${check}${actions.join("")}`;
}

/** An index in words: its name, method, keys and condition. */
export function indexLine({ name, method, keys, include, unique, predicate, valid }: Index): string {
  const parts = keys.map(({ column, text }) =>
    column === undefined ? codeSpan(shownText(text)) : escapeMarkdown(column),
  );
  return [
    `${codeSpan(name)}: ${unique ? "unique, " : ""}${escapeMarkdown(method)} (${parts.join(", ")})`,
    ...(include.length > 0 ? [`including ${include.map(codeSpan).join(", ")}`] : []),
    ...(predicate === undefined ? [] : [`where ${codeSpan(shownText(predicate))}`]),
    ...(valid ? [] : ["not valid"]),
  ].join(", ");
}

/** The foreign keys of other tables that point at the table. */
function referencing(schema: ListedSchema, table: Table): readonly string[] {
  const name = printedName(table);
  const others = table.referencedBy.flatMap((key) => schema.tableAt(key) ?? []);
  const lines = others.flatMap((other) =>
    other.constraints
      .filter(({ references }) => references !== undefined && schema.nameOf(references.table) === name)
      .map(({ columns }) => `${codeSpan(printedName(other))} (${columns.map(codeSpan).join(", ")})`),
  );
  return lines.sort();
}
