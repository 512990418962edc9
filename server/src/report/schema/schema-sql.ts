import type { Catalog, Origin } from "../../catalog/catalog.ts";
import { quoteIdentifier } from "../../catalog/quoted-name.ts";
import { commentsSql, otherCommentsSql } from "./comments-sql.ts";
import { foreignKeysSql, keysSql } from "./constraint-sql.ts";
import { grantsSql } from "./grants-sql.ts";
import { indexesSql } from "./index-sql.ts";
import { type ListedSchema, listSchema } from "./listed-schema.ts";
import { madeBy } from "./made-statement.ts";
import { publicationSql, statisticsSql } from "./others-sql.ts";
import { ownersSql } from "./owners-sql.ts";
import { parentsFirst } from "./parents-first.ts";
import { routinesSql } from "./routines-sql.ts";
import { ownershipSql, sequencesSql } from "./sequence-sql.ts";
import { markedSql, tableColumnSettings } from "./settings-sql.ts";
import { shownText } from "./shown-text.ts";
import { tablePartsSql, viewPartsSql } from "./table-parts-sql.ts";
import { tableSql } from "./table-sql.ts";
import { typesSql } from "./type-sql.ts";
import { viewsSql } from "./views-sql.ts";

/** The text of the statement that made an object, without its semicolon; undefined where it cannot be found. */
export type SourceOf = (origin: Origin) => string | undefined;

/**
 * A script that makes the schema in an empty database: types, sequences, tables, keys and indexes as the catalogue knows
 * them; views, routines, triggers and policies in the words that made them. Owners and privileges come last, for
 * the roles may not be there.
 */
export function schemaSql(catalog: Catalog, textOf: SourceOf, version: number): string {
  const schema = listSchema(catalog);
  const sourceOf: SourceOf = (origin) => {
    const text = textOf(origin);
    return text === undefined ? undefined : shownText(text);
  };
  const madeOf = madeBy(sourceOf);
  const tables = parentsFirst(schema, schema.tables);
  const entries = Array.from(catalog.entries.values());
  const routines = routinesSql(catalog, schema, madeOf);
  const parts = [
    ["-- The schema as Lockkeeper knows it from the files that make it.", "SET check_function_bodies = off;"],
    schemasSql(catalog, schema),
    extensionsSql(catalog),
    routines.beforeTypes,
    typesSql(schema, sourceOf),
    sequencesSql(schema),
    routines.beforeTables,
    ...tables.map((table) => tableSql(schema, table)),
    routines.afterTables,
    ownershipSql(schema),
    tables.flatMap((table) => keysSql(schema, table, sourceOf)),
    tables.flatMap((table) => indexesSql(schema, table)),
    tables.flatMap((table) => [...tableColumnSettings(table), ...markedSql(table)]),
    tables.flatMap((table) => foreignKeysSql(schema, table, sourceOf)),
    viewsSql(schema, madeOf),
    routines.afterViews,
    tables.flatMap((table) => tablePartsSql(schema, table, madeOf)),
    schema.views.flatMap((view) => viewPartsSql(schema, view, madeOf)),
    entries.flatMap((entry) => (entry.kind === "statistics" ? statisticsSql(catalog, entry, madeOf) : [])),
    entries.flatMap((entry) => (entry.kind === "publication" ? publicationSql(catalog, entry, madeOf) : [])),
    [...commentsSql(schema), ...otherCommentsSql(catalog)],
    ownersSql(catalog),
    grantsSql(catalog, version),
  ];
  return parts
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join("\n"))
    .join("\n\n");
}

function schemasSql(catalog: Catalog, { tables, views, sequences, types }: ListedSchema): readonly string[] {
  const made = Array.from(catalog.entries.values()).flatMap((entry) => (entry.kind === "schema" ? [entry.name] : []));
  const used = [...tables, ...views, ...sequences, ...types].map(({ schema }) => schema);
  const names = Array.from(new Set([...made, ...used])).filter((name) => name !== "public");
  return names.sort().map((name) => `CREATE SCHEMA IF NOT EXISTS ${quoteIdentifier(name)};`);
}

function extensionsSql(catalog: Catalog): readonly string[] {
  const extensions = Array.from(catalog.entries.values()).flatMap((entry) =>
    entry.kind === "extension" ? [entry] : [],
  );
  return extensions
    .map(({ name, schema }) => {
      const where = schema === undefined ? "" : ` SCHEMA ${quoteIdentifier(schema)}`;
      return `CREATE EXTENSION IF NOT EXISTS ${quoteIdentifier(name)}${where};`;
    })
    .sort();
}
