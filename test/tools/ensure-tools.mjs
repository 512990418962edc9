// Installs what only the heavy tests need (about 600 MB), once a lock file; called by the commands that need it.
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const folder = dirname(fileURLToPath(import.meta.url));

/** Makes sure that `test/tools/node_modules` is what the lock file says; returns its path. Throws where npm fails. */
export function ensureTools() {
  const modules = join(folder, "node_modules");
  const stamp = join(modules, ".lockkeeper-tools");
  const lock = createHash("sha256")
    .update(readFileSync(join(folder, "package-lock.json")))
    .digest("hex");
  if (existsSync(stamp) && readFileSync(stamp, "utf8") === lock) return modules;
  process.stderr.write("Installing the test tools (VS Code as a server, Postgres 12 to 18): about 600 MB, once.\n");
  const npm = spawnSync("npm", ["ci", "--ignore-scripts", "--no-audit", "--no-fund"], {
    cwd: folder,
    stdio: ["ignore", "ignore", "inherit"],
  });
  if (npm.status !== 0) throw new Error(`npm ci in ${folder} ended with ${npm.status ?? npm.signal}`);
  writeFileSync(stamp, lock);
  return modules;
}
