// Runs the suite in a desktop VS Code, which @vscode/test-electron fetches.
import { spawnSync } from "node:child_process";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";
import { downloadAndUnzipVSCode, resolveCliArgsFromVSCodeExecutablePath, runTests } from "@vscode/test-electron";
import { root } from "./root.mjs";
import { copySample } from "./scratch.mjs";

/**
 * Runs one suite; its lines go to the terminal. Gives whether all passed. `suite`, `trusted` and `vsix` as in
 * `runInBrowser`. `CODE_PATH` names an installed VS Code to use in place of a fetched one.
 */
export async function runInElectron(scratch, { suite, trusted, vsix }) {
  const folder = join(scratch, trusted ? "trusted" : "untrusted");
  const extensions = join(folder, "extensions");
  mkdirSync(extensions, { recursive: true });
  const kept = ["--extensions-dir", extensions, "--user-data-dir", join(folder, "user")];
  const vscodeExecutablePath = process.env.CODE_PATH ?? (await downloadAndUnzipVSCode());
  if (vsix !== undefined) install(vscodeExecutablePath, vsix, kept);
  const sample = copySample(join(folder, "shop"));
  const launchArgs = [sample, ...kept, "--skip-welcome", ...(trusted ? ["--disable-workspace-trust"] : [])];
  const extensionDevelopmentPath = vsix === undefined ? root : [];
  try {
    await runTests({ vscodeExecutablePath, extensionDevelopmentPath, extensionTestsPath: suite, launchArgs });
    return true;
  } catch (error) {
    process.stdout.write(`${error.message}\n`);
    return false;
  }
}

function install(executable, vsix, kept) {
  const [command, ...args] = resolveCliArgsFromVSCodeExecutablePath(executable);
  const shell = process.platform === "win32";
  const { status } = spawnSync(command, [...args, ...kept, "--install-extension", vsix], { stdio: "inherit", shell });
  if (status !== 0) throw new Error(`${command} --install-extension ${vsix} ended with ${status}`);
}
