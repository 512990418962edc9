// Shows that breaking any entry of the effects catalogue makes the proof on real servers fail:
//
//   node test/postgres/mutation/mutate-effects.mjs [seed]   ten random entries, each proven on servers
//   node test/postgres/mutation/mutate-effects.mjs --all [file…]   every entry, or those of these files, against the
//                                                                  cases, without a server
//
// Each entry is broken alone, in a copy of the project in the temporary folder. What is then said of the cases tells
// which of them the proof must fail on, and the proof is run on one of those; where all cases are answered as before,
// the proofs of what no server shows (assumptions, durations), of the matrix of conflicts and of random statements are run. Takes minutes, so it is no part of
// `npm test`. Ends with 1 where a broken entry survives.
import { spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { buildSync } from "esbuild";
import { mutantsOf } from "./mutants.mjs";

/** @typedef {import("./mutants.mjs").Mutant} Mutant */
/** @typedef {{ readonly group: string, readonly sql: string, readonly version: number, readonly said: unknown }} SaidOfCase */

const COUNT = 10;
const DEFAULT_VERSIONS = [12, 18];
/** What is asked where no case is answered otherwise. */
const OTHER_PROOFS = ["../effects/effects-of.test.ts", "lock-conflicts.test.ts", "random.test.ts"];
const root = join(import.meta.dirname, "../../..");
const scratch = mkdtempSync(join(tmpdir(), "lockkeeper-mutation-"));
const effects = join(scratch, "server/src/effects");
process.once("exit", () => rmSync(scratch, { recursive: true, force: true }));
process.once("SIGINT", () => process.exit(130));
process.once("SIGTERM", () => process.exit(143));

copyProject();
const before = saidOfCases();
if (before === undefined) throw new Error("the catalogue as it stands cannot be asked");
const mutants = mutantsOf(effects);
console.log(`${mutants.length} ways to break a line of the catalogue, ${before.length} answers to cases`);
const [first, ...files] = process.argv.slice(2);
const survived =
  first === "--all"
    ? onCases(
        mutants.filter(({ file }) => files.length === 0 || files.includes(file)),
        before,
      )
    : onServers(chosen(Number(first ?? 1)), before);
console.log(`${survived.length} survived`);
process.exitCode = survived.length > 0 ? 1 : 0;

function copyProject() {
  for (const name of ["package.json", "tsconfig.base.json", "client", "server", "shared", "test"])
    cpSync(join(root, name), join(scratch, name), {
      recursive: true,
      filter: (path) => !path.includes("node_modules"),
    });
  symlinkSync(join(root, "node_modules"), join(scratch, "node_modules"));
  symlinkSync(join(root, "test/tools/node_modules"), join(scratch, "test/tools/node_modules"));
}

/**
 * Ten entries, each of another file as far as there are so many, by a generator that gives the same for the same seed.
 * @param {number} seed
 */
function chosen(seed) {
  let state = seed * 2_654_435_761;
  const next = (/** @type {number} */ below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
  const left = [...mutants];
  const picked = [];
  while (picked.length < COUNT) {
    const [mutant] = left.splice(next(left.length), 1);
    if (mutant === undefined) break;
    if (!picked.some(({ file }) => file === mutant.file)) picked.push(mutant);
  }
  return picked;
}

/**
 * @param {readonly Mutant[]} chosenOnes
 * @param {readonly SaidOfCase[]} as
 */
function onCases(chosenOnes, as) {
  return chosenOnes.filter((mutant) => {
    const differing = broken(mutant, () => differingCases(as));
    if (differing.length > 0) return false;
    console.log(`survives the cases: ${shown(mutant)}`);
    return true;
  });
}

/**
 * @param {readonly Mutant[]} chosenOnes
 * @param {readonly SaidOfCase[]} as
 */
function onServers(chosenOnes, as) {
  return chosenOnes.filter((mutant) => {
    const by = broken(mutant, () => failingProof(differingCases(as)));
    console.log(
      `${by === undefined ? "SURVIVED" : "killed"} ${shown(mutant)}${by === undefined ? "" : `\n    by ${by}`}`,
    );
    return by === undefined;
  });
}

/**
 * What makes the proof fail, or undefined where it passes.
 * @param {readonly SaidOfCase[]} differing
 */
function failingProof(differing) {
  const [first] = [...differing].sort((one, other) => Number(isDefault(other)) - Number(isDefault(one)));
  if (first === undefined) return OTHER_PROOFS.find((file) => proofFails(file, [], false));
  const { group, sql, version } = first;
  const name = `Postgres ${version} .*${escaped(sql)}`;
  const isFailed = proofFails("effects.test.ts", ["-t", name], !isDefault(first));
  return isFailed
    ? `"${sql.replace(/\s+/g, " ")}" (${group}, Postgres ${version}; ${differing.length} answers differ)`
    : undefined;
}

/** @param {SaidOfCase} each */
function isDefault({ version }) {
  return DEFAULT_VERSIONS.includes(version);
}

/** @param {string} text */
function escaped(text) {
  return text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&").replace(/\s+/g, "\\s+");
}

/**
 * Whether a test ran and failed; one that does not match any test fails for no reason, and is an error here.
 * @param {string} file
 * @param {readonly string[]} args
 * @param {boolean} isOnAll
 */
function proofFails(file, args, isOnAll) {
  const vitest = join(root, "node_modules/vitest/vitest.mjs");
  const config = ["--config", "test/vitest.config.ts", "--reporter", "json"];
  const { CI: _, ...env } = process.env;
  const { stdout } = spawnSync(process.execPath, [vitest, "run", ...config, `test/postgres/${file}`, ...args], {
    cwd: scratch,
    encoding: "utf8",
    maxBuffer: 2 ** 28,
    env: isOnAll ? { ...env, CI: "1" } : env,
  });
  const { numFailedTests, numPassedTests } = JSON.parse(stdout.slice(stdout.indexOf("{")));
  if (numFailedTests + numPassedTests === 0) throw new Error(`no test ran: ${file} ${args.join(" ")}\n${stdout}`);
  return numFailedTests > 0;
}

/**
 * Breaks the line while the work is done.
 * @template T
 * @param {Mutant} mutant
 * @param {() => T} work
 */
function broken({ file, line, is }, work) {
  const path = join(effects, file);
  const text = readFileSync(path, "utf8");
  writeFileSync(
    path,
    text
      .split("\n")
      .with(line - 1, is)
      .join("\n"),
  );
  try {
    return work();
  } finally {
    writeFileSync(path, text);
  }
}

/** @param {readonly SaidOfCase[]} as */
function differingCases(as) {
  const now = saidOfCases();
  // What cannot even be asked fails in every case.
  return now === undefined ? as : as.filter((each, at) => JSON.stringify(each) !== JSON.stringify(now[at]));
}

/** @returns {readonly SaidOfCase[] | undefined} */
function saidOfCases() {
  const outfile = join(scratch, "said-of-cases.mjs");
  try {
    buildSync({
      entryPoints: [join(scratch, "test/postgres/mutation/said-of-cases.ts")],
      outfile,
      bundle: true,
      platform: "node",
      format: "esm",
      packages: "external",
      logLevel: "silent",
    });
  } catch {
    return undefined;
  }
  const { status, stdout } = spawnSync(process.execPath, [outfile], {
    cwd: scratch,
    encoding: "utf8",
    maxBuffer: 2 ** 28,
    timeout: 60_000,
  });
  return status === 0 ? JSON.parse(stdout) : undefined;
}

/** @param {Mutant} mutant */
function shown({ file, line, what, was, is }) {
  return `${file}:${line} (${what})\n    - ${was.trim()}\n    + ${is.trim()}`;
}
