// Rewrites that spread over several files: each is chosen in the menu of quick fixes, looked at in the preview, accepted by a
// click, and taken back by one undo. VS Code shows no dialog while a suite runs in it, so that these are clicks from outside.
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";
import { runCodeServer, startCodeServer } from "./code-server.mjs";
import { root, screenshots } from "./root.mjs";
import { copySample, emptyExtension } from "./scratch.mjs";
import { remotePath, workbenchAddress } from "./workbench.mjs";

const WAIT = { timeout: 60_000 };
const MIGRATIONS = "db/migrations";

/** What is rewritten: the file (added to the sample where it has a text), the fix by its title, and what must come of it. */
const CASES = [
  {
    name: "foreign-key",
    file: "0003_orders_belong_to_customers.sql",
    title: "Add the constraint NOT VALID and validate it on its own",
    edited: /NOT VALID/,
    created: [/VALIDATE CONSTRAINT orders_customer_id_fkey/],
  },
  {
    name: "check",
    file: "0006_totals.sql",
    text: "-- +goose Up\nALTER TABLE orders ADD CONSTRAINT orders_total_check CHECK (total_cents >= 0);\n",
    title: "Add the constraint NOT VALID and validate it on its own",
    edited: /NOT VALID/,
    created: [/VALIDATE CONSTRAINT orders_total_check/],
  },
  {
    name: "index",
    file: "0006_totals.sql",
    text: "-- +goose Up\nALTER TABLE orders ADD COLUMN note text;\nCREATE INDEX orders_total_cents_idx ON orders (total_cents);\n",
    title: "Build the index CONCURRENTLY",
    edited: /moved to/,
    created: [/NO TRANSACTION[\s\S]*CREATE INDEX CONCURRENTLY orders_total_cents_idx/],
  },
  {
    name: "rename",
    file: "0006_state.sql",
    text: "-- +goose Up\nALTER TABLE orders RENAME COLUMN status TO state;\n",
    title: "Let status and state stand side by side",
    edited: /ADD COLUMN state/,
    created: [/DROP COLUMN status/],
  },
  {
    name: "type",
    file: "0006_totals.sql",
    text: "-- +goose Up\nALTER TABLE orders ALTER COLUMN total_cents TYPE numeric(12, 2);\n",
    title: "Change the type of total_cents by a second column",
    edited: /ADD COLUMN/,
    created: [/RENAME COLUMN/, /DROP COLUMN/],
  },
];

/** Tries the cases whose names hold `only`, each in a window and a project of its own; gives how many passed and failed. */
export async function runRewrites(browser, scratch, { vsix, only }) {
  const results = { passed: 0, failed: 0 };
  const cases = CASES.filter(({ name }) => `rewrite ${name}`.includes(only));
  if (cases.length === 0) return results;
  const folder = join(scratch, "rewrites");
  const [data, extensions] = [join(folder, "server"), join(folder, "extensions")];
  for (const made of [data, extensions, screenshots]) mkdirSync(made, { recursive: true });
  const kept = ["--extensions-dir", extensions];
  if (vsix !== undefined) runCodeServer(data, ["--install-extension", vsix, ...kept]);
  const server = await startCodeServer(data, [...kept, "--disable-workspace-trust"]);
  const extension = vsix === undefined ? root : emptyExtension(folder);
  try {
    for (const each of cases) {
      const failure = await runCase(browser, { ...each, port: server.port, folder, extension }).catch((error) => error);
      results[failure === undefined ? "passed" : "failed"] += 1;
      const word = failure === undefined ? "passed" : "failed";
      process.stdout.write(`${word}: rewrite ${each.name}, previewed, accepted and undone\n`);
      if (failure !== undefined) process.stdout.write(`${failure.stack ?? failure}\n`);
    }
  } finally {
    server.stop();
  }
  return results;
}

