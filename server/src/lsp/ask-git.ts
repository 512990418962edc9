import { spawnSync } from "node:child_process";
import { dirname } from "node:path";
import type { Git, MainBranch } from "../engine/git.ts";
import { below } from "../project/paths.ts";

/** Longer than this, in milliseconds, no answer is waited for. */
const LONGEST = 10_000;
const LARGEST = 256 * 1024 * 1024;

/**
 * What keeps a repository's own configuration from running anything while Git reads: no monitor of files, no hooks, no
 * pager, nothing fetched. No command below compares or checks out, so that no diff, filter or merge program is asked.
 */
const GUARDS = [
  "--no-pager",
  ...["core.fsmonitor=false", "core.hooksPath=/dev/null", "core.sshCommand=false", "protocol.allow=never"].flatMap(
    (setting) => ["-c", setting],
  ),
];

/** Where main branches are looked for, best first. */
const MAIN_REFS = [
  "refs/remotes/origin/HEAD",
  "refs/remotes/origin/main",
  "refs/remotes/origin/master",
  "refs/heads/main",
  "refs/heads/master",
];

/** The Git of this machine. It is run, so that it must be given only where a person trusts the repository. */
export function askGit(): Git {
  return { filesAt, mainBranch, textOf };
}

function filesAt(folder: string, revision: string): ReadonlyMap<string, string> | undefined {
  // A word that begins with a dash would be taken for an option.
  if (!/^[^-\s][^\s\0]{0,500}$/.test(revision)) return undefined;
  const commit = run(folder, ["rev-parse", "--verify", "--quiet", `${revision}^{commit}`])?.trim();
  const listed = commit === undefined ? undefined : run(folder, ["ls-tree", "-r", "-z", commit]);
  if (listed === undefined) return undefined;
  const files = new Map<string, string>();
  for (const line of listed.split("\0")) {
    const [, id, name] = /^\d+ blob ([0-9a-f]+)\t([^\0]+)$/.exec(line) ?? [];
    if (id !== undefined && name !== undefined) files.set(below(folder, name), id);
  }
  return files;
}

function mainBranch(folder: string): MainBranch | undefined {
  const listed = run(folder, ["for-each-ref", "--format=%(refname) %(objectname) %(symref:short)", ...MAIN_REFS]);
  const refs = (listed ?? "").split("\n").map((line) => line.split(" "));
  for (const wanted of MAIN_REFS) {
    const [name, tip, target] = refs.find(([ref]) => ref === wanted) ?? [];
    if (name === undefined || tip === undefined) continue;
    const base = run(folder, ["merge-base", "HEAD", tip])?.trim();
    if (base === undefined) return undefined;
    return { name: target || name.replace(/^refs\/(?:remotes|heads)\//, ""), tip, base };
  }
  return undefined;
}

function textOf(folder: string, id: string): string | undefined {
  const text = run(folder, ["cat-file", "blob", id]);
  // What stands elsewhere is not known.
  return text?.startsWith("version https://git-lfs") ? undefined : text;
}

/** What Git prints; undefined where it is not there, refuses or fails. */
function run(folder: string, args: readonly string[]): string | undefined {
  const { status, stdout } = spawnSync("git", [...GUARDS, "-C", folder, ...args], {
    // Some systems look for a program in the current folder first, which may be the repository.
    cwd: dirname(process.execPath),
    encoding: "utf8",
    timeout: LONGEST,
    maxBuffer: LARGEST,
    windowsHide: true,
    stdio: ["ignore", "pipe", "ignore"],
    env: { ...withoutGit(process.env), GIT_NO_LAZY_FETCH: "1", GIT_OPTIONAL_LOCKS: "0", GIT_TERMINAL_PROMPT: "0" },
  });
  return status === 0 ? stdout : undefined;
}

/** The environment without what would lead Git to another repository. */
function withoutGit(environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(environment).filter(([name]) => !name.startsWith("GIT_")));
}
