// The browser that shows VS Code where there is no desktop.
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import process from "node:process";
import { ensureTools } from "../../tools/ensure-tools.mjs";

const INSTALLED = [
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
  "C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe",
  "C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe",
];

const FLAGS = [
  // Chromium refuses root otherwise; it shows nothing here but our own server.
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/** Starts Chromium without a window; gives Playwright's browser. Throws, saying what to install, where there is none. */
export async function launchChromium() {
  const executablePath = findChromium() ?? installChromium();
  const { chromium } = createRequire(join(ensureTools(), "playwright-core/package.json"))("playwright-core");
  return chromium.launch({ executablePath, args: FLAGS, headless: true });
}

function findChromium() {
  const named = process.env.CHROMIUM_PATH;
  return [...(named === undefined ? [] : [named]), ...INSTALLED].find((path) => existsSync(path));
}

function installChromium() {
  if (process.platform === "linux" && process.getuid() === 0 && existsSync("/usr/bin/apt-get")) {
    process.stderr.write("Installing Chromium with apt-get, once.\n");
    const run = (...args) => spawnSync("apt-get", args, { stdio: ["ignore", "ignore", "inherit"] }).status === 0;
    if (run("update") && run("install", "-y", "--no-install-recommends", "chromium")) return "/usr/bin/chromium";
  }
  throw new Error("No Chromium found: install it (Debian: apt-get install chromium), or name one in CHROMIUM_PATH.");
}