async function runCase(browser, { name, file, text, title, edited, created, port, folder, extension }) {
  const sample = copySample(join(folder, name));
  const migrations = join(sample, MIGRATIONS);
  const path = join(migrations, file);
  if (text !== undefined) writeFileSync(path, text);
  const before = { text: readFileSync(path, "utf8"), files: readdirSync(migrations) };
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
  try {
    await page.goto(
      workbenchAddress(port, sample, [
        ["extensionDevelopmentPath", remotePath(port, extension)],
        ["openFile", remotePath(port, path)],
      ]),
      { timeout: 120_000 },
    );
    await page.locator(".squiggly-error").first().waitFor({ timeout: 120_000 });
    await choose(page, title);
    await page.getByText("Refactor Preview").first().waitFor(WAIT);
    const button = page.locator(".bulk-edit-panel a.monaco-button", { hasText: "Apply" });
    await button.waitFor(WAIT);
    await page.waitForTimeout(1000);
    await page.screenshot({ path: join(screenshots, `rewrite-${name}.png`) });
    assertSame(before, stateOf(path, migrations), "nothing is written before it is accepted");
    await button.click();
    await until(`the rewrite of ${file}`, () => {
      const fresh = readdirSync(migrations).filter((other) => !before.files.includes(other));
      const texts = fresh.map((other) => readFileSync(join(migrations, other), "utf8"));
      const isThere = created.every((wanted) => texts.some((written) => wanted.test(written)));
      return fresh.length === created.length && isThere && edited.test(readFileSync(path, "utf8"));
    });
    await undo(page);
    await until(`the state before in ${migrations}`, () => isSame(before, stateOf(path, migrations)));
  } catch (error) {
    await page.screenshot({ path: join(screenshots, `rewrite-${name}-failed.png`) });
    throw error;
  } finally {
    await page.close();
  }
  return undefined;
}

/** Clicks a quick fix in the menu at the first problem of the file. */
async function choose(page, title) {
  await page.locator(".view-lines").first().click();
  await page.keyboard.press("ControlOrMeta+Home");
  await page.keyboard.press("F8");
  await page.locator(".peekview-widget, .marker-widget").first().waitFor(WAIT);
  await page.keyboard.press("Escape");
  const item = page.locator(".action-widget").getByText(title).first();
  for (let attempt = 0; ; attempt += 1) {
    await page.keyboard.press("ControlOrMeta+.");
    const isShown = await item.waitFor({ timeout: 10_000 }).then(
      () => true,
      () => false,
    );
    if (isShown) break;
    if (attempt === 5) throw new Error(`no quick fix "${title}" was offered`);
    await page.keyboard.press("Escape");
  }
  // The menu takes no click before the mouse has moved over it.
  const { x, y, width, height } = await item.boundingBox();
  await page.mouse.move(x + width / 2 - 5, y + height / 2);
  await page.mouse.move(x + width / 2, y + height / 2);
  await page.waitForTimeout(200);
  await page.mouse.click(x + width / 2, y + height / 2);
}

/** One undo in the file takes all of it back, in every file; where VS Code asks whether that is meant, it is. */
async function undo(page) {
  await page.locator(".editor-group-container .view-lines").first().click();
  await page.keyboard.press("ControlOrMeta+Z");
  const button = page.locator(".dialog-buttons a.monaco-button", { hasText: "Undo in" });
  const isAsked = await button.waitFor({ timeout: 5000 }).then(
    () => true,
    () => false,
  );
  if (isAsked) await button.click();
  await page.waitForTimeout(1000);
  await page.keyboard.press("ControlOrMeta+S");
}

function stateOf(path, migrations) {
  return { text: existsSync(path) ? readFileSync(path, "utf8") : "", files: readdirSync(migrations) };
}

function isSame(one, other) {
  return JSON.stringify(one) === JSON.stringify(other);
}

function assertSame(one, other, what) {
  if (!isSame(one, other)) throw new Error(`${what}: ${JSON.stringify(one)} became ${JSON.stringify(other)}`);
}

async function until(what, ask) {
  const deadline = Date.now() + WAIT.timeout;
  while (!ask()) {
    if (Date.now() > deadline) throw new Error(`waited in vain for ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}
