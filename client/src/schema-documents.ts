import { type Disposable, EventEmitter, Uri, workspace } from "vscode";
import { SCHEMA_METHOD, type SchemaAnswer, type SchemaFormat, type SchemaParams } from "../../shared/src/protocol.ts";
import type { ServerRun } from "./server-run.ts";

/** The scheme of read-only documents that hold a schema. */
export const SCHEMA_SCHEME = "lockkeeper-schema";

/** How a schema is shown as a document: the server's text, or a diagram's source in Markdown. */
export type SchemaView = Exclude<SchemaFormat, "mermaid"> | "diagram-source";

const FORMATS: Readonly<Record<SchemaView, SchemaFormat>> = {
  markdown: "markdown",
  "diagram-source": "mermaid",
  sql: "sql",
};

/** The address of a document that holds the schema after the history of the file at `file`. */
export function schemaUri(file: Uri, view: SchemaView): Uri {
  const ending = view === "sql" ? "sql" : "md";
  const params = JSON.stringify({ file: file.toString(), view });
  return Uri.from({ scheme: SCHEMA_SCHEME, path: `/Schema of ${folderName(file)}.${ending}`, query: params });
}

/** The folder that the file stands in, as a person would call it. */
export function folderName(file: Uri): string {
  return file.path.split("/").at(-2) ?? "";
}

/** The schema as text, or undefined where the file makes none. */
export async function schemaText(server: ServerRun, file: Uri, format: SchemaFormat): Promise<string | undefined> {
  const params: SchemaParams = { uri: file.toString(), format };
  return (await server.ask<SchemaAnswer | null>(SCHEMA_METHOD, params))?.text;
}

/** Gives VS Code the text of such documents, anew whenever a file is saved. */
export function provideSchemaDocuments(server: ServerRun): Disposable {
  const changed = new EventEmitter<Uri>();
  const saved = workspace.onDidSaveTextDocument(() => {
    for (const { uri } of workspace.textDocuments) if (uri.scheme === SCHEMA_SCHEME) changed.fire(uri);
  });
  const provided = workspace.registerTextDocumentContentProvider(SCHEMA_SCHEME, {
    onDidChange: changed.event,
    provideTextDocumentContent: async ({ query }) => {
      const { file, view }: { file: string; view: SchemaView } = JSON.parse(query);
      const text = await schemaText(server, Uri.parse(file), FORMATS[view]);
      if (text === undefined) return "There is no schema to show: the file makes none of Postgres.\n";
      return view === "diagram-source" ? `# Schema\n\n\`\`\`mermaid\n${text}\`\`\`\n` : text;
    },
  });
  return {
    dispose: () => {
      for (const part of [saved, provided, changed]) part.dispose();
    },
  };
}
