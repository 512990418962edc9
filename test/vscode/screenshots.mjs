// Draws the README's pictures anew, with the extension as built, on a copy of the sample project:
// node test/vscode/screenshots.mjs
import { spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";
import { launchChromium } from "./harness/chromium.mjs";
import { startCodeServer } from "./harness/code-server.mjs";
import { root } from "./harness/root.mjs";
import { copySample, makeScratch } from "./harness/scratch.mjs";
import { remotePath, workbenchAddress } from "./harness/workbench.mjs";

const WIDTH = 1200;
const HEIGHT = 620;
/** The bar says only that the extension is under development, so it is left out. */
const TITLE_BAR = 30;
const WAIT = { timeout: 120_000 };

/** What gets out of the way of what a picture is to show. */
const SETTINGS = {
  "editor.fontSize": 14,
  "editor.hover.above": false,
  "editor.hover.delay": 100,
  "editor.minimap.enabled": false,
  "editor.renderLineHighlight": "none",
  "editor.stickyScroll.enabled": false,
  "workbench.activityBar.location": "hidden",
  "workbench.colorTheme": "Default Light Modern",
};

/** Each picture: its name, the file that it shows, and what is done there before it is taken. */
const PICTURES = [
  {
    name: "locks",
    file: "db/migrations/0003_orders_belong_to_customers.sql",
    async show(page) {
      await wordOf(page, "customers").hover();
      await page.getByText("SHARE ROW EXCLUSIVE").first().waitFor(WAIT);
    },
  },
  {
    name: "quick-fix",
    file: "db/migrations/0004_find_orders_by_status.sql",
    async show(page) {
      await openProblems(page, "CREATE INDEX takes a SHARE lock on orders");
      await wordOf(page, "INDEX").click();
      await page.keyboard.press("ControlOrMeta+.");
      await page.getByText("Build the index CONCURRENTLY").last().waitFor(WAIT);
    },
  },
  {
    name: "prisma",
    file: "prisma/schema.prisma",
    async show(page) {
      await goToLine(page, 36);
      await page.locator(".squiggly-warning").first().waitFor(WAIT);
      await wordOf(page, "subscriberId").hover();
      await page.getByText("No index on deliveries starts with").first().waitFor(WAIT);
    },
  },
];

build();
const scratch = makeScratch();
const sample = copySample(join(scratch, "shop"));
const data = join(scratch, "server");
mkdirSync(data);
const { port } = await startCodeServer(data, ["--disable-workspace-trust"]);
addSettings(join(data, "data/User/settings.json"));
const browser = await launchChromium();
for (const picture of PICTURES) process.stdout.write(`${await take(picture)}\n`);
await browser.close();
process.exit(0);

function build() {
  const { status } = spawnSync(process.execPath, [join(root, "esbuild.mjs")], { stdio: "inherit" });
  if (status !== 0) process.exit(1);
}

function addSettings(path) {
  writeFileSync(path, JSON.stringify({ ...JSON.parse(readFileSync(path, "utf8")), ...SETTINGS }));
}

/** Takes one picture; gives its path. Throws where what it is to show never shows. */
async function take({ name, file, show }) {
  const path = join(root, `docs/images/${name}.png`);
  const page = await browser.newPage({ viewport: { width: WIDTH, height: TITLE_BAR + HEIGHT } });
  await page.goto(
    workbenchAddress(port, sample, [
      ["extensionDevelopmentPath", remotePath(port, root)],
      ["openFile", remotePath(port, join(sample, file))],
    ]),
  );
  await page.locator(".squiggly-error, .squiggly-warning, .squiggly-info").first().waitFor(WAIT);
  await show(page);
  // Animations of panels and menus end in less.
  await page.waitForTimeout(1000);
  await page.screenshot({ path, clip: { x: 0, y: TITLE_BAR, width: WIDTH, height: HEIGHT } });
  await page.close();
  return path;
}

/** The first place in the editor where a word stands alone in its color. */
function wordOf(page, word) {
  return page.locator(".view-lines").getByText(word).first();
}

async function goToLine(page, line) {
  await page.locator(".view-lines").click();
  await page.keyboard.press("Control+G");
  await page.keyboard.type(`${line}`);
  await page.keyboard.press("Enter");
}

async function openProblems(page, finding) {
  await page.keyboard.press("ControlOrMeta+Shift+M");
  await page.getByText(finding).first().waitFor(WAIT);
}
