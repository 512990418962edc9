import { commands, type QuickPickItem, type Uri, window } from "vscode";
import { showDiagram } from "./diagram-panel.ts";
import { folderName, type SchemaView, schemaText, schemaUri } from "./schema-documents.ts";
import type { ServerRun } from "./server-run.ts";

/** One way to show a schema. */
interface View extends QuickPickItem {
  readonly view: SchemaView | "diagram";
}

const VIEWS: readonly View[] = [
  { view: "markdown", label: "Data dictionary", description: "tables, columns, keys and indexes" },
  { view: "diagram", label: "Diagram", description: "tables and the keys between them" },
  { view: "diagram-source", label: "Diagram as Mermaid source", description: "to paste into Markdown" },
  { view: "sql", label: "SQL script", description: "makes the schema in an empty database" },
];

/** Shows the schema after the history of the file in the active editor. Without a view named, asks which one. */
export async function showSchema(extension: Uri, server: ServerRun, argument: unknown): Promise<void> {
  const file = window.activeTextEditor?.document.uri;
  if (file === undefined) {
    window.showInformationMessage("Open a migration or a schema.prisma: its history's schema is shown.");
    return;
  }
  const chosen =
    VIEWS.find(({ view }) => view === argument) ??
    (await window.showQuickPick(VIEWS, { placeHolder: `The schema after the history of ${folderName(file)}` }));
  if (chosen === undefined) return;
  if (chosen.view === "diagram") return showInPanel(extension, server, file);
  const uri = schemaUri(file, chosen.view);
  if (chosen.view === "markdown") await commands.executeCommand("markdown.showPreview", uri);
  else await window.showTextDocument(uri, { preview: true });
}

async function showInPanel(extension: Uri, server: ServerRun, file: Uri): Promise<void> {
  const diagram = await schemaText(server, file, "mermaid");
  if (diagram === undefined)
    window.showInformationMessage("There is no schema to show: this file makes none of Postgres.");
  else showDiagram(extension, `Schema of ${folderName(file)}`, diagram);
}
