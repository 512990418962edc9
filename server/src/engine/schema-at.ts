import type { Catalog } from "../catalog/catalog.ts";
import { type Document, isPrisma } from "./documents.ts";
import { prismaCatalog } from "./prisma-catalog.ts";
import { prismaSchemaOf } from "./prisma-schema-of.ts";
import type { Workspace } from "./workspace.ts";

/**
 * The schema as of the end of a file: of a migration, after it and all that its history applies before it; of a
 * Prisma schema, the tables that it becomes.
 */
export function schemaAfter(workspace: Workspace, document: Document): Catalog {
  if (isPrisma(document.path)) return prismaCatalog(prismaSchemaOf(workspace.documents, document).schema);
  return workspace.around(document, workspace.facts(document)).after();
}

/** The schema after the whole history that a file stands in; of a file that stands in none, after it. */
export function schemaAtEnd(workspace: Workspace, document: Document): Catalog {
  if (isPrisma(document.path)) return schemaAfter(workspace, document);
  const around = workspace.around(document, workspace.facts(document));
  return (around.final ?? around.after)();
}
