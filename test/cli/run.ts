import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { onTestFinished } from "vitest";
import { bundle } from "../support/bundle.ts";

/** What a run of the command gave. */
export interface Run {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

const { PATH } = process.env;
const project = pathToFileURL(join(import.meta.dirname, "../..")).href;

/** Runs the bundled command in the folder; `node` are options of Node itself. Where the project stands does not show. */
export function lockkeeper(folder: string, args: readonly string[], node: readonly string[] = []): Run {
  const { status, stdout, stderr } = spawnSync(process.execPath, [...node, bundle("cli.mjs"), ...args], {
    cwd: folder,
    encoding: "utf8",
    timeout: 60_000,
    maxBuffer: 256 * 1024 * 1024,
    env: { PATH, TERM: "xterm" },
  });
  return { status, stdout: stdout.replaceAll(project, "file:///lockkeeper"), stderr };
}

/** The JSON that a run printed. */
export function json(run: Run): ReturnType<typeof JSON.parse> {
  return JSON.parse(run.stdout);
}

/** A folder with these files that is gone after the test; links in the temporary folder's own path are resolved. */
export function sample(files: Readonly<Record<string, string | Uint8Array>>): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), "lockkeeper-cli-")));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), content);
  }
  return folder;
}

/** A shop with a history of goose, of which only the rules named here speak, whatever rules come later. */
export const SHOP = {
  "lockkeeper.json": `{
  "extends": [],
  "postgres": 16,
  "rules": { "index-not-concurrent": "high", "timestamp-without-time-zone": "medium" }
}
`,
  "migrations/0001_init.sql": `-- +goose Up
CREATE TABLE orders (id bigint PRIMARY KEY, placed_at timestamptz NOT NULL);
CREATE TABLE "User" (id bigint PRIMARY KEY);
CREATE SCHEMA audit;
CREATE TABLE audit.log (id bigint PRIMARY KEY);

-- +goose Down
DROP TABLE orders;
`,
  "migrations/0002_index.sql": `-- +goose Up
SELECT '😀'; CREATE INDEX orders_placed_at_idx ON orders (placed_at);
ALTER TABLE "User" ADD COLUMN seen_at timestamp;
-- lockkeeper-disable-next-line index-not-concurrent -- the log is empty
CREATE INDEX log_id_idx ON audit.log (id);

-- +goose Down
DROP INDEX orders_placed_at_idx
  CASCADE NOW;
`,
  "migrations/0003_clean.sql": "-- +goose Up\nALTER TABLE orders ADD COLUMN note text;\n",
} as const;
