import assert from "node:assert/strict";
import { commands, type Hover, MarkdownString, Selection, type TextDocument, window } from "vscode";
import { FILES, open } from "./editor.ts";
import { type Test, until } from "./runner.ts";
import { screenshot } from "./screenshot.ts";

/** The text of the hover over the first place where `words` stand; waits until it holds `expected`. */
async function hoverOver(document: TextDocument, words: string, expected: string): Promise<string> {
  const position = document.positionAt(document.getText().indexOf(words));
  return until(`a hover with ${expected} over ${words}`, async () => {
    const hovers = await commands.executeCommand<Hover[]>("vscode.executeHoverProvider", document.uri, position);
    const contents = hovers.flatMap((hover) => hover.contents);
    const text = contents.map((part) => (part instanceof MarkdownString ? part.value : String(part))).join("\n");
    return text.includes(expected) && text;
  });
}

/** Shows the hover over the first place where `words` stand in the active editor, as the mouse would. */
async function showHover(words: string): Promise<void> {
  const editor = window.activeTextEditor;
  assert.ok(editor);
  const position = editor.document.positionAt(editor.document.getText().indexOf(words));
  editor.selection = new Selection(position, position);
  await commands.executeCommand("editor.action.showHover");
}

/** Hovers: what a statement locks, and whom that blocks. */
export const hoverTests: readonly Test[] = [
  {
    name: "the hover over ADD FOREIGN KEY names its lock on both tables",
    async run() {
      const text = await hoverOver(await open(FILES.foreignKey), "ALTER TABLE orders", "SHARE ROW EXCLUSIVE");
      assert.match(text, /SHARE ROW EXCLUSIVE\W+on\W+orders/);
      assert.match(text, /SHARE ROW EXCLUSIVE\W+on\W+customers/);
    },
  },
  {
    name: "the hover over CREATE INDEX names SHARE, and says who waits",
    async run() {
      const text = await hoverOver(await open(FILES.index), "CREATE INDEX", "SHARE");
      assert.match(text, /\bSHARE\W+on\W+orders/);
      assert.match(text, /writers wait/);
      await showHover("CREATE INDEX");
      await screenshot("hover", "writers wait");
    },
  },
];
