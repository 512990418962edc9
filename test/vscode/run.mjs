// Tries the extension in a real VS Code: node test/vscode/run.mjs [--built] [--vsix FILE] [--electron] [--only TEXT]
import { spawnSync } from "node:child_process";
import { join, resolve } from "node:path";
import process from "node:process";
import { parseArgs } from "node:util";
import { bundleSuite } from "./harness/bundle-suite.mjs";
import { launchChromium } from "./harness/chromium.mjs";
import { removeScreenshots, runInBrowser } from "./harness/in-browser.mjs";
import { runRewrites } from "./harness/rewrites.mjs";
import { root } from "./harness/root.mjs";
import { makeScratch } from "./harness/scratch.mjs";

const { values } = parseArgs({
  options: {
    // `dist/` is up to date.
    built: { type: "boolean", default: false },
    // A desktop VS Code in place of the one in the browser.
    electron: { type: "boolean", default: false },
    // Only the tests whose names hold this.
    only: { type: "string", default: "" },
    // A packaged extension to install, in place of the checkout.
    vsix: { type: "string" },
  },
});

const vsix = values.vsix === undefined ? undefined : resolve(values.vsix);
if (vsix === undefined && !values.built) build();
process.env.LOCKKEEPER_ONLY = values.only;
const scratch = makeScratch();
await bundleSuite(join(scratch, "suite"));
const runs = [
  { suite: join(scratch, "suite/index.js"), trusted: true, vsix },
  { suite: join(scratch, "suite/untrusted.js"), trusted: false, vsix },
];
process.exit((await (values.electron ? onTheDesktop() : inTheBrowser())) ? 0 : 1);

function build() {
  const { status } = spawnSync(process.execPath, [join(root, "esbuild.mjs")], { stdio: "inherit" });
  if (status !== 0) process.exit(1);
}

async function inTheBrowser() {
  removeScreenshots();
  const browser = await launchChromium();
  const total = { passed: 0, failed: 0 };
  for (const run of runs) {
    const { passed, failed } = await runInBrowser(browser, scratch, run).catch((error) => {
      process.stdout.write(`failed: ${error.message}\n`);
      return { passed: 0, failed: 1 };
    });
    total.passed += passed;
    total.failed += failed;
  }
  const rewrites = await runRewrites(browser, scratch, { vsix, only: values.only });
  total.passed += rewrites.passed;
  total.failed += rewrites.failed;
  await browser.close();
  process.stdout.write(`VS Code: ${total.passed} passed, ${total.failed} failed\n`);
  return total.failed === 0 && total.passed > 0;
}

async function onTheDesktop() {
  const { runInElectron } = await import("./harness/in-electron.mjs");
  let good = true;
  for (const run of runs) good = (await runInElectron(scratch, run)) && good;
  return good;
}
