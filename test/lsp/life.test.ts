import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import {
  DiagnosticRefreshRequest,
  DidChangeTextDocumentNotification,
  DidChangeWatchedFilesNotification,
  DidChangeWorkspaceFoldersNotification,
  DidCloseTextDocumentNotification,
  DidOpenTextDocumentNotification,
  FileChangeType,
  type PublishDiagnosticsParams,
} from "vscode-languageserver/node";
import { PULLS, startClient, type TestClient } from "./client.ts";

const STAMP = "CREATE TABLE a (b timestamp);\n";
const KEY = "CREATE TABLE orders (id bigint PRIMARY KEY, user_id bigint REFERENCES orders);\n";

let folder: string;
let client: TestClient;
const uri = (name: string) => pathToFileURL(join(folder, name)).href;
const write = (name: string, text: string) => {
  mkdirSync(join(folder, name, ".."), { recursive: true });
  writeFileSync(join(folder, name), text);
};
const close = (name: string) =>
  client.connection.sendNotification(DidCloseTextDocumentNotification.type, { textDocument: { uri: name } });
const codes = async (name: string) => (await client.diagnostics(name)).map(({ code }) => code);

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "lockkeeper life %41 "));
});
afterEach(async () => {
  await client.stop();
  rmSync(folder, { recursive: true });
});

describe("a client that pulls", () => {
  beforeEach(async () => {
    client = await startClient("in-band", `${pathToFileURL(folder).href}/`, PULLS);
  });

  test("a document that was never opened, or is closed, has no findings and breaks nothing", async () => {
    const name = uri("a.sql");
    expect(await client.diagnostics(name)).toEqual([]);
    await client.change(name, 2, undefined, STAMP);
    await close(name);
    expect(await client.diagnostics(name)).toEqual([]);
    await client.open(name, STAMP);
    expect(await codes(name)).toEqual(["timestamp-without-time-zone"]);
    await close(name);
    expect(await client.diagnostics(name)).toEqual([]);
  });

  test("opened twice, the last text counts", async () => {
    const name = uri("a.sql");
    await client.open(name, STAMP);
    await client.open(name, "SELECT 1;");
    expect(await codes(name)).toEqual([]);
  });

  test("one file under two URIs: closing one leaves the other", async () => {
    const plain = uri("a b.sql");
    const other = plain.replace("a%20b", "%61%20b");
    await client.open(plain, STAMP);
    await client.open(other, STAMP);
    await close(plain);
    expect(await codes(other)).toEqual(["timestamp-without-time-zone"]);
  });

  test("several changes of one notification build on each other", async () => {
    const name = uri("a.sql");
    await client.open(name, STAMP);
    const at = (character: number) => ({ line: 0, character });
    await client.connection.sendNotification(DidChangeTextDocumentNotification.type, {
      textDocument: { uri: name, version: 2 },
      contentChanges: [
        { range: { start: at(0), end: at(0) }, text: "SELECT 1;\n" },
        { range: { start: { line: 1, character: 18 }, end: { line: 1, character: 27 } }, text: "timestamptz" },
        {
          range: { start: { line: 1, character: 0 }, end: { line: 1, character: 0 } },
          text: "CREATE TABLE c (d timestamp);\n",
        },
      ],
    });
    expect(await client.diagnostics(name)).toMatchObject([{ range: { start: { line: 1, character: 18 } } }]);
  });

  test("a file that is closed unsaved stands for itself on disk again", async () => {
    write("db/0001_key.sql", KEY);
    write("db/0002_index.sql", "SELECT 1;");
    await client.connection.sendNotification(DidChangeWatchedFilesNotification.type, {
      changes: [
        { uri: uri("db/0001_key.sql"), type: FileChangeType.Created },
        { uri: uri("db/0002_index.sql"), type: FileChangeType.Created },
      ],
    });
    const [key, index] = [uri("db/0001_key.sql"), uri("db/0002_index.sql")];
    await client.open(key, KEY);
    await client.open(index, "CREATE INDEX i ON orders (user_id);");
    expect(await codes(key)).toEqual([]);
    const refreshed = new Promise<void>((resolve) =>
      client.connection.onRequest(DiagnosticRefreshRequest.type, () => resolve()),
    );
    await close(index);
    await refreshed;
    expect(await codes(key)).toEqual(["foreign-key-without-index"]);
  });

  test("documents of other schemes are reviewed alone", async () => {
    for (const name of ["git:/x/a.sql?%7B%7D", "vscode-vfs://github/o/r/a.sql", "untitled:Untitled-1"]) {
      await client.open(name, STAMP);
      expect(await codes(name), name).toEqual(["timestamp-without-time-zone"]);
    }
  });

  test("a document of many megabytes is answered, and so is what follows", async () => {
    const row = `INSERT INTO a VALUES ('${"x".repeat(1000)}');\n`;
    await client.open(uri("big.sql"), STAMP + row.repeat(8_000));
    expect(await codes(uri("big.sql"))).toEqual(["timestamp-without-time-zone"]);
    await client.change(
      uri("big.sql"),
      2,
      { start: { line: 0, character: 18 }, end: { line: 0, character: 27 } },
      "date",
    );
    expect(await codes(uri("big.sql"))).toEqual([]);
  });

  test("each folder of a workspace has its own configuration, and a removed one has none", async () => {
    write("one/lockkeeper.json", '{ "rules": { "timestamp-without-time-zone": "off" } }');
    const folders = ["one", "two"].map((name) => ({ uri: uri(name), name }));
    const move = (added: typeof folders, removed: typeof folders) =>
      client.connection.sendNotification(DidChangeWorkspaceFoldersNotification.type, { event: { added, removed } });
    await move(folders, [{ uri: `${pathToFileURL(folder).href}/`, name: "test" }]);
    await client.open(uri("one/deep/a.sql"), STAMP);
    await client.open(uri("two/a.sql"), STAMP);
    expect(await codes(uri("one/deep/a.sql"))).toEqual([]);
    expect(await codes(uri("two/a.sql"))).toEqual(["timestamp-without-time-zone"]);
    await move([], folders.slice(0, 1));
    expect(await codes(uri("one/deep/a.sql"))).toEqual(["timestamp-without-time-zone"]);
    expect(await codes(uri("two/a.sql"))).toEqual(["timestamp-without-time-zone"]);
  });
});

