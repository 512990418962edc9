import type { Connection } from "vscode-languageserver/node";
import { SCHEMA_METHOD, type SchemaAnswer, type SchemaParams } from "../../../shared/src/protocol.ts";
import { schemaPreview } from "../service/schema-preview.ts";
import { pathOf } from "./document-path.ts";
import type { Session } from "./session.ts";

/** Answers requests for the schema after the history that a document stands in. */
export function handleShowSchema(connection: Connection, session: Session): void {
  connection.onRequest(SCHEMA_METHOD, ({ uri, format }: SchemaParams): SchemaAnswer | null => {
    const text = schemaPreview(session.workspace, session.get(uri)?.path ?? pathOf(uri), format);
    return text === undefined ? null : { text };
  });
}
