import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterEach, beforeEach, expect, test } from "vitest";
import {
  DiagnosticRefreshRequest,
  DidCloseTextDocumentNotification,
  InlayHintRefreshRequest,
  InlayHintRequest,
  ProgressType,
  WorkDoneProgressCancelNotification,
  WorkDoneProgressCreateRequest,
} from "vscode-languageserver/node";
import { PULLS, startClient, type TestClient } from "./client.ts";

const FILES = 1_500;
const KEY = `CREAT TABLE late (id bigint);
ALTER TABLE t1 ADD FOREIGN KEY (id2) REFERENCES t2 (id);
`;
const ALONE = ["syntax-error"];
const WHOLE = ["syntax-error", "foreign-key-without-index"];

let folder: string;
let client: TestClient;
const name = (number: number) => `db/${String(number).padStart(4, "0")}_step.sql`;
const uri = () => pathToFileURL(join(folder, name(FILES))).href;
const codes = async () => {
  const found = new Set((await client.diagnostics(uri())).map(({ code }) => code));
  return [...ALONE, "foreign-key-without-index"].filter((code) => found.has(code));
};

/** What the server says of its progress, in order; the first piece of work is cancelled as soon as it begins, if that is wanted. */
function progress(first: "cancelled" | "done"): { kind: string }[] {
  const heard: { kind: string }[] = [];
  client.connection.onRequest(WorkDoneProgressCreateRequest.type, ({ token }) => {
    client.connection.onProgress(new ProgressType<{ kind: string }>(), token, (value) => {
      if (heard.length === 0 && first === "cancelled")
        void client.connection.sendNotification(WorkDoneProgressCancelNotification.type, { token });
      heard.push(value);
    });
  });
  return heard;
}

const refreshed = () =>
  new Promise<void>((resolve) => client.connection.onRequest(DiagnosticRefreshRequest.type, () => resolve()));

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "lockkeeper reading "));
  mkdirSync(join(folder, "db"));
  for (let number = 1; number <= FILES; number += 1) {
    const text = `CREATE TABLE t${number} (id bigint PRIMARY KEY, id2 bigint);\n`;
    writeFileSync(join(folder, name(number)), number === FILES ? KEY : text);
  }
  client = await startClient("in-band", pathToFileURL(folder).href, {
    ...PULLS,
    workspace: { ...PULLS.workspace, inlayHint: { refreshSupport: true } },
    window: { workDoneProgress: true },
  });
});
afterEach(async () => {
  await client.stop();
  rmSync(folder, { recursive: true });
});

test("hints wait for the history, and are asked for anew when it is read", async () => {
  const hintsRefreshed = new Promise<void>((resolve) =>
    client.connection.onRequest(InlayHintRefreshRequest.type, () => resolve()),
  );
  const range = { start: { line: 0, character: 0 }, end: { line: 9, character: 0 } };
  const hints = () => client.connection.sendRequest(InlayHintRequest.type, { textDocument: { uri: uri() }, range });
  await client.open(uri(), KEY);
  await codes();
  expect(await hints()).toEqual([]);
  await hintsRefreshed;
  expect((await hints())?.map(({ label }) => label)).toEqual(["SHARE ROW EXCLUSIVE on t1 +1"]);
});

test("a file of a long history is answered at once with what it says alone, and wholly when its history is read", async () => {
  const heard = progress("done");
  const done = refreshed();
  await client.open(uri(), KEY);
  expect(await codes()).toEqual(ALONE);
  await done;
  expect(await codes()).toEqual(WHOLE);
  expect(heard[0]).toMatchObject({
    kind: "begin",
    title: "Lockkeeper: reading migrations",
    percentage: 0,
    cancellable: true,
  });
  expect(heard.at(-1)).toEqual({ kind: "end" });
});

test("an edit while the history is read is answered for the text that it leaves, then and afterwards", async () => {
  const done = refreshed();
  await client.open(uri(), KEY);
  expect(await codes()).toEqual(ALONE);
  await client.change(uri(), 2, undefined, KEY.replace("CREAT ", "CREATE "));
  expect(await codes()).toEqual([]);
  await done;
  expect(await codes()).toEqual(["foreign-key-without-index"]);
});

test("reading that is cancelled leaves what the file says alone, until it is opened again", async () => {
  const heard = progress("cancelled");
  await client.open(uri(), KEY);
  expect(await codes()).toEqual(ALONE);
  while (heard.at(-1)?.kind !== "end") await new Promise((resolve) => setTimeout(resolve, 5));
  expect(await codes()).toEqual(ALONE);
  await client.connection.sendNotification(DidCloseTextDocumentNotification.type, { textDocument: { uri: uri() } });
  await client.open(uri(), KEY);
  expect(await codes()).toEqual(ALONE);
  const ends = () => heard.filter(({ kind }) => kind === "end").length;
  while ((await codes()).length < WHOLE.length || ends() < 2) await new Promise((resolve) => setTimeout(resolve, 5));
  expect(heard.map(({ kind }) => kind).filter((kind) => kind !== "report")).toEqual(["begin", "end", "begin", "end"]);
});
