import { applyStatement } from "../catalog/apply-statement.ts";
import { type Catalog, EMPTY_CATALOG, withChanges } from "../catalog/catalog.ts";
import { type SchemaDifference, schemaDifferences } from "../catalog/difference.ts";
import { columnName, databaseName } from "../prisma/database-names.ts";
import { prismaDatabase } from "../prisma/datasource.ts";
import type { PrismaSchema } from "../prisma/prisma-schema.ts";
import { historyBeside } from "../project/artefacts.ts";
import type { FileFacts, History } from "../project/project.ts";
import { segmentStarts } from "../sql/segments.ts";
import { type Range, shiftRange } from "../text/range.ts";
import { textHash } from "../text/text-hash.ts";
import { type Document, isPrisma } from "./documents.ts";
import { firstLine } from "./first-line.ts";
import { prismaCatalog } from "./prisma-catalog.ts";
import { prismaSchemaOf } from "./prisma-schema-of.ts";
import type { Drift } from "./rule.ts";
import { schemaAtEnd } from "./schema-at.ts";
import { wayUp } from "./way-up.ts";
import type { Workspace } from "./workspace.ts";

/**
 * How a file that says a schema again differs from what the history beside it makes. Empty where no history stands
 * beside it, and where not all of the history is understood: then nothing is sure.
 */
export function driftsOf(workspace: Workspace, document: Document, facts: FileFacts): readonly Drift[] {
  const { isolated, schema } = workspace.options;
  if (isolated || schema !== undefined || facts.engine.name !== "postgres") return [];
  const history = historyBeside(workspace.historiesAround(document.path), document.path);
  if (history === undefined || isBase(workspace, document.path)) return [];
  const last = understoodEnd(workspace, history);
  if (last === undefined) return [];
  const made = schemaAtEnd(workspace, last);
  if (hasPresumed(made)) return [];
  const place = isPrisma(document.path) ? prismaPlace(workspace, document) : sqlPlace(document, facts);
  return schemaDifferences(place.catalog, made)
    .filter(({ table, history: there }) => there !== undefined || !BOOKKEEPING.has(table.name))
    .flatMap((difference) => {
      const range = place.rangeOf(difference);
      return range === undefined ? [] : [{ difference, range, folder: history.folder }];
    });
}

/** Tables that migration tools make for themselves: a dump holds them, and no migration does. */
const BOOKKEEPING: ReadonlySet<string> = new Set(
  `schema_migrations ar_internal_metadata goose_db_version flyway_schema_history databasechangelog databasechangeloglock
  _sqlx_migrations __diesel_schema_migrations _prisma_migrations pgmigrations migrations atlas_schema_revisions
  schema_version schema_update_history`.split(/\s+/),
);

/** A file that the configuration puts before the history is no outcome of it. */
function isBase(workspace: Workspace, path: string): boolean {
  return workspace.configurations.configFor(path).schema.includes(path);
}

/** The last file of a history in which every statement is understood, dynamic ones among them none. */
function understoodEnd(workspace: Workspace, { files }: History): Document | undefined {
  const documents = files.map((path) => workspace.documents.get(path));
  const isAll = documents.every((document) => document !== undefined && isUnderstood(workspace, document));
  return isAll ? documents.at(-1) : undefined;
}

function isUnderstood(workspace: Workspace, document: Document): boolean {
  const facts = workspace.facts(document);
  if (facts.engine.name !== "postgres") return false;
  const isUp = wayUp(document.segments, facts);
  return document.segments.every(({ kind, parsed }, index) => {
    if (kind !== "statement" || !isUp(index)) return true;
    const { statement } = parsed ?? {};
    return statement !== undefined && !(statement.kind === "do" && statement.dynamic);
  });
}

function hasPresumed(catalog: Catalog): boolean {
  return catalog.entries.some((entry) => entry.kind === "table" && entry.presumed === true);
}

/** What a dump makes, and where in it the objects stand. */
interface Place {
  readonly catalog: Catalog;
  /** Where a difference is shown; undefined where another file is the place for it. */
  rangeOf(difference: SchemaDifference): Range | undefined;
}

const alone = new WeakMap<Document, Catalog>();

function sqlPlace(document: Document, { path: file }: FileFacts): Place {
  const { segments } = document;
  const catalog = alone.get(document) ?? catalogOf(document, file);
  alone.set(document, catalog);
  const starts = segmentStarts(segments);
  const first = segments.findIndex(({ kind }) => kind === "statement");
  const top = firstLine(segments, first);
  let places: ReadonlyMap<number, number> | undefined;
  return {
    catalog,
    rangeOf: ({ inDump, column }) => {
      places ??= new Map(segments.map(({ text }, index) => [textHash(text), index]));
      const index = places.get(inDump?.segment ?? -1) ?? -1;
      const statement = segments[index]?.parsed?.statement;
      if (statement?.kind !== "createTable") return top;
      const own = statement.columns.find(({ name }) => name.name === column);
      return shiftRange((own ?? statement).name.range, starts[index] ?? 0);
    },
  };
}

function catalogOf({ segments }: Document, file: string): Catalog {
  let catalog = EMPTY_CATALOG;
  for (const { text, parsed } of segments) {
    if (parsed?.statement === undefined) continue;
    const origin = { file, segment: textHash(text) };
    catalog = withChanges(catalog, applyStatement(catalog, parsed.statement, origin));
  }
  return catalog;
}

function prismaPlace(workspace: Workspace, document: Document): Place {
  const { own, schema } = prismaSchemaOf(workspace.documents, document);
  const managed = prismaDatabase(schema).schemas;
  return {
    catalog: prismaCatalog(schema),
    rangeOf: (difference) => (isPrismas(managed, difference) ? prismaRange(own, difference) : undefined),
  };
}

/** Prisma compares the schemas that it is told of, and takes a list for one whether or not it may be null. */
function isPrismas(managed: readonly string[], { table, what, column }: SchemaDifference): boolean {
  const isList = table.columns.some(({ name, dimensions }) => name === column && dimensions > 0);
  return managed.includes(table.schema) && !(what === "notNull" && isList);
}

/** At the field, else the model; what no model has is shown where the datasource stands, in one file of several. */
function prismaRange(own: PrismaSchema, { table, column, dump, what }: SchemaDifference): Range | undefined {
  if (what === "table" && dump === undefined) return own.datasource?.name.range;
  const model = own.models.find((each) => databaseName(each) === table.name);
  const field = model?.fields.find((each) => columnName(each) === column);
  return (field ?? model)?.name.range;
}
