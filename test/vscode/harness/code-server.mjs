// VS Code as a server, from the npm package code-server: the whole workbench and extension host, without a desktop.
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";
import { ensureTools } from "../../tools/ensure-tools.mjs";
import { end, launch } from "./processes.mjs";

const START_MILLISECONDS = 120_000;

/** Settings of every VS Code that we start: nothing that fetches, nothing that covers what we look at. */
const USER_SETTINGS = {
  "extensions.autoCheckUpdates": false,
  "extensions.autoUpdate": false,
  "extensions.ignoreRecommendations": true,
  "git.enabled": false,
  "telemetry.telemetryLevel": "off",
  "update.mode": "none",
  "window.commandCenter": false,
  "workbench.startupEditor": "none",
  "workbench.tips.enabled": false,
};

/** Installs what code-server's own install script would, which refuses root; returns the folder of VS Code. */
export function prepareCodeServer() {
  const vscode = join(ensureTools(), "code-server/lib/vscode");
  const link = join(vscode, "node_modules.asar");
  if (existsSync(link)) return vscode;
  process.stderr.write("Installing the modules of VS Code, once.\n");
  // Not `npm ci`: the lock file that code-server ships does not list all that its package.json asks for.
  const npm = spawnSync("npm", ["install", "--ignore-scripts", "--omit=dev", "--no-audit", "--no-fund"], {
    cwd: vscode,
    stdio: ["ignore", "ignore", "inherit"],
    shell: process.platform === "win32",
  });
  if (npm.status !== 0) throw new Error(`npm install in ${vscode} ended with ${npm.status ?? npm.signal}`);
  // The workbench asks for its own modules under the name that they have in the desktop's package.
  rmSync(link, { force: true });
  symlinkSync(join(vscode, "node_modules"), link, "junction");
  return vscode;
}

/**
 * Starts a server that keeps all it writes in `data`, a folder that exists, and waits until it listens.
 * `flags` are further options of the server. Gives its port and how to end it; throws with its output where it fails.
 */
export async function startCodeServer(data, flags) {
  const vscode = prepareCodeServer();
  mkdirSync(join(data, "data/User"), { recursive: true });
  writeFileSync(join(data, "data/User/settings.json"), JSON.stringify(USER_SETTINGS));
  const fixed = ["--host", "127.0.0.1", "--port", "0", "--without-connection-token", "--accept-server-license-terms"];
  const kept = ["--server-data-dir", data, "--telemetry-level", "off"];
  const child = launch(process.execPath, [join(vscode, "out/server-main.js"), ...fixed, ...kept, ...flags], {
    // VS Code's own variables would be taken for the ones of a VS Code that runs this.
    env: Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith("VSCODE_"))),
    stdio: ["ignore", "pipe", "pipe"],
  });
  const port = await listeningPort(child);
  return { port, stop: () => end(child) };
}

/** Runs one of the server's commands that end by themselves, such as `--install-extension`. Throws where it fails. */
export function runCodeServer(data, flags) {
  const vscode = prepareCodeServer();
  const main = join(vscode, "out/server-main.js");
  const args = [main, "--accept-server-license-terms", "--server-data-dir", data, ...flags];
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { encoding: "utf8" });
  if (status !== 0) throw new Error(`VS Code ${flags.join(" ")} ended with ${status}:\n${stdout}${stderr}`);
}

function listeningPort(child) {
  return new Promise((resolve, reject) => {
    let output = "";
    const fail = (why) => reject(new Error(`VS Code did not start: ${why}\n${output}`));
    const timer = setTimeout(() => fail(`no word of its port in ${START_MILLISECONDS} ms`), START_MILLISECONDS);
    child.once("exit", (code, signal) => fail(`ended with ${code ?? signal}`));
    const read = (chunk) => {
      output += chunk;
      const port = /Extension host agent listening on (\d+)/.exec(output)?.[1];
      if (port === undefined) return;
      clearTimeout(timer);
      // Reading goes on, so that a full pipe never stops the server; what it says no longer matters.
      output = "";
      resolve(Number(port));
    };
    child.stdout.on("data", read);
    child.stderr.on("data", read);
  });
}
