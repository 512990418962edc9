import { afterAll, beforeAll, describe, expect, test } from "vitest";
import {
  CodeLensRequest,
  CodeLensResolveRequest,
  DidChangeConfigurationNotification,
  InlayHintRequest,
} from "vscode-languageserver/node";
import { BACKENDS, startClient, type TestClient } from "./client.ts";

const URI = "untitled:change.sql";
const TEXT = "ALTER TABLE orders ADD COLUMN total int;\nUPDATE orders SET total = 0;\n";
const ALL = { start: { line: 0, character: 0 }, end: { line: 2, character: 0 } };

describe.each(BACKENDS)("locks in the margin: %s", (backend) => {
  let client: TestClient;
  beforeAll(async () => {
    client = await startClient(backend, "file:///no/such/folder");
    await client.open(URI, TEXT);
  });
  afterAll(() => client.stop());

  const hints = async () => {
    const found = await client.connection.sendRequest(InlayHintRequest.type, {
      textDocument: { uri: URI },
      range: ALL,
    });
    return found?.map(({ label, position }) => `${position.line}:${position.character} ${label}`);
  };

  test("hints follow the setting", async () => {
    expect(await hints()).toEqual(["0:40 ACCESS EXCLUSIVE on orders"]);
    const settings = (inlayHints: string) => ({ settings: { lockkeeper: { inlayHints } } });
    await client.connection.sendNotification(DidChangeConfigurationNotification.type, settings("all"));
    expect(await hints()).toEqual(["0:40 ACCESS EXCLUSIVE on orders", "1:28 ROW EXCLUSIVE on orders"]);
    await client.connection.sendNotification(DidChangeConfigurationNotification.type, settings("off"));
    expect(await hints()).toEqual([]);
  });

  test("a file of no history has no lens, and one that is asked for all the same is answered", async () => {
    expect(await client.connection.sendRequest(CodeLensRequest.type, { textDocument: { uri: URI } })).toEqual([]);
    const lens = { range: ALL, data: URI };
    const resolved = await client.connection.sendRequest(CodeLensResolveRequest.type, lens);
    expect(resolved.command?.title).toBe("ACCESS EXCLUSIVE on orders, each until its statement ends");
  });
});
