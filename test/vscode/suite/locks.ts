import assert from "node:assert/strict";
import {
  type CodeLens,
  commands,
  type InlayHint,
  Range,
  Selection,
  type TextDocument,
  window,
  workspace,
} from "vscode";
import { FILES, open } from "./editor.ts";
import { type Test, until } from "./runner.ts";
import { screenshot } from "./screenshot.ts";

/** The labels of a document's inlay hints, once there are any. */
function hintsOf(document: TextDocument): Promise<readonly string[]> {
  const whole = new Range(0, 0, document.lineCount, 0);
  return until("an inlay hint", async () => {
    const hints = await commands.executeCommand<InlayHint[]>("vscode.executeInlayHintProvider", document.uri, whole);
    const labels = hints.map(({ label }) =>
      typeof label === "string" ? label : label.map((part) => part.value).join(""),
    );
    return labels.length > 0 && labels;
  });
}

/** Locks in the margin: behind statements, and above the migration. */
export const lockTests: readonly Test[] = [
  {
    name: "locks: behind ADD FOREIGN KEY stands the lock that it takes",
    async run() {
      const [up] = await hintsOf(await open(FILES.foreignKey));
      assert.equal(up, "SHARE ROW EXCLUSIVE on orders +1");
      await screenshot("inlay-hint", "SHARE ROW EXCLUSIVE on orders +1");
    },
  },
  {
    name: "locks: the setting turns the hints off",
    async run() {
      const document = await open(FILES.foreignKey);
      const whole = new Range(0, 0, document.lineCount, 0);
      const settings = workspace.getConfiguration("lockkeeper");
      await settings.update("inlayHints", "off");
      await until("no inlay hint", async () => {
        const hints = await commands.executeCommand<InlayHint[]>(
          "vscode.executeInlayHintProvider",
          document.uri,
          whole,
        );
        return hints.length === 0;
      });
      await settings.update("inlayHints", undefined);
      await hintsOf(document);
    },
  },
  {
    name: "locks: a lens above a migration sums up its locks, and leads to the page of lock modes",
    async run() {
      const document = await open(FILES.foreignKey);
      const lens = await until("a lens with a title", async () => {
        const all = await commands.executeCommand<CodeLens[]>("vscode.executeCodeLensProvider", document.uri, 5);
        return all.find(({ command }) => command?.title.includes("SHARE ROW EXCLUSIVE"));
      });
      assert.match(lens.command?.title ?? "", /SHARE ROW EXCLUSIVE on orders and customers/);
      assert.equal(lens.command?.command, "lockkeeper.showLocks");
      const editor = window.activeTextEditor;
      if (editor !== undefined) editor.selection = new Selection(0, 0, 0, 0);
      await screenshot("code-lens", "SHARE ROW EXCLUSIVE on orders and customers");
      await commands.executeCommand("lockkeeper.showLocks");
      await until("the page of lock modes", () =>
        window.tabGroups.all.some(({ tabs }) => tabs.some(({ label }) => label.includes("locks.md"))),
      );
      await commands.executeCommand("workbench.action.closeActiveEditor");
    },
  },
  {
    name: "locks: a hover inside a long ALTER TABLE speaks of the part under the cursor",
    async run() {
      const document = await workspace.openTextDocument({
        language: "sql",
        content:
          "ALTER TABLE orders\n  ADD COLUMN note text,\n  ADD CONSTRAINT positive CHECK (total > 0),\n  DROP COLUMN old;\n",
      });
      const editor = await window.showTextDocument(document);
      editor.selection = new Selection(2, 8, 2, 8);
      await commands.executeCommand("editor.action.showHover");
      await screenshot("hover-part", "This part by itself");
      await commands.executeCommand("workbench.action.revertAndCloseActiveEditor");
    },
  },
];
