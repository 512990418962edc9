import { CompletionItemKind } from "vscode-languageserver-types";
import type { Catalog } from "../../catalog/catalog.ts";
import { typeText } from "../../catalog/column-type.ts";
import { quoteIdentifier } from "../../catalog/quoted-name.ts";
import { findRelation, searchPath } from "../../catalog/resolve.ts";
import { schemaEntries } from "../../engine/schema-entries.ts";
import type { CompletionPlace, NamedSource } from "../../sql/completion-place.ts";
import type { Proposal } from "./comment-words.ts";

const TYPES = `bigint boolean bytea date integer interval jsonb numeric smallint text time timestamptz timestamp uuid
  varchar bigserial serial`.split(/\s+/);

const STATEMENTS = [
  "ALTER TABLE",
  "CREATE INDEX CONCURRENTLY",
  "CREATE TABLE",
  "CREATE TYPE",
  "DELETE FROM",
  "DROP INDEX CONCURRENTLY",
  "DROP TABLE",
  "INSERT INTO",
  "SELECT",
  "SET lock_timeout =",
  "UPDATE",
];

const ALTERATIONS = [
  "ADD COLUMN",
  "ADD CONSTRAINT",
  "ALTER COLUMN",
  "DROP COLUMN",
  "DROP CONSTRAINT",
  "RENAME COLUMN",
  "RENAME TO",
  "VALIDATE CONSTRAINT",
];

/** What may be typed at a place of a statement, given the schema just before it. */
export function sqlWords(place: CompletionPlace, catalog: Catalog): readonly Proposal[] {
  const { wanted, qualifier, sources } = place;
  if (wanted === "statement") return keywords(STATEMENTS);
  if (wanted === "alteration") return keywords(ALTERATIONS);
  if (wanted === "relation") return relations(catalog, qualifier[0]);
  if (wanted === "type") return types(catalog, qualifier[0]);
  if (wanted !== "column") return [];
  if (qualifier.length === 0) return columnsOf(sources, catalog);
  const [alias] = qualifier.slice(-1);
  const own = columnsOf(
    sources.filter((source) => source.alias === alias),
    catalog,
  );
  return own.length > 0 || qualifier.length > 1 ? own : relations(catalog, alias);
}

function keywords(all: readonly string[]): readonly Proposal[] {
  return all.map((label) => ({ label, kind: CompletionItemKind.Keyword }));
}

/** A name in one of the schemas that are looked into, or with its schema; behind a schema's dot only what stands in it. */
function inSchema(
  catalog: Catalog,
  within: string | undefined,
): (entry: { readonly schema: string; readonly name: string }, kind: CompletionItemKind, detail: string) => Proposal[] {
  const path = searchPath(catalog);
  return ({ schema, name }, kind, detail) => {
    if (within !== undefined) return schema === within ? [named(name, kind, detail)] : [];
    if (path.includes(schema) || schema === "pg_temp") return [named(name, kind, detail)];
    const text = `${quoteIdentifier(schema)}.${quoteIdentifier(name)}`;
    return [{ label: text, kind, detail, name: text }];
  };
}

function named(name: string, kind: CompletionItemKind, detail: string): Proposal {
  return { label: name, kind, detail, text: quoteIdentifier(name), name };
}

function relations(catalog: Catalog, within: string | undefined): readonly Proposal[] {
  const entries = schemaEntries(catalog);
  const propose = inSchema(catalog, within);
  return [
    ...entries.tables.flatMap((table) => propose(table, CompletionItemKind.Struct, "table")),
    ...entries.relations
      .filter(({ kind }) => kind !== "sequence")
      .flatMap((view) => propose(view, CompletionItemKind.Interface, view.kind)),
  ];
}

function types(catalog: Catalog, within: string | undefined): readonly Proposal[] {
  const propose = inSchema(catalog, within);
  const own = schemaEntries(catalog).types.flatMap((type) => propose(type, CompletionItemKind.Enum, type.form));
  const builtIn = within === undefined ? TYPES : [];
  return [...own, ...builtIn.map((label) => ({ label, kind: CompletionItemKind.TypeParameter }))];
}

function columnsOf(sources: readonly NamedSource[], catalog: Catalog): readonly Proposal[] {
  const found = new Map<string, Proposal>();
  for (const { relation } of sources) {
    const entry = findRelation(catalog, relation)?.entry;
    if (entry?.kind === "table") {
      for (const column of entry.columns) {
        const detail = `${typeText(column)}${column.notNull ? " NOT NULL" : ""} · ${entry.name}`;
        if (!found.has(column.name)) found.set(column.name, named(column.name, CompletionItemKind.Field, detail));
      }
    } else if (entry !== undefined && "reads" in entry) {
      for (const { name } of entry.columns ?? []) found.set(name, named(name, CompletionItemKind.Field, entry.name));
    }
  }
  return [...found.values()];
}
