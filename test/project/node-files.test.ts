import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { nodeFiles } from "../../server/src/project/node-files.ts";

describe.skipIf(process.platform === "win32")("nodeFiles", () => {
  let base = "";
  let root = "";
  const put = (name: string, content: string | Uint8Array) => writeFileSync(join(root, name), content);
  const read = (name: string) => nodeFiles(root).read(`${root}/${name}`);

  beforeAll(() => {
    base = mkdtempSync(join(tmpdir(), "lockkeeper-files-"));
    root = join(base, "root");
    mkdirSync(join(root, "folder"), { recursive: true });
    writeFileSync(join(base, "secret.sql"), "secret");
  });
  afterAll(() => rmSync(base, { recursive: true, force: true }));

  it("reads UTF-8 and UTF-16 and takes the byte-order mark off", () => {
    put("plain.sql", "select 'ä😀';\r\n");
    put("bom.sql", "\ufeffselect 1");
    put("le.sql", Buffer.from("\ufeffselect 'ä'", "utf16le"));
    put("be.sql", Buffer.from("\ufeffselect 'ä'", "utf16le").swap16());
    put("empty.sql", "");
    expect(read("plain.sql")).toEqual({ kind: "text", text: "select 'ä😀';\r\n" });
    expect(read("bom.sql")).toEqual({ kind: "text", text: "select 1" });
    expect(read("le.sql")).toEqual({ kind: "text", text: "select 'ä'" });
    expect(read("be.sql")).toEqual({ kind: "text", text: "select 'ä'" });
    expect(read("empty.sql")).toEqual({ kind: "text", text: "" });
  });

  it("says why a file is no text", () => {
    put("latin1.sql", Buffer.from("select 1;\nselect 'ä';\n", "latin1"));
    put("nul.sql", "a\0b");
    put("odd.sql", Buffer.from([0xff, 0xfe, 0x41]));
    expect(read("latin1.sql")).toEqual({
      kind: "unreadable",
      reason: "it is not UTF-8: line 2 holds bytes of another encoding",
    });
    expect(read("nul.sql")).toEqual({ kind: "unreadable", reason: "it is not text: byte 2 is NUL" });
    expect(read("odd.sql")).toEqual({ kind: "unreadable", reason: "it begins like UTF-16 and is not" });
  });

  it("does not read what is too large", () => {
    put("huge.sql", "");
    truncateSync(join(root, "huge.sql"), 64 * 1024 * 1024 + 1);
    expect(read("huge.sql")).toEqual({ kind: "unreadable", reason: "it is larger than 64 MiB" });
  });

  it("opens no FIFO, device or folder", () => {
    execFileSync("mkfifo", [join(root, "pipe.sql")]);
    expect(read("pipe.sql")).toEqual({ kind: "unreadable", reason: "it is a FIFO, not a file" });
    expect(read("folder")).toEqual({ kind: "unreadable", reason: "it is a folder, not a file" });
    expect(nodeFiles().read("/dev/zero")).toEqual({ kind: "unreadable", reason: "it is a device, not a file" });
    expect(nodeFiles(root).list(root)).toContainEqual({ name: "pipe.sql", kind: "unreadable" });
  });

  it("follows links inside the root and none out of it", () => {
    put("folder/real.sql", "real");
    symlinkSync("folder/real.sql", join(root, "inside.sql"));
    symlinkSync("../secret.sql", join(root, "outside.sql"));
    symlinkSync("..", join(root, "up"));
    symlinkSync("loop.sql", join(root, "loop.sql"));
    symlinkSync("gone.sql", join(root, "dangling.sql"));
    expect(read("inside.sql")).toEqual({ kind: "text", text: "real" });
    expect(read("outside.sql")).toEqual({ kind: "unreadable", reason: "it is a link that leaves the workspace" });
    expect(read("up/secret.sql")).toEqual({ kind: "unreadable", reason: "it is a link that leaves the workspace" });
    expect(read("loop.sql")).toEqual({ kind: "unreadable", reason: "its links lead in a circle" });
    expect(read("dangling.sql")).toEqual({ kind: "missing" });
    const entries = nodeFiles(root).list(root);
    expect(entries).toContainEqual({ name: "inside.sql", kind: "file" });
    for (const name of ["outside.sql", "loop.sql", "dangling.sql"]) {
      expect(entries).toContainEqual({ name, kind: "unreadable" });
    }
    expect(entries.map(({ name }) => name)).not.toContain("up");
    expect(nodeFiles(root).list(`${root}/up`)).toEqual([]);
    expect(nodeFiles(root).read(join(base, "secret.sql"))).toEqual({ kind: "text", text: "secret" });
  });

  it("answers for what is not there", () => {
    expect(read("nothing.sql")).toEqual({ kind: "missing" });
    expect(read("plain.sql/below")).toEqual({ kind: "missing" });
    expect(read("a\0b")).toEqual({ kind: "unreadable", reason: "its name holds a NUL character" });
    expect(read("x".repeat(5000))).toEqual({ kind: "unreadable", reason: "its name is too long" });
    expect(nodeFiles(root).list(`${root}/nothing`)).toEqual([]);
  });

  it("lists by name", () => {
    const entries = nodeFiles(root).list(root);
    expect(entries.find(({ name }) => name === "folder")).toEqual({ name: "folder", kind: "folder" });
    expect(entries.map(({ name }) => name)).toEqual([...entries.map(({ name }) => name)].sort());
  });
});
