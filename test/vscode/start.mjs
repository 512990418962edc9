// `npm start`: from a fresh clone to Lockkeeper at work. Prints the findings of the sample project, and opens VS Code
// on a copy of it: the desktop's own, else one in the browser, else (no display) its address and a picture.
import { spawn, spawnSync } from "node:child_process";
import { existsSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";
import { launchChromium } from "./harness/chromium.mjs";
import { startCodeServer } from "./harness/code-server.mjs";
import { launch } from "./harness/processes.mjs";
import { root, screenshots } from "./harness/root.mjs";
import { copySample, makeScratch } from "./harness/scratch.mjs";
import { remotePath, workbenchAddress } from "./harness/workbench.mjs";

const FIRST_FILE = "db/migrations/0004_find_orders_by_status.sql";
const FINDING = "CREATE INDEX takes a SHARE lock on orders";
const isWindows = process.platform === "win32";

if (!existsSync(join(root, "node_modules/.package-lock.json"))) mustRun("npm", ["ci", "--no-audit", "--no-fund"]);
mustRun(process.execPath, [join(root, "esbuild.mjs")]);
// The sample project has findings, so 1 is what is expected.
mustRun(process.execPath, [join(root, "dist/cli.mjs"), "lint", "test/samples/shop"], [0, 1]);

const scratch = makeScratch();
const sample = copySample(join(scratch, "shop"));
const isShown = ["darwin", "win32"].includes(process.platform) || process.env.DISPLAY || process.env.WAYLAND_DISPLAY;
const isAttended = isShown && process.env.CI === undefined;

if (isAttended && hasDesktopCode()) await inDesktopCode();
else await inCodeServer();

function mustRun(command, args, good = [0]) {
  const { status, error } = spawnSync(command, args, {
    cwd: root,
    stdio: "inherit",
    shell: isWindows && command === "npm",
  });
  if (good.includes(status)) return;
  process.stderr.write(`${command} ${args.join(" ")} ended with ${status ?? error?.message}\n`);
  process.exit(1);
}

function hasDesktopCode() {
  return spawnSync("code", ["--version"], { stdio: "ignore", shell: isWindows }).status === 0;
}

async function inDesktopCode() {
  const data = ["--user-data-dir", join(scratch, "user"), "--disable-workspace-trust", "--new-window", "--wait"];
  const args = [...data, `--extensionDevelopmentPath=${root}`, sample, join(sample, FIRST_FILE)];
  const code = launch("code", args, { stdio: "inherit", shell: isWindows });
  await new Promise((resolve) => code.once("exit", resolve));
}

async function inCodeServer() {
  const data = join(scratch, "server");
  mkdirSync(data);
  const { port } = await startCodeServer(data, ["--disable-workspace-trust"]);
  const address = workbenchAddress(port, sample, [
    ["extensionDevelopmentPath", remotePath(port, root)],
    ["openFile", remotePath(port, join(sample, FIRST_FILE))],
  ]);
  process.stdout.write(`\nVS Code with Lockkeeper, on a copy of test/samples/shop:\n${address}\n`);
  if (isAttended) openInBrowser(address);
  else process.stdout.write(`Picture: ${await takePicture(address)}\n`);
  if (process.env.CI !== undefined) process.exit(0);
  process.stdout.write("Ctrl+C ends it.\n");
}

function openInBrowser(address) {
  const opener = { darwin: "open", win32: "explorer" }[process.platform] ?? "xdg-open";
  // Where there is none, the address stands in the terminal.
  spawn(opener, [address], { stdio: "ignore" }).once("error", () => undefined);
}

/** A picture of the file with its squiggle and of the list of problems; throws where the finding never shows. */
async function takePicture(address) {
  const path = join(screenshots, "start.png");
  mkdirSync(screenshots, { recursive: true });
  const browser = await launchChromium();
  try {
    const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
    await page.goto(address);
    await page.locator(".squiggly-error").first().waitFor({ timeout: 120_000 });
    await page.keyboard.press("ControlOrMeta+Shift+M");
    await page.getByText(FINDING).first().waitFor({ timeout: 30_000 });
    await page.screenshot({ path });
  } finally {
    await browser.close();
  }
  return path;
}
