import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import {
  CompletionRequest,
  DefinitionRequest,
  DocumentSymbolRequest,
  HoverRequest,
  type MarkupContent,
  PrepareRenameRequest,
  ReferencesRequest,
  RenameRequest,
  WorkspaceSymbolRequest,
} from "vscode-languageserver/node";
import { BACKENDS, startClient, type TestClient } from "./client.ts";

const FILES = {
  "db/migrations/0001_init.sql": "CREATE TABLE orders (id bigint PRIMARY KEY, total int);\n",
  "db/migrations/0002_more.sql": "ALTER TABLE orders ADD COLUMN note text;\n",
};
const OPEN = "ALTER TABLE orders DROP COLUMN total;\nSELECT o. FROM orders o;\n";

describe.each(BACKENDS)("%s", (backend) => {
  let folder: string;
  let client: TestClient;
  const uri = (name: string) => pathToFileURL(join(folder, name)).href;
  const own = () => ({ textDocument: { uri: uri("db/migrations/0003_last.sql") } });
  const at = (line: number, character: number) => ({ ...own(), position: { line, character } });

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), "lockkeeper-names-"));
    for (const [name, text] of Object.entries(FILES)) {
      mkdirSync(dirname(join(folder, name)), { recursive: true });
      writeFileSync(join(folder, name), text);
    }
    client = await startClient(backend, pathToFileURL(folder).href);
    writeFileSync(join(folder, "db/migrations/0003_last.sql"), OPEN);
    await client.open(own().textDocument.uri, OPEN);
  });
  afterEach(async () => {
    await client.stop();
    rmSync(folder, { recursive: true });
  });

  test("a column leads to the file that made it, and is found in the files between", async () => {
    const definition = await client.connection.sendRequest(DefinitionRequest.type, at(0, 33));
    const place = { start: { line: 0, character: 44 }, end: { line: 0, character: 49 } };
    expect(definition).toEqual([{ uri: uri("db/migrations/0001_init.sql"), range: place }]);
    const context = { includeDeclaration: false };
    const found = await client.connection.sendRequest(ReferencesRequest.type, { ...at(0, 14), context });
    expect(found?.map((each) => each.uri)).toEqual([uri("db/migrations/0002_more.sql"), own().textDocument.uri]);
  });

  test("a hover shows the table and the lock", async () => {
    const hover = await client.connection.sendRequest(HoverRequest.type, at(0, 14));
    if (hover === null) throw new Error("there is a hover");
    const text = (hover.contents as MarkupContent).value;
    expect(text).toMatch(
      /^\*\*ACCESS EXCLUSIVE\*\* on `orders`.*\n\n---\n\n\*\*Table\*\* `orders`, as of this statement\n\n```sql\nid {4}bigint NOT NULL\ntotal int/,
    );
    expect(text).toContain("---\n\n- **Rows:**");
  });

  test("a rename is a preview, and what cannot be is said", async () => {
    expect(await client.connection.sendRequest(PrepareRenameRequest.type, at(0, 33))).toMatchObject({
      placeholder: "total",
    });
    const edit = await client.connection.sendRequest(RenameRequest.type, { ...at(0, 33), newName: "sum" });
    expect(edit?.documentChanges).toMatchObject([
      { textDocument: { version: null }, edits: [{ newText: "sum", annotationId: "sql" }] },
      { textDocument: { version: 1 }, edits: [{ newText: "sum" }] },
    ]);
    expect(edit?.changeAnnotations).toMatchObject({ sql: { needsConfirmation: true } });
    const refused = client.connection.sendRequest(RenameRequest.type, { ...at(0, 33), newName: "note" });
    await expect(refused).rejects.toThrow(
      "A column note of orders is there already at statement 1 of migrations/0003_last.sql.",
    );
  });

  test("completes a column, lists a file's and the workspace's symbols", async () => {
    const completion = await client.connection.sendRequest(CompletionRequest.type, at(1, 9));
    expect(completion).toMatchObject([{ label: "id" }, { label: "note" }]);
    const outline = await client.connection.sendRequest(DocumentSymbolRequest.type, own());
    expect(outline).toMatchObject([
      { name: "ALTER TABLE orders DROP COLUMN total" },
      { name: "SELECT o. FROM orders o" },
    ]);
    const symbols = await client.connection.sendRequest(WorkspaceSymbolRequest.type, { query: "ord" });
    expect(symbols).toMatchObject([
      { name: "orders", location: { uri: uri("db/migrations/0001_init.sql") } },
      { name: "orders_pkey" },
    ]);
  });
});
