import type { CatalogReader, Table } from "../../catalog/catalog.ts";
import { columnType, typeText } from "../../catalog/column-type.ts";
import { quotedName, quoteIdentifier } from "../../catalog/quoted-name.ts";
import { defineRule } from "../../engine/rule.ts";
import type { CreateTable } from "../../sql/statement.ts";

/** A table that is there already in another shape, so that its CREATE does nothing and nobody hears of it. */
export default defineRule({
  id: "if-not-exists-hides-difference",
  group: "migration",
  title: "IF NOT EXISTS hides another shape",
  severity: "high",
  tag: "confirmed",
  why: "CREATE TABLE IF NOT EXISTS looks at the name alone: a table of that name stays as it is, whatever its columns, and the migration counts as done. Code that was written for the shape that stands here fails on the first query.",
  remedy: "Say what changes with ALTER TABLE, or give the new table another name.",
  sources: [],
  references: ["https://www.postgresql.org/docs/current/sql-createtable.html"],
  on: {
    createTable(statement, ctx) {
      const table = ctx.table(statement.name);
      if (!statement.ifNotExists || table === undefined || table.presumed || !isComparable(statement, table)) return;
      const differences = differencesBetween(statement, table, ctx.before);
      if (differences.length === 0) return;
      const shown = quotedName(table.schema, table.name);
      const shownFirst = differences.slice(0, 4).join("; ");
      const more = differences.length > 4 ? `; and ${differences.length - 4} more` : "";
      const message = `${shown} is there already, so this makes and changes nothing, though what stands here is another table: ${shownFirst}${more}. Say what changes with ALTER TABLE ${shown}, or give the new table another name.`;
      ctx.report({ range: statement.name.range, message });
    },
  },
});

function isComparable(statement: CreateTable, table: Table): boolean {
  const { like, inherits, partitionOf, ofType, asQuery } = statement;
  const isPlain = like.length === 0 && inherits.length === 0 && partitionOf === undefined && ofType === undefined;
  return isPlain && !asQuery && table.columnsKnown && !table.temporary && statement.persistence !== "temporary";
}

function differencesBetween({ columns }: CreateTable, table: Table, reader: CatalogReader): readonly string[] {
  const there = new Map(table.columns.map((column) => [column.name, column]));
  const here = new Set(columns.map(({ name }) => name.name));
  const written = columns.flatMap(({ name, type }): readonly string[] => {
    const column = there.get(name.name);
    const shown = quoteIdentifier(name.name);
    if (column === undefined) return [`it has no ${shown}`];
    const [had, wanted] = [typeText(column), type && typeText(columnType(reader, type))];
    return wanted === undefined || had === wanted ? [] : [`its ${shown} is ${had}`];
  });
  const besides = table.columns.filter(({ name }) => !here.has(name));
  return [...written, ...besides.map(({ name }) => `it has ${quoteIdentifier(name)}, which is not written here`)];
}
