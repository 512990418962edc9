import assert from "node:assert/strict";
import {
  type CompletionList,
  commands,
  type DocumentSymbol,
  type Location,
  type LocationLink,
  Selection,
  type SymbolInformation,
  type TextDocument,
  type Uri,
  type WorkspaceEdit,
  window,
} from "vscode";
import { changing, FILES, open, write } from "./editor.ts";
import { type Test, until } from "./runner.ts";
import { screenshot } from "./screenshot.ts";

/** Puts the cursor into the n-th place, from 0, where `words` stand in the active editor. */
function putCursor(words: string, nth = 0): void {
  const editor = window.activeTextEditor;
  assert.ok(editor);
  let at = -1;
  for (let count = 0; count <= nth; count += 1) at = editor.document.getText().indexOf(words, at + 1);
  assert.ok(at >= 0, `${words} stands in the editor`);
  const position = editor.document.positionAt(at + 1);
  editor.selection = new Selection(position, position);
}

/** Asks the providers of a kind about the cursor. */
async function ask<Answer>(command: string, document: TextDocument, ...more: readonly unknown[]): Promise<Answer> {
  return commands.executeCommand<Answer>(command, document.uri, window.activeTextEditor?.selection.active, ...more);
}

function placeOf(found: Location | LocationLink): string {
  const [uri, range] = "targetUri" in found ? [found.targetUri, found.targetRange] : [found.uri, found.range];
  return `${fileOf(uri)}:${range.start.line + 1}`;
}

function fileOf({ path }: Uri): string {
  return path.split("/").at(-1) ?? "";
}

/** Names: where they are made and used, what they are, what they may be. */
export const nameTests: readonly Test[] = [
  {
    name: "F12 on a table opens the migration that made it",
    async run() {
      const document = await open(FILES.shipments);
      putCursor("orders (id)");
      const found = await until("a definition", async () => {
        const places = await ask<(Location | LocationLink)[]>("vscode.executeDefinitionProvider", document);
        return places.length > 0 && places;
      });
      assert.deepEqual(found.map(placeOf), ["0002_add_orders.sql:2"]);
      await commands.executeCommand("editor.action.revealDefinition");
      const shown = await until("the migration in the editor", () => {
        const editor = window.activeTextEditor;
        return editor?.document.uri.path.endsWith(FILES.orders) === true && editor;
      });
      assert.equal(shown.document.getText(shown.document.getWordRangeAtPosition(shown.selection.active)), "orders");
    },
  },
  {
    name: "references of a column lie in every migration that names it",
    async run() {
      const document = await open(FILES.orders);
      putCursor("customer_id");
      const found = await until("references", async () => {
        const places = await ask<Location[]>("vscode.executeReferenceProvider", document);
        return places.length > 1 && places;
      });
      assert.deepEqual(found.map(placeOf), ["0002_add_orders.sql:4", "0003_orders_belong_to_customers.sql:4"]);
    },
  },
  {
    name: "the hover over a name shows the table as it is then, and the lock",
    async run() {
      await open(FILES.foreignKey);
      putCursor("orders\n");
      await commands.executeCommand("editor.action.showHover");
      await screenshot("name-hover", "as of this statement");
    },
  },
  {
    name: "a rename is refused where the name is taken, and else touches every file",
    async run() {
      const document = await open(FILES.foreignKey);
      putCursor("customer_id)");
      const edit = await until("a rename", () =>
        ask<WorkspaceEdit>("vscode.executeDocumentRenameProvider", document, "buyer_id"),
      );
      assert.deepEqual(
        edit.entries().map(([uri, edits]) => [fileOf(uri), edits.length]),
        [
          ["0002_add_orders.sql", 1],
          ["0003_orders_belong_to_customers.sql", 1],
        ],
      );
      await assert.rejects(
        async () => ask("vscode.executeDocumentRenameProvider", document, "status"),
        /A column status of orders is there already/,
      );
    },
  },
  {
    name: "columns are completed in a statement that is half-typed",
    async run() {
      const document = await open(FILES.index);
      await changing(document, async () => {
        await write(document, "-- +goose Up\nSELECT o. FROM orders o;\n");
        putCursor(". FROM");
        const labels = await until("completions", async () => {
          const { items } = await ask<CompletionList>("vscode.executeCompletionItemProvider", document, ".");
          const own = items.filter(({ detail }) => detail?.endsWith("orders") === true).map(({ label }) => label);
          return own.length > 0 && own;
        });
        assert.deepEqual(labels, ["id", "customer_id", "status", "total_cents", "placed_at"]);
      });
    },
  },
  {
    name: "a migration has an outline, and the workspace's tables are found by name",
    async run() {
      const { uri } = await open(FILES.orders);
      const outline = await until("an outline", async () => {
        const symbols = await commands.executeCommand<DocumentSymbol[]>("vscode.executeDocumentSymbolProvider", uri);
        return symbols !== undefined && symbols.length > 0 && symbols;
      });
      assert.deepEqual(
        outline.slice(0, 2).map(({ name, children }) => `${name}: ${children.length}`),
        ["CREATE TABLE orders: 5", "CREATE TABLE order_lines: 5"],
      );
      const found = await commands.executeCommand<SymbolInformation[]>(
        "vscode.executeWorkspaceSymbolProvider",
        "shipm",
      );
      assert.deepEqual(
        found.slice(0, 1).map(({ name, location }) => `${name} ${fileOf(location.uri)}`),
        ["shipments 0005_shipments.sql"],
      );
    },
  },
];
