import type { FileEdit, NewFile } from "../new-migration.ts";
import { nextVersion } from "../next-version.ts";
import { below, relativeTo } from "../paths.ts";
import type { FolderView } from "../tree.ts";
import { downText, isDownOutside, type Listing, type Made, type Making, stemFrom } from "./making.ts";
import { presence, type Tool } from "./tool.ts";

/**
 * The three scripts of a change and its line in the plan. A change's id is a hash over what came before it, so that a new one
 * comes at the end of the plan.
 */
const making: Making = {
  unit: "file",
  place: "end",
  takeApart: (name) =>
    name.endsWith(".sql")
      ? { before: "", version: "", between: "", words: name.slice(0, -4), after: ".sql" }
      : undefined,
  write(made) {
    const { history } = made;
    const change = `${projectOf(history)}${changeName(made)}`;
    const top = topFolder(history);
    const isWrapped = (isOutside: boolean) =>
      !isOutside && /^[ \t]*BEGIN\b/im.test(history.read(within(history, made.model)));
    const script = (kind: string, header: string, sql: string, wrapped: boolean): NewFile => ({
      path: below(top.path, `${kind}/${changeName(made)}.sql`),
      text: `${header}\n\n${wrapped ? `BEGIN;\n\n${sql}\nCOMMIT;\n` : sql}`,
    });
    const { up, outside } = made.migration;
    const files = [
      script(
        "deploy",
        `-- Deploy ${change} to pg\n-- requires: ${changeAt(history, made.model)}`,
        up,
        isWrapped(outside),
      ),
      script("revert", `-- Revert ${change} from pg`, downText(made), isWrapped(isDownOutside(made))),
    ];
    if (top.folder("verify") === undefined) return files;
    return [...files, script("verify", `-- Verify ${change} on pg`, "BEGIN;\n\nROLLBACK;\n", false)];
  },
  list: planEdits,
};

/** A line for each new change behind the last, planned by whoever planned the change that it belongs to, a second later. */
function planEdits({ history, made }: Listing): readonly FileEdit[] | undefined {
  const plan = history.read("sqitch.plan");
  const end = plan.trimEnd().length;
  let lines = "";
  for (const [place, one] of made.entries()) {
    const own = changeAt(history, one.model);
    const line = plan.split(/\r?\n/).findLast((text) => text.startsWith(`${own} `));
    const [, time = "", planner = ""] = /\s(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ)\s([^#]*)/.exec(line ?? "") ?? [];
    if (time === "") return undefined;
    let later = time;
    for (let step = 0; step <= place; step += 1) later = nextVersion(later);
    lines += `\n${changeName(one)} [${own}] ${later} ${planner.trim()} # ${one.migration.words}`;
  }
  return [{ path: below(history.path, "sqitch.plan"), range: { start: end, end }, text: lines }];
}

/** The change's name: its script's path below `deploy/`. */
function changeAt(history: FolderView, path: string): string {
  return within(topFolder(history), path)
    .replace(/^deploy\//, "")
    .replace(/\.sql$/, "");
}

function changeName({ history, folder, parts }: Made): string {
  const inner = within(topFolder(history), folder).replace(/^deploy\/?/, "");
  return inner === "" ? stemFrom(parts) : `${inner}/${stemFrom(parts)}`;
}

function within(folder: FolderView, path: string): string {
  return relativeTo(folder.path, path);
}

function projectOf(history: FolderView): string {
  const name = /^%project=(.{1,200})$/m.exec(history.read("sqitch.plan"))?.[1]?.trim();
  return name === undefined ? "" : `${name}:`;
}

/**
 * Sqitch: `deploy/<change>.sql` and `revert/<change>.sql`; `verify/` changes nothing. It hands a script to psql
 * (`psql --file`), which sends it statement by statement; the scripts write their own BEGIN and COMMIT.
 */
export const sqitch: Tool = {
  name: "sqitch",
  about: {
    title: "Sqitch",
    recognised: ["`sqitch.plan` in the folder"],
    order:
      "the changes of `sqitch.plan` as they stand there; a reworked change keeps its old script under the name of the tag between",
    down: "`revert/<change>.sql`",
    optOut: undefined,
    sources: [
      "https://sqitch.org/docs/manual/sqitch/",
      "https://sqitch.org/docs/manual/sqitch-rework/",
      "https://github.com/sqitchers/sqitch/blob/develop/lib/App/Sqitch/Engine/pg.pm",
    ],
  },
  transaction: "none",
  marks: (folder) => (folder.files.includes("sqitch.plan") ? [presence(below(folder.path, "sqitch.plan"))] : []),
  arrange(folder) {
    const scripts = scriptNames(folder.read("sqitch.plan"));
    return { files: existing(folder, "deploy", scripts), down: existing(folder, "revert", scripts) };
  },
  making,
};

/** A change that is worked on again keeps its old script under the name of the tag that came between. */
function scriptNames(plan: string): readonly (readonly string[])[] {
  const entries = plan.split(/\r?\n/).flatMap((line) => /^(?:[+-]\s*)?(@?[^\s%#[]+)/.exec(line.trim())?.[1] ?? []);
  return entries.flatMap((entry, index) => {
    if (entry.startsWith("@")) return [];
    const later = entries.slice(index + 1);
    const tag = later.includes(entry) ? later.find((next) => next.startsWith("@")) : undefined;
    return [tag === undefined ? [entry] : [entry + tag, entry]];
  });
}

function existing(
  folder: FolderView,
  kind: "deploy" | "revert",
  scripts: readonly (readonly string[])[],
): readonly string[] {
  const top = topFolder(folder);
  return scripts.flatMap((candidates) => {
    const found = candidates.find((name) => hasFile(top, `${kind}/${name}.sql`));
    return found === undefined ? [] : [below(top.path, `${kind}/${found}.sql`)];
  });
}

/** `sqitch.conf` may put the scripts into another folder with `top_dir`. */
function topFolder(folder: FolderView): FolderView {
  const name = /^[ \t]*top_dir[ \t]*=[ \t]*([\w.-]+)/m.exec(folder.read("sqitch.conf"))?.[1];
  return (name === undefined ? undefined : folder.folder(name)) ?? folder;
}

function hasFile(folder: FolderView, relative: string): boolean {
  const parts = relative.split("/");
  const name = parts.pop() ?? "";
  let view: FolderView | undefined = folder;
  for (const part of parts) view = view?.folder(part);
  return view?.files.includes(name) === true;
}
