// Runs the suite in VS Code as a server, shown by Chromium without a window.
import { mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";
import { runCodeServer, startCodeServer } from "./code-server.mjs";
import { root, screenshots } from "./root.mjs";
import { copySample, emptyExtension } from "./scratch.mjs";
import { remotePath, runSuite, workbenchAddress } from "./workbench.mjs";

const SUITE_MILLISECONDS = 600_000;
const SCREENSHOT_WISH = "lockkeeper-screenshot:";

/**
 * Runs one suite and prints what it says; gives how many passed and failed. `suite` is its bundle; `vsix` the packaged
 * extension to install, or undefined to run the checkout; `trusted` whether the window trusts the folder.
 */
export async function runInBrowser(browser, scratch, { suite, trusted, vsix }) {
  const folder = join(scratch, trusted ? "trusted" : "untrusted");
  const data = join(folder, "server");
  const extensions = join(folder, "extensions");
  for (const made of [data, extensions, screenshots]) mkdirSync(made, { recursive: true });
  const sample = copySample(join(folder, "shop"));
  const kept = ["--extensions-dir", extensions];
  if (vsix !== undefined) runCodeServer(data, ["--install-extension", vsix, ...kept]);
  process.env.LOCKKEEPER_SCREENSHOTS = screenshots;
  const server = await startCodeServer(data, trusted ? [...kept, "--disable-workspace-trust"] : kept);
  try {
    const address = workbenchAddress(server.port, sample, [
      ["extensionDevelopmentPath", remotePath(server.port, vsix === undefined ? root : emptyExtension(folder))],
      ["extensionTestsPath", remotePath(server.port, suite)],
    ]);
    const results = { passed: 0, failed: 0, rest: [] };
    const code = await runSuite(browser, address, SUITE_MILLISECONDS, (line, page) => onLog(line, page, results));
    // A suite that could not even start has said nothing that counts; VS Code has said why.
    if (code !== 0 && results.failed === 0) throw new Error(`the suite did not run\n${results.rest.join("\n")}`);
    return results;
  } finally {
    server.stop();
  }
}

async function onLog(line, page, results) {
  if (line.startsWith(SCREENSHOT_WISH)) {
    const { name, text } = JSON.parse(line.slice(SCREENSHOT_WISH.length));
    await shown(page, text);
    await page.screenshot({ path: join(screenshots, `${name}.png`) });
    return;
  }
  const result = /^(passed|failed): /.exec(line)?.[1];
  if (result === undefined) {
    results.rest.push(line);
    return;
  }
  results[result] += 1;
  process.stdout.write(`${line}\n`);
}

/** Waits until a text stands anywhere in the window, in a view of its own (a preview) or not. */
async function shown(page, text) {
  // What the editor shows has no-break spaces; Playwright takes them for spaces.
  const isIn = (frame) =>
    frame
      .getByText(text)
      .first()
      .isVisible()
      .catch(() => false);
  while (!page.isClosed()) {
    const answers = await Promise.all(page.frames().map(isIn));
    if (answers.includes(true)) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

/** Removes the pictures of earlier runs, so that none is taken for one of this run. */
export function removeScreenshots() {
  rmSync(screenshots, { recursive: true, force: true });
}
