import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { ROLLBACK_METHOD, type RollbackAnswer } from "../../shared/src/protocol.ts";
import { startClient, type TestClient } from "./client.ts";

const FILES: Readonly<Record<string, string>> = {
  "goose/0001_a.sql": "-- +goose Up\nCREATE TABLE a ();\n",
  "goose/0002_b.sql": "-- +goose Up\nALTER TABLE a ADD COLUMN x int;\n\n-- +goose Down\nSELECT 1;\n",
  "two/1_a.up.sql": "CREATE TABLE b ();\n",
  "two/2_b.up.sql": "CREATE TABLE c ();\n",
  "two/2_b.down.sql": "DROP TABLE c;\n",
  "plain/1_a.sql": "CREATE TABLE d ();\n",
};

describe("what takes a migration back is asked for by the editor", () => {
  let folder: string;
  let client: TestClient;
  const uri = (name: string) => pathToFileURL(join(folder, name)).href;
  const ask = (name: string) =>
    client.connection.sendRequest<RollbackAnswer | null>(ROLLBACK_METHOD, { uri: uri(name) });

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), "lockkeeper rollback "));
    for (const [name, text] of Object.entries(FILES)) {
      mkdirSync(dirname(join(folder, name)), { recursive: true });
      writeFileSync(join(folder, name), text);
    }
    client = await startClient("in-band", pathToFileURL(folder).href);
  });
  afterAll(async () => {
    await client.stop();
    rmSync(folder, { recursive: true });
  });

  test("a section of the migration's own file, which holds statements or not", async () => {
    const answer = await ask("goose/0002_b.sql");
    expect(answer?.text).toContain("-- +goose Down\n-- Rollback: reversible.\n");
    expect(answer?.place).toEqual({
      uri: uri("goose/0002_b.sql"),
      range: { start: { line: 3, character: 0 }, end: { line: 5, character: 0 } },
      exists: true,
      isTaken: true,
    });
    expect((await ask("goose/0001_a.sql"))?.place?.isTaken).toBe(false);
  });

  test("a file beside it, which is there or not", async () => {
    expect((await ask("two/1_a.up.sql"))?.place).toEqual({
      uri: uri("two/1_a.down.sql"),
      range: null,
      exists: false,
      isTaken: false,
    });
    expect((await ask("two/2_b.up.sql"))?.place).toMatchObject({ exists: true, isTaken: true });
  });

  test("a script to read, where the tool has no place for it", async () => {
    const answer = await ask("plain/1_a.sql");
    expect(answer?.place).toBeNull();
    expect(answer?.text).toMatch(/^-- Takes 1_a.sql back\n[\s\S]*DROP TABLE d;\n[\s\S]*It is 3 am/);
  });

  test("nothing for what is no migration", async () => {
    expect(await ask("two/2_b.down.sql")).toBeNull();
    expect(await ask("nowhere.sql")).toBeNull();
  });

  test("what is typed counts", async () => {
    await client.open(uri("two/1_a.up.sql"), "CREATE TABLE other ();\n");
    expect((await ask("two/1_a.up.sql"))?.text).toContain("DROP TABLE other;");
  });
});
