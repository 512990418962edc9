// Times a history as the editor meets it, beside a bare parse of the same files: node test/bench/replay.mjs FOLDER
// FOLDER is a repository; its largest history is taken. Times are of one run: compare ratios, on a quiet machine.
import { copyFileSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import process from "node:process";
import { pathToFileURL } from "node:url";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { build } from "esbuild";

const root = join(import.meta.dirname, "../..");
const folder = process.argv[2] === undefined ? usage() : resolve(process.argv[2]);
const engine = await bundledEngine();
await engine.loadParser();

const files = largestHistory();
const texts = files.map((path) => readFileSync(path, "utf8"));
const first = files[0];
const last = files.at(-1);
const bare = timed(() => texts.forEach(parseWhole));
const before = heapUsed();
const workspace = openWorkspace();
let cold = 0;
const coldOfProcessor = ofProcessor(() => {
  cold = timed(() => {
    workspace.open(last, readFileSync(last, "utf8"));
    engine.review(workspace, last);
  });
});
const statements = files.reduce(
  (sum, path) => sum + workspace.documents.get(path).segments.filter(engine.isSent).length,
  0,
);
const bytes = heapUsed() - before;
const edits = editsOfFirst();

say(
  `${files.length} files, ${statements} statements, ${Math.round(texts.join("").length / 1024)} KiB, ending in ${last}`,
);
say(`bare parse: ${bare.toFixed(0)} ms`);
say(
  `cold, from nothing known to the last file's findings: ${cold.toFixed(0)} ms, ${(cold / bare).toFixed(1)} times the bare parse; ${coldOfProcessor.toFixed(0)} ms of the processor`,
);
say(
  `an edit of the first file to the last file's findings (${edits.length} edits): ${part(edits, 0.5)} ms in the middle, ${part(edits, 1)} ms at worst`,
);
say(`kept: ${(((bytes / statements) * 10_000) / 1024 / 1024).toFixed(0)} MiB for 10,000 statements`);

/** Takes each statement of the first file out and puts it back, and types a blank into it and deletes that: all that rests on it changes twice. */
function editsOfFirst() {
  let text = readFileSync(first, "utf8");
  workspace.open(first, text);
  engine.review(workspace, last);
  const times = [];
  const edit = (start, end, put) => {
    text = text.slice(0, start) + put + text.slice(end);
    times.push(
      timed(() => {
        workspace.change(first, [{ range: { start, end }, text: put }], text);
        engine.review(workspace, last);
      }),
    );
  };
  let at = 0;
  for (const { text: own } of workspace.documents.get(first).segments) {
    edit(at, at + own.length, "");
    edit(at, at, own);
    edit(at, at, " ");
    edit(at, at + 1, "");
    at += own.length;
  }
  return times;
}

function parseWhole(text) {
  try {
    engine.parseSync(text);
  } catch {
    // A file that is no SQL as it stands; the product reads the rest of it all the same.
  }
}

function largestHistory() {
  const found = openWorkspace().historiesAround(join(folder, "any.sql"));
  const [largest] = [...found].sort((one, other) => other.files.length - one.files.length);
  return largest === undefined ? usage() : largest.files;
}

function openWorkspace() {
  return engine.createWorkspace({
    files: engine.workspaceFiles([folder]),
    roots: [folder],
    rules: engine.ALL_RULES,
    config: { kind: "found" },
    engine: undefined,
    postgres: undefined,
    schema: undefined,
    isolated: false,
    named: [],
    lifetime: "for-edits",
    log: say,
  });
}

/** The sources as one module; its parser looks for its WASM file beside itself. */
async function bundledEngine() {
  const scratch = mkdtempSync(join(tmpdir(), "lockkeeper-bench-"));
  process.on("exit", () => rmSync(scratch, { recursive: true, force: true }));
  const places = { __dirname: JSON.stringify(scratch), __filename: JSON.stringify(join(scratch, "engine.mjs")) };
  await build({
    absWorkingDir: root,
    stdin: {
      resolveDir: root,
      contents: `
        export { createWorkspace } from "./server/src/engine/workspace.ts";
        export { review } from "./server/src/engine/review.ts";
        export { ALL_RULES } from "./server/src/service/all-rules.ts";
        export { workspaceFiles } from "./server/src/service/workspace-files.ts";
        export { loadParser } from "./server/src/sql/parse.ts";
        export { isSent } from "./server/src/sql/segments.ts";
        export { parseSync } from "libpg-query";`,
    },
    outfile: join(scratch, "engine.mjs"),
    bundle: true,
    platform: "node",
    format: "esm",
    mainFields: ["module", "main"],
    define: { ...places, "import.meta.dirname": places.__dirname, "import.meta.filename": places.__filename },
    banner: { js: 'import { createRequire } from "node:module"; const require = createRequire(import.meta.url);' },
    logLevel: "warning",
  });
  copyFileSync(join(root, "node_modules/libpg-query/wasm/libpg-query.wasm"), join(scratch, "libpg-query.wasm"));
  return import(pathToFileURL(join(scratch, "engine.mjs")).href);
}

/** The processor's time of all threads, which other programs on the machine lengthen less. */
function ofProcessor(run) {
  const start = process.cpuUsage();
  run();
  const { user, system } = process.cpuUsage(start);
  return (user + system) / 1000;
}

function timed(run) {
  const start = performance.now();
  run();
  return performance.now() - start;
}

function heapUsed() {
  setFlagsFromString("--expose-gc");
  runInNewContext("gc")();
  return process.memoryUsage().heapUsed;
}

function part(times, share) {
  const sorted = times.toSorted((one, other) => one - other);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))].toFixed(1);
}

function say(line) {
  process.stdout.write(`${line}\n`);
}

function usage() {
  process.stderr.write("usage: node test/bench/replay.mjs FOLDER\nFOLDER holds a history of migrations\n");
  process.exit(2);
}
