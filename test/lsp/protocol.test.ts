import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import {
  type CodeAction,
  CodeActionRequest,
  DiagnosticRefreshRequest,
  DidChangeWatchedFilesNotification,
  FileChangeType,
  HoverRequest,
  type MarkupContent,
  type Range,
} from "vscode-languageserver/node";
import { STATUS_METHOD, type StatusParams } from "../../shared/src/protocol.ts";
import { BACKENDS, startClient, type TestClient } from "./client.ts";

const INIT =
  "CREATE TABLE users (id bigint PRIMARY KEY);\nCREATE TABLE orders (id bigint PRIMARY KEY, user_id bigint);\n";
const KEY = "ALTER TABLE orders ADD CONSTRAINT k FOREIGN KEY (user_id) REFERENCES users NOT VALID;\n";
const INDEX = "-- why\nCREATE INDEX orders_user_id_idx ON orders (user_id);\n";

const rangeOf = (line: number, from: number, to: number): Range => ({
  start: { line, character: from },
  end: { line, character: to },
});

describe.each(BACKENDS)("%s", (backend) => {
  let folder: string;
  let client: TestClient;
  const uri = (name: string) => pathToFileURL(join(folder, name)).href;
  const write = (name: string, text: string) => {
    mkdirSync(join(folder, name, ".."), { recursive: true });
    writeFileSync(join(folder, name), text);
  };

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), "lockkeeper-lsp-"));
    write("db/0001_init.sql", INIT);
    client = await startClient(backend, pathToFileURL(folder).href);
  });
  afterEach(async () => {
    await client.stop();
    rmSync(folder, { recursive: true });
  });

  test("answers a pull with ranges, rule and the rule's page", async () => {
    await client.open(uri("db/0002_index.sql"), INDEX);
    const [finding, ...rest] = await client.diagnostics(uri("db/0002_index.sql"));
    expect(rest).toEqual([]);
    expect(finding?.range).toEqual(rangeOf(1, 0, 12));
    expect(finding).toMatchObject({ code: "index-not-concurrent", source: "lockkeeper", severity: 1 });
    expect(finding?.codeDescription?.href).toMatch(/^file:.*\/docs\/rules\/index-not-concurrent\.md$/);
  });

  test("says `unchanged` for as long as nothing changed, and follows an edit", async () => {
    const name = uri("db/0002_index.sql");
    await client.open(name, INDEX);
    const first = await client.pull(name);
    expect(await client.pull(name, first.resultId)).toEqual({ kind: "unchanged", resultId: first.resultId });
    await client.change(name, 2, rangeOf(1, 12, 12), " CONCURRENTLY");
    expect(await client.pull(name, first.resultId)).toMatchObject({ kind: "full", items: [] });
  });

  test("an index in a later open file silences a key in an earlier one", async () => {
    write("db/0003_later.sql", "SELECT 1;");
    await client.open(uri("db/0002_key.sql"), KEY);
    write("db/0002_key.sql", KEY);
    await client.connection.sendNotification(DidChangeWatchedFilesNotification.type, {
      changes: [
        { uri: uri("db/0003_later.sql"), type: FileChangeType.Created },
        { uri: uri("db/0002_key.sql"), type: FileChangeType.Created },
      ],
    });
    const ofKey = async () =>
      (await client.diagnostics(uri("db/0002_key.sql"))).filter(({ code }) => code === "foreign-key-without-index");
    expect(await ofKey()).toHaveLength(1);
    await client.open(uri("db/0003_later.sql"), "CREATE INDEX CONCURRENTLY i ON orders (user_id);");
    expect(await ofKey()).toEqual([]);
  });

  test("hover names the lock, whom it blocks, and the version", async () => {
    await client.open(uri("db/0002_index.sql"), INDEX);
    const hover = await client.connection.sendRequest(HoverRequest.type, {
      textDocument: { uri: uri("db/0002_index.sql") },
      position: { line: 1, character: 3 },
    });
    const value = (hover?.contents as MarkupContent | undefined)?.value;
    expect(value).toContain("**SHARE** on `orders`: writers wait, readers do not.");
    expect(value).toContain("grows with the size of orders");
    expect(value).toMatch(/Postgres \d+: nothing in the workspace names a version/);
  });

  test("offers the fix, suppressions and fix-all", async () => {
    const name = uri("db/0002_index.sql");
    await client.open(name, INDEX);
    const actions = (await client.connection.sendRequest(CodeActionRequest.type, {
      textDocument: { uri: name },
      range: rangeOf(1, 0, 0),
      context: { diagnostics: [] },
    })) as CodeAction[];
    expect(actions.map(({ title }) => title)).toEqual([
      "Build the index CONCURRENTLY",
      "Suppress index-not-concurrent for this line",
      "Suppress index-not-concurrent for this file",
      "Apply every safe fix of Lockkeeper",
    ]);
    expect(actions[0]?.edit?.documentChanges).toEqual([
      { textDocument: { uri: name, version: 1 }, edits: [{ range: rangeOf(1, 12, 12), newText: " CONCURRENTLY" }] },
    ]);
  });

  test("lockkeeper.json is followed as it is typed; broken, the last good one stays", async () => {
    const refreshed = new Promise<void>((resolve) =>
      client.connection.onRequest(DiagnosticRefreshRequest.type, () => resolve()),
    );
    await client.open(uri("db/0002_index.sql"), INDEX);
    await client.open(uri("lockkeeper.json"), '{ "rules": { "index-not-concurrent": "off" } }', "jsonc");
    await refreshed;
    expect(await client.diagnostics(uri("db/0002_index.sql"))).toEqual([]);
    await client.change(uri("lockkeeper.json"), 2, undefined, '{ "rules": 5 }');
    expect(await client.diagnostics(uri("lockkeeper.json"))).toMatchObject([
      { code: "invalid-configuration", range: rangeOf(0, 11, 12) },
    ]);
    expect(await client.diagnostics(uri("db/0002_index.sql"))).toEqual([]);
  });

  test("says its status after a review", async () => {
    const status = new Promise<StatusParams>((resolve) => client.connection.onNotification(STATUS_METHOD, resolve));
    await client.open(uri("db/0002_index.sql"), INDEX);
    await client.pull(uri("db/0002_index.sql"));
    expect(await status).toMatchObject({ uri: uri("db/0002_index.sql"), version: 1, findings: 1, engine: "postgres" });
  });

  test("reviews an untitled document and a Prisma schema", async () => {
    await client.open("untitled:Untitled-1", "CREATE TABLE a (b timestamp);");
    expect(await client.diagnostics("untitled:Untitled-1")).toMatchObject([{ code: "timestamp-without-time-zone" }]);
    const schema = 'datasource db {\n  provider = "postgresql"\n}\nmodel A {\n  id Int @id\n  at DateTime\n}\n';
    await client.open(uri("schema.prisma"), schema, "prisma");
    expect(await client.diagnostics(uri("schema.prisma"))).toMatchObject([
      { code: "prisma-datetime-without-timezone" },
    ]);
  });

  test("answers after text that is no SQL at all", async () => {
    await client.open(uri("odd.sql"), "\u0000\ud800 $$ /* ' \" \\ \u{1F600}");
    await client.pull(uri("odd.sql"));
    await client.change(uri("odd.sql"), 2, undefined, INDEX);
    expect(await client.diagnostics(uri("odd.sql"))).toMatchObject([{ code: "index-not-concurrent" }]);
  });
});

describe.each(BACKENDS)("%s, for a client that does not pull", (backend) => {
  test("pushes what it finds, with the version, and the last version last", async () => {
    const client = await startClient(backend, "file:///nowhere", {});
    const uri = "file:///nowhere/a.sql";
    const last = client.pushed(({ version }) => version === 3);
    await client.open(uri, "CREATE TABLE a (b timestamp);");
    await client.change(uri, 2, rangeOf(0, 18, 27), "timestamptz");
    await client.change(uri, 3, rangeOf(0, 18, 29), "timestamp");
    expect(await last).toMatchObject({ uri, version: 3, diagnostics: [{ code: "timestamp-without-time-zone" }] });
    await client.stop();
  });
});
