import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type ClientCapabilities, type CodeAction, CodeActionRequest } from "vscode-languageserver/node";
import type { InitializationOptions } from "../../shared/src/protocol.ts";
import { PULLS, startClient, type TestClient } from "./client.ts";

const INIT = "-- +goose Up\nCREATE TABLE orders (id bigint PRIMARY KEY, user_id bigint);\n";
const CHANGE = "-- +goose Up\nALTER TABLE orders ADD COLUMN note text;\nCREATE INDEX i ON orders (user_id);\n";

let folder: string;
const clients: TestClient[] = [];
const uri = (name: string) => pathToFileURL(join(folder, name)).href;
const start = async (capabilities: ClientCapabilities, options?: InitializationOptions) => {
  const client = await startClient("in-band", pathToFileURL(folder).href, capabilities, options);
  clients.push(client);
  return client;
};

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "lockkeeper several "));
  mkdirSync(join(folder, "m"));
  writeFileSync(join(folder, "m/0001_init.sql"), INIT);
  writeFileSync(join(folder, "m/0002_change.sql"), CHANGE);
});
afterEach(async () => {
  for (const client of clients.splice(0)) await client.stop();
  rmSync(folder, { recursive: true });
});

describe("a quick fix that creates a migration", () => {
  const actions = async (capabilities: ClientCapabilities) => {
    const client = await start(capabilities);
    await client.open(uri("m/0002_change.sql"), CHANGE);
    const at = { line: 2, character: 0 };
    const found = await client.connection.sendRequest(CodeActionRequest.type, {
      textDocument: { uri: uri("m/0002_change.sql") },
      range: { start: at, end: at },
      context: { diagnostics: [], only: ["quickfix"] },
    });
    return (found as CodeAction[]).filter(({ title }) => !title.startsWith("Suppress"));
  };
  const edits = (more: object) => ({ ...PULLS, workspace: { ...PULLS.workspace, workspaceEdit: more } });

  test("asks to be confirmed where the client can show it first", async () => {
    const annotated = edits({ documentChanges: true, resourceOperations: ["create"], changeAnnotationSupport: {} });
    const [fix] = await actions(annotated);
    expect(fix?.edit?.documentChanges?.[0]).toMatchObject({ kind: "create", options: { overwrite: false } });
    const asking = Object.values(fix?.edit?.changeAnnotations ?? {}).filter((one) => one.needsConfirmation === true);
    expect(asking).toHaveLength(1);
  });
  test("is plain where it cannot, and not there where the client creates no files", async () => {
    const [fix] = await actions(edits({ documentChanges: true, resourceOperations: ["create"] }));
    expect(fix?.edit).not.toHaveProperty("changeAnnotations");
    expect(await actions(edits({ documentChanges: true }))).toEqual([]);
  });
});

describe("Git", () => {
  const git = (...args: readonly string[]) =>
    execFileSync("git", ["-C", folder, "-c", "user.name=a", "-c", "user.email=a@b", ...args], { stdio: "pipe" });
  const codes = async (options?: InitializationOptions) => {
    const client = await start(PULLS, options);
    await client.open(uri("m/0001_init.sql"), `${INIT}-- more\n`);
    return (await client.diagnostics(uri("m/0001_init.sql"))).map(({ code }) => code);
  };

  test("is asked in a workspace that a person trusts, and in no other", async () => {
    git("init", "-q", "-b", "main");
    git("add", ".");
    git("commit", "-q", "-m", "x");
    expect(await codes({ trusted: true })).toContain("edited-applied-migration");
    expect(await codes({ trusted: false })).not.toContain("edited-applied-migration");
    expect(await codes()).not.toContain("edited-applied-migration");
  });
});