describe("a client that is pushed to", () => {
  beforeEach(async () => {
    client = await startClient("in-band", pathToFileURL(folder).href, {});
  });

  test("a closed document is cleared, and nothing of it comes after", async () => {
    const name = uri("a.sql");
    const other = uri("b.sql");
    const heard: PublishDiagnosticsParams[] = [];
    const last = client.pushed((params) => {
      heard.push(params);
      return params.uri === other && params.diagnostics.length === 1;
    });
    await client.open(name, STAMP);
    await close(name);
    await client.open(other, STAMP);
    await last;
    const ofName = heard.filter(({ uri: of }) => of === name);
    expect(ofName.length).toBeGreaterThan(0);
    expect(ofName.at(-1)?.diagnostics).toEqual([]);
  });

  test("versions only grow", async () => {
    const name = uri("a.sql");
    const versions: (number | undefined)[] = [];
    const last = client.pushed(({ version }) => {
      versions.push(version);
      return version === 30;
    });
    await client.open(name, STAMP);
    for (let version = 2; version <= 30; version += 1)
      await client.change(name, version, undefined, `${STAMP}-- ${version}`);
    await last;
    expect(versions).toEqual(versions.toSorted((a, b) => (a ?? 0) - (b ?? 0)));
  });

  test("a change in one file is pushed for the others that rest on it", async () => {
    write("db/0001_key.sql", KEY);
    write("db/0002_index.sql", "SELECT 1;");
    await client.connection.sendNotification(DidChangeWatchedFilesNotification.type, {
      changes: [
        { uri: uri("db/0001_key.sql"), type: FileChangeType.Created },
        { uri: uri("db/0002_index.sql"), type: FileChangeType.Created },
      ],
    });
    const key = uri("db/0001_key.sql");
    const without = client.pushed(({ uri: of, diagnostics }) => of === key && diagnostics.length === 1);
    await client.connection.sendNotification(DidOpenTextDocumentNotification.type, {
      textDocument: { uri: key, languageId: "sql", version: 1, text: KEY },
    });
    await without;
    const withIndex = client.pushed(({ uri: of, diagnostics }) => of === key && diagnostics.length === 0);
    await client.open(uri("db/0002_index.sql"), "CREATE INDEX i ON orders (user_id);");
    await withIndex;
    const again = client.pushed(({ uri: of, diagnostics }) => of === key && diagnostics.length === 1);
    await close(uri("db/0002_index.sql"));
    await again;
  });
});
