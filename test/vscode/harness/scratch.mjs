// A scratch folder of this run, gone when it ends.
import { cpSync, mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { root } from "./root.mjs";

/** Makes an empty folder that is removed when the process ends. */
export function makeScratch() {
  // On macOS the folder for temporary files is reached through a link, which VS Code resolves.
  const folder = realpathSync(mkdtempSync(join(tmpdir(), "lockkeeper-")));
  process.on("exit", () => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }));
  return folder;
}

/** Copies the sample project to a folder, where it may be changed at will; returns the folder. */
export function copySample(folder) {
  cpSync(join(root, "test/samples/shop"), folder, { recursive: true });
  return folder;
}

/** VS Code runs no suite without an extension under development; this one does nothing. */
export function emptyExtension(folder) {
  const path = join(folder, "empty");
  mkdirSync(path);
  const about = { name: "empty", publisher: "lockkeeper-test", version: "0.0.0", engines: { vscode: "*" } };
  writeFileSync(join(path, "package.json"), JSON.stringify(about));
  return path;
}
