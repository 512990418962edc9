// `npm test`: installs what is missing, then builds, checks types and style, and runs every suite that needs no desktop.
// Words after `--` go to vitest (`npm test -- -u` redraws what is drawn). The last line sums all suites.
import { spawn, spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { ensureTools } from "./tools/ensure-tools.mjs";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const bin = (name) => join(root, "node_modules/.bin", name);
const scratch = mkdtempSync(join(tmpdir(), "lockkeeper-test-"));
const total = { passed: 0, failed: 0 };
const failures = [];

installWhatIsMissing();
ensureTools();
await step("types", bin("tsc"), ["-b", "shared", "server", "client", "test"]);
await step("style", bin("biome"), ["check", "."]);
await step("bundles", process.execPath, ["esbuild.mjs"]);
await vitest(process.argv.slice(2));
await step("unused code", bin("knip"), []);
await suite("VS Code", ["test/vscode/run.mjs"]);
await step("package", "npm", ["run", "package", "--", "--out", join(scratch, "lockkeeper.vsix")]);
await suite("VS Code with the package installed", ["test/vscode/run.mjs", "--vsix", join(scratch, "lockkeeper.vsix")]);
rmSync(scratch, { recursive: true, force: true });

if (failures.length > 0) console.log(`\nFailed:\n  ${failures.join("\n  ")}`);
console.log(`\n${total.passed} passed, ${total.failed} failed`);
process.exitCode = total.failed === 0 && total.passed > 0 ? 0 : 1;

/** A lock file newer than what npm wrote at its last install means that something is missing. */
function installWhatIsMissing() {
  const installed = join(root, "node_modules/.package-lock.json");
  if (existsSync(installed) && statSync(installed).mtimeMs >= statSync(join(root, "package-lock.json")).mtimeMs) return;
  const npm = spawnSync("npm", ["ci", "--no-audit", "--no-fund"], { cwd: root, stdio: "inherit" });
  if (npm.status !== 0) process.exit(npm.status ?? 1);
}

/** Runs a command, its output shown and handed back; resolves to its exit status. */
function run(command, args) {
  return new Promise((resolve) => {
    const child = spawn(command, args, { cwd: root, stdio: ["ignore", "pipe", "inherit"] });
    let output = "";
    child.stdout.on("data", (data) => {
      output += data;
      process.stdout.write(data);
    });
    child.on("error", (error) => resolve({ status: 1, output: String(error) }));
    child.on("close", (status) => resolve({ status: status ?? 1, output }));
  });
}

function add(name, passed, failed) {
  total.passed += passed;
  total.failed += failed;
  if (failed > 0) failures.push(name);
}

/** A step that passes or fails as a whole. */
async function step(name, command, args) {
  console.log(`\n— ${name}`);
  const { status } = await run(command, args);
  add(name, status === 0 ? 1 : 0, status === 0 ? 0 : 1);
}

/** A suite of our own, whose last line says `N passed, N failed`. One that says nothing, or dies after it, has failed. */
async function suite(name, args) {
  console.log(`\n— ${name}`);
  const { status, output } = await run(process.execPath, args);
  const counts = [...output.matchAll(/(\d+) passed, (\d+) failed/g)].at(-1);
  const [passed, failed] = counts === undefined ? [0, 1] : [Number(counts[1]), Number(counts[2])];
  add(name, passed, status !== 0 && failed === 0 ? 1 : failed);
}

async function vitest(words) {
  console.log("\n— vitest");
  const report = join(scratch, "vitest.json");
  const options = [
    "--config",
    "test/vitest.config.ts",
    "--reporter=default",
    "--reporter=json",
    `--outputFile.json=${report}`,
  ];
  const { status } = await run(bin("vitest"), ["run", ...options, ...words]);
  const said = existsSync(report) ? JSON.parse(readFileSync(report, "utf8")) : {};
  const { numPassedTests = 0, numFailedTests = 0, testResults = [] } = said;
  add("vitest", numPassedTests, status !== 0 && numFailedTests === 0 ? 1 : numFailedTests);
  failures.push(...testResults.flatMap(failedIn));
}

/** A line for each failed test of a file, and for a file that failed as a whole: the end of a long log is what is read first. */
function failedIn({ name, status, message, assertionResults }) {
  const firstLine = (text = "") => text.split("\n", 1)[0].slice(0, 300);
  const failed = assertionResults.filter((each) => each.status === "failed");
  if (failed.length === 0) return status === "failed" ? [`${relative(root, name)}: ${firstLine(message)}`] : [];
  return failed.map((each) => `${relative(root, name)}: ${each.fullName}: ${firstLine(each.failureMessages[0])}`);
}
