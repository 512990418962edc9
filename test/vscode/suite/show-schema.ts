import assert from "node:assert/strict";
import { commands, TabInputWebview, window } from "vscode";
import { COMMANDS } from "../../../shared/src/commands.ts";
import { FILES, open } from "./editor.ts";
import { type Test, until } from "./runner.ts";
import { screenshot } from "./screenshot.ts";

/** Waits for a tab that shows a web page, of such a kind and with such a title. */
async function webview(kind: string, title: string): Promise<void> {
  await until(`a ${kind} called ${title}`, () =>
    window.tabGroups.all.some(
      ({ activeTab }) =>
        activeTab?.input instanceof TabInputWebview &&
        activeTab.input.viewType.includes(kind) &&
        activeTab.label.includes(title),
    ),
  );
}

/** The command that shows the schema of the history that the active file stands in. */
export const schemaTests: readonly Test[] = [
  {
    name: "the schema is shown as a data dictionary, as of the history's end",
    async run() {
      await open(FILES.init);
      await commands.executeCommand(COMMANDS.showSchema.id, "markdown");
      await webview("markdown.preview", "Schema of migrations");
      await screenshot("schema-markdown", "Keys and checks");
      await commands.executeCommand("workbench.action.closeActiveEditor");
    },
  },
  {
    name: "the schema is shown as a diagram",
    async run() {
      await open(FILES.init);
      await commands.executeCommand(COMMANDS.showSchema.id, "diagram");
      await webview("lockkeeper.diagram", "Schema of migrations");
      await screenshot("schema-diagram", "customer_id");
      await commands.executeCommand("workbench.action.closeActiveEditor");
    },
  },
  {
    name: "the schema is shown as a script of SQL",
    async run() {
      await open(FILES.init);
      await commands.executeCommand(COMMANDS.showSchema.id, "sql");
      const document = await until("the script", () => {
        const shown = window.activeTextEditor?.document;
        return shown?.uri.scheme === "lockkeeper-schema" && shown;
      });
      assert.equal(document.languageId, "sql");
      assert.match(document.getText(), /CREATE TABLE shipments \(/);
      await commands.executeCommand("workbench.action.closeActiveEditor");
    },
  },
  {
    name: "a Prisma schema is shown by the tables that it becomes",
    async run() {
      await open(FILES.prisma);
      await commands.executeCommand(COMMANDS.showSchema.id, "diagram-source");
      const document = await until("the diagram's source", () => {
        const shown = window.activeTextEditor?.document;
        return shown?.uri.scheme === "lockkeeper-schema" && shown.uri.path.includes("prisma") && shown;
      });
      assert.match(document.getText(), /^# Schema\n\n```mermaid\nerDiagram\n/);
      await commands.executeCommand("workbench.action.closeActiveEditor");
    },
  },
];
