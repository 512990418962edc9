import { mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterEach, beforeEach, expect, test } from "vitest";
import {
  DiagnosticRefreshRequest,
  DidChangeWatchedFilesNotification,
  FileChangeType,
} from "vscode-languageserver/node";
import { startClient, type TestClient } from "./client.ts";

const ORDERS = "CREATE TABLE orders (id bigint PRIMARY KEY, user_id bigint, shop_id bigint);\n";
const KEY = "ALTER TABLE orders ADD FOREIGN KEY (user_id) REFERENCES users (id);\n";
const INDEX = "CREATE INDEX CONCURRENTLY i ON orders (user_id);\n";
const WITHOUT = "foreign-key-without-index";

let folder: string;
let client: TestClient;
const uri = (name: string) => pathToFileURL(join(folder, name)).href;
const write = (name: string, text: string) => {
  mkdirSync(dirname(join(folder, name)), { recursive: true });
  writeFileSync(join(folder, name), text);
};
const tell = (...changes: readonly (readonly [name: string, type: FileChangeType])[]) =>
  client.connection.sendNotification(DidChangeWatchedFilesNotification.type, {
    changes: changes.map(([name, type]) => ({ uri: uri(name), type })),
  });
const codes = async () => (await client.diagnostics(uri("db/0002_key.sql"))).map(({ code }) => code);

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "lockkeeper disk "));
  write("db/0001_orders.sql", ORDERS);
  write("db/0002_key.sql", KEY);
  write("db/0003_later.sql", "SELECT 1;\n");
  client = await startClient("in-band", pathToFileURL(folder).href);
  await client.open(uri("db/0002_key.sql"), KEY);
});
afterEach(async () => {
  await client.stop();
  rmSync(folder, { recursive: true });
});

test("a file that changes on disk is read again, and the client is asked to ask again", async () => {
  expect(await codes()).toContain(WITHOUT);
  const refreshed = new Promise<void>((resolve) =>
    client.connection.onRequest(DiagnosticRefreshRequest.type, () => resolve()),
  );
  write("db/0003_later.sql", INDEX);
  await tell(["db/0003_later.sql", FileChangeType.Changed]);
  await refreshed;
  expect(await codes()).not.toContain(WITHOUT);
});

test("a file that is added, renamed out of the history, renamed back and deleted", async () => {
  expect(await codes()).toContain(WITHOUT);
  write("db/0004_index.sql", INDEX);
  await tell(["db/0004_index.sql", FileChangeType.Created]);
  expect(await codes()).not.toContain(WITHOUT);
  renameSync(join(folder, "db/0004_index.sql"), join(folder, "db/0004_index.txt"));
  await tell(["db/0004_index.sql", FileChangeType.Deleted], ["db/0004_index.txt", FileChangeType.Created]);
  expect(await codes()).toContain(WITHOUT);
  renameSync(join(folder, "db/0004_index.txt"), join(folder, "db/0004_index.sql"));
  await tell(["db/0004_index.txt", FileChangeType.Deleted], ["db/0004_index.sql", FileChangeType.Created]);
  expect(await codes()).not.toContain(WITHOUT);
  rmSync(join(folder, "db/0004_index.sql"));
  await tell(["db/0004_index.sql", FileChangeType.Deleted]);
  expect(await codes()).toContain(WITHOUT);
});

test("a folder that goes is told as one event, and what stood in it is gone", async () => {
  write("prisma/migrations/migration_lock.toml", 'provider = "postgresql"\n');
  for (const [name, text] of [
    ["1_orders", ORDERS],
    ["2_key", KEY],
    ["3_index", INDEX],
  ] as const)
    write(`prisma/migrations/${name}/migration.sql`, text);
  await tell(["prisma", FileChangeType.Created]);
  const key = uri("prisma/migrations/2_key/migration.sql");
  await client.open(key, KEY);
  const found = async () => (await client.diagnostics(key)).map(({ code }) => code);
  expect(await found()).not.toContain(WITHOUT);
  rmSync(join(folder, "prisma/migrations/3_index"), { recursive: true });
  await tell(["prisma/migrations/3_index", FileChangeType.Deleted]);
  expect(await found()).toContain(WITHOUT);
});

test("evidence of the version that is changed is followed, whatever its file is called", async () => {
  for (const [name, text] of [
    ["compose.yaml", "services:\n  db:\n    image: postgres:VERSION\n"],
    [".github/workflows/test.yml", "jobs:\n  test:\n    services:\n      db:\n        image: postgres:VERSION\n"],
    [".env", "DATABASE_IMAGE=postgres:VERSION\n"],
  ] as const) {
    write(name, text.replace("VERSION", "14"));
    await tell([name, FileChangeType.Created]);
    await client.diagnostics(uri("db/0002_key.sql"));
    let isAsked = false;
    client.connection.onRequest(DiagnosticRefreshRequest.type, () => {
      isAsked = true;
    });
    write(name, text.replace("VERSION", "17"));
    await tell([name, FileChangeType.Changed]);
    await client.diagnostics(uri("db/0002_key.sql"));
    expect(isAsked, name).toBe(true);
    rmSync(join(folder, name));
    await tell([name, FileChangeType.Deleted]);
  }
});

test("what nothing rests on asks for nothing", async () => {
  await codes();
  let isAsked = false;
  client.connection.onRequest(DiagnosticRefreshRequest.type, () => {
    isAsked = true;
  });
  write("src/main.go", "package main\n");
  write("node_modules/a/b.sql", INDEX);
  await tell(["src/main.go", FileChangeType.Changed], ["node_modules/a/b.sql", FileChangeType.Created]);
  await codes();
  expect(isAsked).toBe(false);
});
