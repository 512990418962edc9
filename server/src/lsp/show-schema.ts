import type { Connection } from "vscode-languageserver/node";
import {
  SCHEMA_METHOD,
  type SchemaAnswer,
  type SchemaFormat,
  type SchemaParams,
} from "../../../shared/src/protocol.ts";
import type { Catalog } from "../catalog/catalog.ts";
import { isConfiguration } from "../engine/documents.ts";
import { schemaAtEnd } from "../engine/schema-at.ts";
import { statementSources } from "../engine/statement-sources.ts";
import type { Workspace } from "../engine/workspace.ts";
import { schemaMarkdown } from "../report/schema/schema-markdown.ts";
import { schemaMermaid } from "../report/schema/schema-mermaid.ts";
import { type SourceOf, schemaSql } from "../report/schema/schema-sql.ts";
import { pathOf } from "./document-path.ts";
import type { Session } from "./session.ts";

/** Answers requests for the schema after the history that a document stands in. */
export function handleShowSchema(connection: Connection, session: Session): void {
  connection.onRequest(SCHEMA_METHOD, ({ uri, format }: SchemaParams): SchemaAnswer | null => {
    const text = schemaPreview(session.workspace, session.get(uri)?.path ?? pathOf(uri), format);
    return text === undefined ? null : { text };
  });
}

type Printer = (catalog: Catalog, sourceOf: SourceOf, version: number) => string;

const PRINTERS: Readonly<Record<SchemaFormat, Printer>> = {
  markdown: schemaMarkdown,
  mermaid: schemaMermaid,
  sql: schemaSql,
};

/** The schema after the history that the file at the path stands in, as text; undefined where the file makes none of Postgres. */
function schemaPreview(workspace: Workspace, path: string, format: SchemaFormat): string | undefined {
  const document = workspace.documents.get(path);
  if (document === undefined || isConfiguration(path) || !Object.hasOwn(PRINTERS, format)) return undefined;
  const { engine } = workspace.facts(document);
  if (engine.name !== "postgres") return undefined;
  const catalog = schemaAtEnd(workspace, document);
  return `${PRINTERS[format](catalog, statementSources(workspace, document), engine.version)}\n`;
}
