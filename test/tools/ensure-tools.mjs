// Installs what only the heavy tests need (about 600 MB), once a lock file; called by the commands that need it.
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const folder = dirname(fileURLToPath(import.meta.url));

/** How long an install may take before it is taken for dead, in milliseconds. */
const LONGEST_INSTALL = 900_000;

/** Makes sure that `test/tools/node_modules` is what the lock file says; returns its path. Throws where npm fails. */
export function ensureTools() {
  const modules = join(folder, "node_modules");
  const stamp = join(modules, ".lockkeeper-tools");
  const lock = createHash("sha256")
    .update(readFileSync(join(folder, "package-lock.json")))
    .digest("hex");
  const isThere = () => existsSync(stamp) && readFileSync(stamp, "utf8") === lock;
  // Test files run side by side, and two installs in one folder destroy each other.
  const turn = join(tmpdir(), `lockkeeper-tools-${createHash("sha256").update(folder).digest("hex").slice(0, 16)}`);
  while (!isThere()) {
    if (!takesTurn(turn)) {
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 500);
      continue;
    }
    try {
      if (!isThere()) install(stamp, lock);
    } finally {
      rmSync(turn, { recursive: true, force: true });
    }
  }
  return modules;
}

/** Whether nobody else is installing. */
function takesTurn(turn) {
  try {
    mkdirSync(turn);
    return true;
  } catch {
    const since = existsSync(turn) ? statSync(turn).mtimeMs : Date.now();
    if (Date.now() - since > LONGEST_INSTALL) rmSync(turn, { recursive: true, force: true });
    return false;
  }
}

function install(stamp, lock) {
  process.stderr.write("Installing the test tools (VS Code as a server, Postgres 12 to 18): about 600 MB, once.\n");
  const npm = spawnSync("npm", ["ci", "--ignore-scripts", "--no-audit", "--no-fund"], {
    cwd: folder,
    stdio: ["ignore", "ignore", "inherit"],
  });
  if (npm.status !== 0) throw new Error(`npm ci in ${folder} ended with ${npm.status ?? npm.signal}`);
  writeFileSync(stamp, lock);
}
