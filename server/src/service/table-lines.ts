import type { Column, Index, Table, TableConstraint } from "../catalog/catalog.ts";
import { typeText } from "../catalog/column-type.ts";
import { quotedName, quoteIdentifier } from "../catalog/quoted-name.ts";
import { codeBlock, codeSpan } from "../text/escape-markdown.ts";

/** How many columns, keys or indexes are shown before the rest is counted. */
const MOST_LINES = 14;

/** A column as its definition would have it. */
export function columnSql(column: Column): string {
  const { name, notNull, identity, generated } = column;
  const parts = [quoteIdentifier(name), typeText(column)];
  if (notNull) parts.push("NOT NULL");
  if (identity !== undefined) parts.push(`GENERATED ${identity.toUpperCase()} AS IDENTITY`);
  else if (generated !== undefined)
    parts.push(`GENERATED ALWAYS AS (${column.default ?? ""}) ${generated.toUpperCase()}`);
  else if (column.default !== undefined) parts.push(`DEFAULT ${column.default}`);
  return parts.join(" ");
}

/** A table's columns as a block of SQL, of which the names stand under each other. */
export function columnBlock({ columns, columnsKnown }: Table): string {
  const shown = columns.slice(0, MOST_LINES);
  const width = Math.min(30, Math.max(0, ...shown.map(({ name }) => quoteIdentifier(name).length)));
  const lines = shown.map((column) => {
    const name = quoteIdentifier(column.name);
    return name.padEnd(width) + columnSql(column).slice(name.length);
  });
  const rest = columns.length - shown.length;
  if (rest > 0) lines.push(`-- … ${rest} more`);
  if (!columnsKnown) lines.push("-- and others, which no file says");
  return codeBlock(lines);
}

/** A table's keys, one item of a list each: the primary key, unique ones, foreign ones, checks. */
export function keyLines({ constraints }: Table): readonly string[] {
  const shown = [...constraints].sort((one, other) => ORDER.indexOf(one.kind) - ORDER.indexOf(other.kind));
  return shortened(shown.map(constraintLine));
}

const ORDER: readonly TableConstraint["kind"][] = ["primaryKey", "unique", "foreignKey", "exclusion", "check"];

const WORDS: Readonly<Record<TableConstraint["kind"], string>> = {
  primaryKey: "Primary key",
  unique: "Unique",
  foreignKey: "Foreign key",
  exclusion: "Exclusion",
  check: "Check",
};

/** A constraint as an item of a list. */
export function constraintLine(constraint: TableConstraint): string {
  const { kind, columns, expression, references, onDelete, validated } = constraint;
  const what = kind === "check" ? (expression ?? "") : names(columns);
  const target = references === undefined ? "" : ` → ${codeSpan(referenceText(references))}`;
  const action = onDelete === undefined || onDelete === "no action" ? "" : `, on delete ${onDelete.toLowerCase()}`;
  return `- **${WORDS[kind]}:** ${codeSpan(what)}${target}${action}${validated ? "" : ", not validated"}`;
}

function names(columns: readonly string[]): string {
  return columns.map(quoteIdentifier).join(", ");
}

/** Keys say schema and name themselves: `relation public.users`. */
function referenceText({ table, columns }: { readonly table: string; readonly columns: readonly string[] }): string {
  const written = table.slice(table.indexOf(" ") + 1);
  const dot = written.indexOf(".");
  const name = quotedName(written.slice(0, dot), written.slice(dot + 1));
  return columns.length === 0 ? name : `${name} (${names(columns)})`;
}

/** Those of the indexes that no constraint stands for, one item of a list each. */
export function indexLines(indexes: readonly Index[]): readonly string[] {
  return shortened(indexes.filter(({ constraint }) => constraint === undefined).map(indexLine));
}

/** An index as an item of a list. */
export function indexLine(index: Index): string {
  const { name, unique, method, keys, include, predicate, valid } = index;
  const kind = unique ? "Unique index" : "Index";
  const how = method === "btree" ? "" : ` using ${codeSpan(method)}`;
  const more = include.length === 0 ? "" : ` include ${codeSpan(names(include))}`;
  const where = predicate === undefined ? "" : ` where ${codeSpan(predicate)}`;
  const on = keys.map(({ column, text }) => (column === undefined ? text : quoteIdentifier(column))).join(", ");
  return `- **${kind}:** ${codeSpan(quoteIdentifier(name))}${how} on ${codeSpan(on)}${more}${where}${valid ? "" : ", not valid"}`;
}

function shortened(lines: readonly string[]): readonly string[] {
  const rest = lines.length - MOST_LINES;
  return rest > 1 ? [...lines.slice(0, MOST_LINES), `- … ${rest} more`] : lines;
}
