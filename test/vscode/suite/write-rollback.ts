import assert from "node:assert/strict";
import { commands, type TextDocument, Uri, window, workspace } from "vscode";
import { COMMANDS } from "../../../shared/src/commands.ts";
import { sampleUri } from "./editor.ts";
import { type Test, until } from "./runner.ts";

/** Asks for what takes a new migration back, while its file is there. */
async function rollback(path: string, text: string, check: (document: TextDocument) => Promise<void>): Promise<void> {
  const uri = sampleUri(path);
  await workspace.fs.writeFile(uri, new TextEncoder().encode(text));
  try {
    const document = await workspace.openTextDocument(uri);
    await window.showTextDocument(document, { preview: false });
    await commands.executeCommand(COMMANDS.writeRollback.id);
    await check(document);
  } finally {
    await commands.executeCommand("workbench.action.revertAndCloseActiveEditor");
    await workspace.fs.delete(Uri.joinPath(uri, ".."), { recursive: true });
  }
}

/** The command that writes what takes a migration back. */
export const rollbackTests: readonly Test[] = [
  {
    name: "what takes a migration back is written into goose's Down section, and undone",
    async run() {
      const text = "-- +goose Up\nCREATE TABLE parcels (id int);\n";
      await rollback("parcels/00001_parcels.sql", text, async (document) => {
        await until("the section", () => document.getText().includes("-- +goose Down"));
        assert.ok(document.getText().startsWith(text));
        assert.match(document.getText(), /DROP TABLE parcels;\n$/);
        await commands.executeCommand("undo");
        await until("the text as it was", () => document.getText() === text);
      });
    },
  },
  {
    name: "what takes a migration back is written into a file of its own",
    async run() {
      await rollback("boxes/1_boxes.up.sql", "CREATE TABLE boxes (id int);\n", async () => {
        const down = await until("the file", () => {
          const shown = window.activeTextEditor?.document;
          return shown?.uri.path.endsWith("/boxes/1_boxes.down.sql") === true && shown;
        });
        assert.match(down.getText(), /DROP TABLE boxes;\n$/);
      });
    },
  },
  {
    name: "what takes a migration back is shown, where the tool has no place for it",
    async run() {
      await rollback("crates/1_crates.sql", "CREATE TABLE crates (id int);\n", async () => {
        const script = await until("the script", () => {
          const shown = window.activeTextEditor?.document;
          return shown?.isUntitled === true && shown;
        });
        assert.equal(script.languageId, "sql");
        assert.match(script.getText(), /DROP TABLE crates;[\s\S]*pg_blocking_pids/);
      });
    },
  },
];
