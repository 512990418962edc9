import type { Catalog } from "../catalog/catalog.ts";
import { schemaAfter } from "../engine/schema-at.ts";
import { statementSources } from "../engine/statement-sources.ts";
import { presumedTables } from "../report/schema/listed-schema.ts";
import { schemaJson } from "../report/schema/schema-json.ts";
import { schemaMarkdown } from "../report/schema/schema-markdown.ts";
import { schemaMermaid } from "../report/schema/schema-mermaid.ts";
import { type SourceOf, schemaSql } from "../report/schema/schema-sql.ts";
import { log } from "./log.ts";
import { openWorkspace } from "./open-workspace.ts";
import { readOptions } from "./options.ts";
import { schemaSource } from "./schema-source.ts";

/** The first is what is printed where no format is named. */
const FORMATS = ["markdown", "json", "mermaid", "sql"] as const;

type Printer = (catalog: Catalog, sourceOf: SourceOf, version: number) => string;

/** What prints a schema in each format. */
const PRINTERS: Readonly<Record<(typeof FORMATS)[number], Printer>> = {
  markdown: schemaMarkdown,
  json: schemaJson,
  mermaid: schemaMermaid,
  sql: schemaSql,
};

/** `lockkeeper schema [PATH…]`: the schema after a history, or after one file of it. */
export async function schema(args: readonly string[]): Promise<number> {
  const options = readOptions(args, FORMATS);
  const opened = await openWorkspace(options);
  const document = schemaSource(opened, options);
  const catalog = schemaAfter(opened.workspace, document);
  const { version } = opened.workspace.facts(document).engine;
  const unknown = presumedTables(catalog);
  if (unknown.length > 0) log(`the schema is not complete: no file makes ${unknown.join(", ")}`);
  process.stdout.write(`${PRINTERS[options.format](catalog, statementSources(opened.workspace, document), version)}\n`);
  return 0;
}
